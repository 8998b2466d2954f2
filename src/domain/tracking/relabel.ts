import type { Transaction } from '../../platform/db.ts'
import { arrayOf, textArrayOf } from '../../platform/arrayLiteral.ts'
import type { Judgement } from './judge.ts'
import {
  correctMessageFirstClicks,
  correctRollups,
  correctTotals,
  createMovedHits,
  lockTotals,
  nameFirstClicks,
  preferIndexes,
  sumMoved,
  writeLabels,
  type LabelColumns,
  type Moved,
} from './relabelStore.ts'
import type { StoredHit } from './storedHit.ts'
import { RULES_VERSION } from './verdict.ts'

/** A hit and what it should be. */
export type Change = { hit: StoredHit; judgement: Judgement }

/** What a correction changed for an account, its test messages apart: hits with another verdict, their times, and by how much sums moved. */
export type Correction = Moved & { changed: number; from: Date; to: Date }

/** Whether a stored hit is labelled otherwise. One of an erased person keeps its label: what it was judged by is gone. */
export function isChange({ hit, judgement }: Change): boolean {
  if (hit.erased) return false
  const { verdict, reasons, families } = judgement
  return (
    hit.verdict !== verdict ||
    hit.reasons.join() !== reasons.join() ||
    hit.device !== families.device ||
    hit.os !== families.os ||
    hit.browser !== families.browser ||
    hit.app !== families.app
  )
}

/**
 * Gives hits new labels and corrects totals, roll-ups and uniques by exactly what they change. The caller holds `lockStoredHits` since before
 * it read the hits. Safe beside the drain, which adds to the same rows: totals first, in its order, then roll-ups, in its order.
 */
export async function relabel(tx: Transaction, changes: readonly Change[]): Promise<Correction[]> {
  if (changes.length === 0) return []
  const messageIds = new Set(changes.flatMap(({ hit }) => (hit.messageId === null ? [] : [hit.messageId])))
  await preferIndexes(tx)
  await lockTotals(tx, { messageIds: arrayOf([...messageIds], String) })
  await createMovedHits(tx)
  await writeLabels(tx, columnsOf(changes))
  await nameFirstClicks(tx)
  await correctTotals(tx)
  await correctMessageFirstClicks(tx)
  await correctRollups(tx)
  return describe(changes, await sumMoved(tx))
}

function columnsOf(changes: readonly Change[]): LabelColumns {
  const times = changes.map(({ hit }) => hit.at.getTime())
  const labelOf = (valueOf: (judgement: Judgement) => string) => textArrayOf(changes, ({ judgement }) => valueOf(judgement))
  return {
    partitions: arrayOf(changes, ({ hit }) => hit.partition),
    places: textArrayOf(changes, ({ hit }) => hit.place),
    // A date holds milliseconds, a row microseconds.
    from: new Date(times.reduce((a, b) => Math.min(a, b))),
    to: new Date(times.reduce((a, b) => Math.max(a, b)) + 1),
    labels: {
      rulesVersion: RULES_VERSION,
      verdict: labelOf(({ verdict }) => verdict),
      reasons: labelOf(({ reasons }) => textArrayOf(reasons, (reason) => reason)),
      device: labelOf(({ families }) => families.device),
      os: labelOf(({ families }) => families.os),
      browser: labelOf(({ families }) => families.browser),
      app: labelOf(({ families }) => families.app),
    },
  }
}

/** Accounts whose hits got other reasons and the same verdicts are left out. */
function describe(changes: readonly Change[], moved: readonly Moved[]): Correction[] {
  return moved.flatMap((sums) => {
    const times = changes
      .filter(({ hit, judgement }) => hit.accountId === sums.accountId && hit.test === sums.test && hit.verdict !== judgement.verdict)
      .map(({ hit }) => hit.at.getTime())
    if (times.length === 0) return []
    const [from, to] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))]
    return [{ ...sums, changed: times.length, from: new Date(from), to: new Date(to) }]
  })
}
