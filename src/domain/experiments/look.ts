import type { ExperimentLook, VariantEvidence } from '../../contract/experiments.ts'
import { sampleRatioOf } from '../../lib/statistics/sampleRatio.ts'
import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import { formatMicros } from '../../contract/fields.ts'
import { analyse, gainOf, type Analysis } from './analyse.ts'
import { consider } from './decide.ts'
import { RULES, type LookInputs, type NamedVariant } from './inputs.ts'
import { sharesOf } from './draw.ts'
import { holdoutOf, type HoldoutCounts } from './holdout.ts'
import { BY_ITSELF, recordDecision } from './record.ts'
import { isPastDeadline, isSettled, nextLook } from './schedule.ts'
import { HELD_OUT, lockExperiment, noteWaiting, writeLook, type DrawRow, type ExperimentRow } from './store.ts'

/** What was counted of a variant. */
export type Counted = {
  variantId: bigint
  sent: number
  watched: number
  successes: number
  leftOut: number
  meanPrice: number
  classes: { index: number; messages: number; sum: number }[]
}

/** All that a look needs besides the experiment as it was read. */
export type Seen = {
  now: Date
  variants: readonly NamedVariant[]
  counted: readonly Counted[]
  draws: readonly DrawRow[]
  holdout: HoldoutCounts | undefined
  /** Messages made so far, and whether everybody is through. */
  made: number
  isThrough: boolean
  planned: number | null
  /** How long each message is watched at least, and how long all were. */
  watchSeconds: number
  watchedSeconds: number
  settledAt: Date | null
}

/** Chance alone gives such a difference once in a hundred experiments, however often one looks. */
const SUSPICIOUS = 0.01

/**
 * Keeps what a look found, and decides where that leads to a decision, in one transaction. Somebody may have decided since the figures were
 * read: then nothing is written, and it is looked at again.
 */
export const applyLook = (db: Db, read: ExperimentRow, seen: Seen): Promise<void> =>
  inTransaction(db, async (tx) => {
    const row = await lockAsRead(tx, read)
    if (row === undefined) return
    const { planned, watchSeconds, settledAt, now } = seen
    const times = { ...row, settledAt, watchSeconds, lookedAt: now }
    const inputs = inputsOf(row, seen)
    const next = nextLook(times, now)
    const isOver = row.phase === 'decided' && next === null
    await writeLook(tx, row, lookOf(row, seen, inputs), {
      ...{ planned, watchSeconds, settledAt, nextLookAt: next },
      phase: isOver ? 'ended' : row.phase,
    })
    if (row.phase === 'running' && planned !== null && consider(inputs) !== undefined)
      await recordDecision(tx, row, { inputs, actor: BY_ITSELF, nextLookAt: nextLook({ ...times, phase: 'decided' }, now) })
  })

/** Notes that something still waits to be sent or watched. */
export const noteStill = (db: Db, read: ExperimentRow, { settledAt, now }: { settledAt: Date | null; now: Date }): Promise<void> =>
  inTransaction(db, async (tx) => {
    const row = await lockAsRead(tx, read)
    if (row !== undefined) await noteWaiting(tx, row, { settledAt, nextLookAt: nextLook({ ...row, settledAt }, now) })
  })

async function lockAsRead(tx: Transaction, read: ExperimentRow): Promise<ExperimentRow | undefined> {
  const row = await lockExperiment(tx, read)
  if (row === undefined) return undefined
  const isSame = row.decisions === read.decisions && row.phase === read.phase && row.pass === read.pass && row.isWaiting === read.isWaiting
  return isSame ? row : undefined
}

function inputsOf(row: ExperimentRow, seen: Seen): LookInputs {
  const { variants, counted, now } = seen
  const number = row.decisions + 1
  const times = { ...row, settledAt: seen.settledAt, watchSeconds: seen.watchSeconds }
  const parts = sharesOf(variants)
  return {
    ...{ kind: 'look', rules: RULES, number, seed: seedOf(row.campaignId, number), design: row.design },
    ...{ shares: row.shares ?? parts, made: seen.made, watch_seconds: seen.watchedSeconds },
    variants: variants.map((variant, at) => {
      const own = counted.find(({ variantId }) => String(variantId) === variant.id)
      return {
        ...variant,
        planned: Math.round((seen.planned ?? 0) * (parts[at]?.share ?? 0)),
        ...{ sent: own?.sent ?? 0, watched: own?.watched ?? 0, successes: own?.successes ?? 0, left_out: own?.leftOut ?? 0 },
        ...{ classes: own?.classes ?? [], mean_price: own?.meanPrice ?? 0 },
      }
    }),
    ...{
      is_waiting: row.isWaiting,
      is_settled: isSettled(times, now),
      is_through: seen.isThrough,
      is_past_deadline: isPastDeadline(row, now),
    },
  }
}

/** Each decision has its own, so that draws of one say nothing of the next. */
const seedOf = (campaignId: bigint, number: number) => Number(BigInt.asUintN(32, campaignId * 2_654_435_761n + BigInt(number)))

function lookOf(row: ExperimentRow, seen: Seen, inputs: LookInputs): ExperimentLook {
  const analysis = analyse(inputs.variants, row.design, inputs.seed)
  return {
    variants: inputs.variants.map((variant) => viewVariant(variant, { analysis, seen, isValue: row.design.goal.kind === 'value' })),
    comparisons: seen.planned === null ? [] : analysis.comparisons,
    sample_ratio: sampleRatio(inputs.variants, seen.draws),
    holdout: holdoutOf(row.design, { counts: seen.holdout, heldOut: heldOutOf(seen.draws), planned: seen.planned }),
    gain: haveMoved(row) ? (gainOf(inputs.variants.map(withMade(seen)), row.design) ?? null) : null,
  }
}

/** Nothing moves in a split, nor in a test before somebody or something has decided. */
const haveMoved = ({ design, phase }: ExperimentRow) =>
  design.way === 'continuous' || (design.way === 'winner' && (phase === 'decided' || phase === 'ended'))

const withMade =
  ({ draws }: Seen) =>
  (variant: LookInputs['variants'][number]) => ({
    ...variant,
    made: draws.reduce((sum, { variantId, made }) => sum + (String(variantId) === variant.id ? made : 0), 0),
  })

function viewVariant(
  variant: LookInputs['variants'][number],
  { analysis, seen, isValue }: { analysis: Analysis; seen: Seen; isValue: boolean },
): VariantEvidence {
  const drawn = seen.draws.filter(({ variantId }) => String(variantId) === variant.id)
  const micros = variant.classes.reduce((sum, each) => sum + each.sum, 0) - variant.mean_price * variant.watched
  const { variant_id: variantId, ...beliefs } = analysis.variants.find(({ variant_id: id }) => id === variant.id) ?? {
    ...{ variant_id: variant.id, mean: null, low: null, high: null, probability_best: null, expected_loss: null },
  }
  return {
    ...{ variant_id: variantId, name: variant.name },
    ...{ drawn: drawn.reduce((sum, row) => sum + row.drawn, 0), made: drawn.reduce((sum, row) => sum + row.made, 0) },
    ...{ sent: variant.sent, watched: variant.watched, successes: variant.successes, left_out: variant.left_out },
    value: isValue ? moneyOf(micros) : null,
    ...beliefs,
  }
}

const heldOutOf = (draws: readonly DrawRow[]) => draws.reduce((sum, { variantId, drawn }) => sum + (variantId === HELD_OUT ? drawn : 0), 0)

const moneyOf = (micros: number) => `${micros < 0 ? '-' : ''}${formatMicros(BigInt(Math.round(Math.abs(micros))))}`

/** Only where each variant had a share: what nobody can get, nobody gets. */
function sampleRatio(variants: readonly NamedVariant[], draws: readonly DrawRow[]): ExperimentLook['sample_ratio'] {
  const rows = draws.filter(({ variantId }) => variantId !== HELD_OUT)
  const periods = [...new Set(rows.map(periodOf))]
  const known = periods.flatMap((period) => {
    const of = variants.map(({ id }) => rows.find((row) => periodOf(row) === period && String(row.variantId) === id))
    const shares = of.map((row) => row?.share ?? 0)
    return shares.every((share) => share > 0) ? [{ shares, counts: of.map((row) => row?.made ?? 0) }] : []
  })
  if (known.length === 0) return null
  const { p } = sampleRatioOf(known)
  return { state: p < SUSPICIOUS ? 'suspicious' : 'fine', p_value: p }
}

const periodOf = ({ decision, pass }: DrawRow) => `${decision} ${pass}`
