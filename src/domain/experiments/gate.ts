import type { Db, Transaction } from '../../platform/db.ts'
import type { DrawRules } from './draw.ts'
import type { Share } from './outcome.ts'
import { findExperiment, HELD_OUT, lockExperiment, type ExperimentRow, type Target } from './store.ts'

/** What an experiment tells the expansion of its campaign. */
export type Gate = Target & {
  isWaiting: boolean
  /** Messages that may be made until it waits for a decision; undefined: all. */
  allowance: number | undefined
  /** Undefined: by the weights of the variants. */
  shares: Share[] | undefined
  holdoutShare: number
  part: DrawRules['part']
  /** Together they say whether what was drawn still holds. */
  decisions: number
  pass: number
}

/** @returns undefined for a campaign without an experiment */
export async function findGate(db: Db, target: Target): Promise<Gate | undefined> {
  const row = await findExperiment(db, target)
  return row === undefined ? undefined : gateOf(row)
}

function gateOf({ accountId, campaignId, design, isWaiting, allowance, shares, decisions, pass }: ExperimentRow): Gate {
  return {
    ...{ accountId, campaignId, isWaiting, decisions, pass },
    ...{ allowance: allowance ?? undefined, shares: shares ?? undefined, holdoutShare: design.holdout_share },
    part: design.way === 'winner' ? { kind: pass === 1 ? 'test' : 'rest', testShare: design.test_share } : { kind: 'all' },
  }
}

/** Locks the experiment for a slice. @returns false when something was decided since the slice was drawn */
export async function holdGate(tx: Transaction, gate: Gate): Promise<boolean> {
  const row = await lockExperiment(tx, gate)
  return row !== undefined && !row.isWaiting && row.decisions === gate.decisions && row.pass === gate.pass
}

/** What a slice drew: all variants, those that nobody was drawn for too. `heldOut`: numbers of those who get nothing. */
export type SliceDraws = {
  variants: readonly { variantId: bigint; share: number; drawn: number; made: number }[]
  heldOut: readonly string[]
}

/** Records what was drawn, in the transaction that makes the messages. */
export async function recordDraws(
  tx: Transaction,
  { accountId, campaignId, decisions, pass, holdoutShare }: Gate,
  draws: SliceDraws,
): Promise<void> {
  const held = draws.heldOut.length
  for (const { variantId, share, drawn, made } of [...draws.variants, { variantId: HELD_OUT, share: holdoutShare, drawn: held, made: 0 }])
    await tx`
      insert into experiment_draws as draws (account_id, campaign_id, decision, pass, variant_id, share, drawn, made)
      values (${accountId}, ${campaignId}, ${decisions}, ${pass}, ${variantId}, ${share}, ${drawn}, ${made})
      on conflict (account_id, campaign_id, decision, pass, variant_id) do update set drawn = draws.drawn + excluded.drawn, made = draws.made + excluded.made`
  if (held > 0)
    await tx`
      insert into experiment_holdouts (account_id, campaign_id, phone)
      select ${accountId}, ${campaignId}, phone from unnest(${[...draws.heldOut]}::text[]) as phone`
}

/** What follows from the end of a slice. `isAnew`: it begins again with the first contact, for those who waited. */
export type AfterSlice = { isWaiting: boolean; isAnew: boolean }

/**
 * Moves the experiment on after a slice.
 * @param planned messages made so far, with those of this slice
 * @param isEnd whether it was the last one
 */
export async function passSlice(tx: Transaction, gate: Gate, { planned, isEnd }: { planned: number; isEnd: boolean }): Promise<AfterSlice> {
  if (isEnd && gate.part.kind === 'test') return { isWaiting: await beginRest(tx, gate), isAnew: true }
  if (isEnd || gate.allowance === undefined || planned < gate.allowance) return { isWaiting: false, isAnew: false }
  await tx`
    update experiments set is_waiting = true, settled_at = null, next_look_at = now()
    where account_id = ${gate.accountId} and campaign_id = ${gate.campaignId}`
  return { isWaiting: true, isAnew: false }
}

/** The test is made. @returns whether the others wait: they do not when somebody has decided already */
async function beginRest(tx: Transaction, { accountId, campaignId }: Gate): Promise<boolean> {
  const [row] = await tx<{ isWaiting: boolean }[]>`
    update experiments set pass = 2, is_waiting = phase in ('running', 'asking'), settled_at = null,
      next_look_at = case when phase = 'running' then now() else next_look_at end
    where account_id = ${accountId} and campaign_id = ${campaignId} returning is_waiting as "isWaiting"`
  return row?.isWaiting === true
}
