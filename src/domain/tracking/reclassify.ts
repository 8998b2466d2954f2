import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import { appendEvents } from '../outbox.ts'
import { textArrayOf } from '../../platform/arrayLiteral.ts'
import { ANY_PERSON } from './coarseAgent.ts'
import { addCorrection, summaryEvent, summaryOf } from './correction.ts'
import { isChange, relabel, type Change, type Correction } from './relabel.ts'
import { listPartitions, readBlocks, type Partition } from './reclassifyStore.ts'
import { lockStoredHits, stampVersion } from './relabelStore.ts'
import { reviewPeriod } from './review.ts'
import { findFirstSuspect, readMark } from './reviewStore.ts'
import { judgeStored, suspicionsOf, type StoredHit } from './storedHit.ts'
import { addSuspicions, RULES_VERSION } from './verdict.ts'

/** 512 kB, some 2,500 hits. */
const BLOCKS = 64
/** Accounts whose audit lines and events share a transaction. */
const ACCOUNTS = 200

/** What was looked at, and what came of it; `from` and `to` are undefined where there was no hit. */
export type Reclassification = { hits: number; from: Date | undefined; to: Date | undefined; corrections: Correction[] }

type Examined = { hits: number; from: Date; to: Date }

/**
 * Judges all hits that are stored by the current rules, each by itself first and then by its neighbours, and corrects what follows from
 * them, slice by slice, while hits come in. Broken off, it is simply begun again.
 * @param onSlice told how many hits have been looked at
 */
export async function reclassify(db: Db, { onSlice }: { onSlice: (hits: number) => void }): Promise<Reclassification> {
  const examined = new Map<bigint, Examined>()
  const corrected = new Map<string, Correction>()
  const note = (corrections: readonly Correction[]) => {
    for (const one of corrections) {
      const key = `${one.accountId} ${one.test}`
      corrected.set(key, addCorrection(corrected.get(key), one))
    }
  }
  // What comes in from now on is judged by the current rules, and by its neighbours in the review's own time.
  const to = await readMark(db)
  for (const partition of await listPartitions(db)) {
    for (let first = 0; first < partition.blocks; first += BLOCKS) {
      const { hits, corrections } = await judgeAlone(db, { partition, first })
      for (const hit of hits) examine(examined, hit)
      note(corrections)
      onSlice(hits.length)
    }
  }
  const from = await findFirstSuspect(db)
  if (from !== undefined) await reviewPeriod(db, { from, to, onCorrections: note })
  await tell(db, { examined, corrected })
  return summaryOfAll(examined, [...corrected.values()])
}

async function judgeAlone(db: Db, { partition, first }: { partition: Partition; first: number }) {
  return inTransaction(db, async (tx) => {
    await lockStoredHits(tx)
    const hits = await readBlocks(tx, { name: partition.name, first, count: BLOCKS })
    const changes = hits.filter(isRecognisable).map(rejudge).filter(isChange)
    const changed = new Set(changes.map(({ hit }) => hit))
    // Before the correction, which may move any hit of these messages to another place.
    await stamp(tx, { partition, hits: hits.filter((hit) => !changed.has(hit)) })
    return { hits, corrections: await relabel(tx, changes) }
  })
}

const stamp = async (tx: Transaction, { partition, hits }: { partition: Partition; hits: readonly StoredHit[] }) => {
  const older = hits.filter(({ rulesVersion }) => rulesVersion !== RULES_VERSION)
  if (older.length === 0) return
  await stampVersion(tx, { partition: partition.name, places: textArrayOf(older, ({ place }) => place), rulesVersion: RULES_VERSION })
}

/** Suspicions stay where the hit would be a click of the same device, since only a look at its neighbours can tell. */
function rejudge(hit: StoredHit): Change {
  const judgement = judgeStored(hit)
  return hit.device === judgement.families.device
    ? { hit, judgement: { ...judgement, ...addSuspicions(judgement, suspicionsOf(hit)) } }
    : { hit, judgement }
}

/** A person's string that aggregate mode made unrecognisable keeps what was found while it was whole. */
const isRecognisable = ({ messageId, userAgent }: StoredHit) => messageId !== null || userAgent !== ANY_PERSON

function examine(examined: Map<bigint, Examined>, { accountId, at }: StoredHit): void {
  const known = examined.get(accountId)
  if (known === undefined) return void examined.set(accountId, { hits: 1, from: at, to: at })
  known.hits++
  if (at < known.from) known.from = at
  if (at > known.to) known.to = at
}

/** An audit line for each account that has hits, an event for each whose figures moved. */
async function tell(
  db: Db,
  { examined, corrected }: { examined: Map<bigint, Examined>; corrected: Map<string, Correction> },
): Promise<void> {
  const accounts = [...examined]
  for (let start = 0; start < accounts.length; start += ACCOUNTS) {
    await inTransaction(db, async (tx) => {
      for (const [accountId, { hits, from, to }] of accounts.slice(start, start + ACCOUNTS)) {
        const corrections = [corrected.get(`${accountId} false`), corrected.get(`${accountId} true`)].filter((one) => one !== undefined)
        await appendEvents(tx, corrections.map(summaryEvent))
        await appendAudit(tx, {
          accountId,
          actor: 'operator',
          action: 'hits.reclassified',
          subject: `account:${accountId}`,
          data: {
            ...{ from: from.toISOString(), to: to.toISOString(), examined: hits, rules_version: RULES_VERSION },
            corrections: corrections.map((one) => ({ test: one.test, ...summaryOf(one) })),
          },
        })
      }
    })
  }
}

function summaryOfAll(examined: Map<bigint, Examined>, corrections: Correction[]): Reclassification {
  const all = [...examined.values()]
  const times = all.flatMap(({ from, to }) => [from, to]).toSorted((a, b) => a.getTime() - b.getTime())
  return { hits: all.reduce((sum, { hits }) => sum + hits, 0), from: times.at(0), to: times.at(-1), corrections }
}
