import type { ExperimentDesign } from '../../contract/experimentDesign.ts'
import type { ExperimentLook, ExperimentPhase } from '../../contract/experiments.ts'
import type { Db, Transaction } from '../../platform/db.ts'
import type { Inputs } from './inputs.ts'
import { isVerdict, type Outcome, type Share } from './outcome.ts'

export type Target = { accountId: bigint; campaignId: bigint }

export type ExperimentRow = {
  accountId: bigint
  campaignId: bigint
  design: ExperimentDesign
  phase: ExperimentPhase
  pass: number
  isWaiting: boolean
  allowance: number | null
  shares: Share[] | null
  decisions: number
  planned: number | null
  watchSeconds: number | null
  startedAt: Date | null
  deadlineAt: Date | null
  settledAt: Date | null
  nextLookAt: Date | null
  lookedAt: Date | null
  look: ExperimentLook | null
  verdict: number | null
}

const selectExperiment = (db: Db) => db`
  select account_id as "accountId", campaign_id as "campaignId", design, phase, pass, is_waiting as "isWaiting", allowance::float8 as allowance, shares,
    decisions, planned::float8 as planned, watch_seconds as "watchSeconds", started_at as "startedAt", deadline_at as "deadlineAt", settled_at as "settledAt",
    next_look_at as "nextLookAt", looked_at as "lookedAt", look, verdict
  from experiments`

export async function findExperiment(db: Db, { accountId, campaignId }: Target): Promise<ExperimentRow | undefined> {
  const [row] = await db<ExperimentRow[]>`${selectExperiment(db)} where account_id = ${accountId} and campaign_id = ${campaignId}`
  return row
}

/** The same, locked until the transaction ends. Whoever also locks the campaign does that first. */
export async function lockExperiment(tx: Transaction, { accountId, campaignId }: Target): Promise<ExperimentRow | undefined> {
  const [row] = await tx<ExperimentRow[]>`
    ${selectExperiment(tx)} where account_id = ${accountId} and campaign_id = ${campaignId} for update`
  return row
}

export const writeDesign = (tx: Transaction, { accountId, campaignId }: Target, design: ExperimentDesign) => tx`
  insert into experiments (account_id, campaign_id, design) values (${accountId}, ${campaignId}, ${JSON.stringify(design)}::text::jsonb)
  on conflict (account_id, campaign_id) do update set design = excluded.design where experiments.phase = 'draft'`

/** Of a campaign that has not begun. */
export const deleteDesign = (tx: Transaction, { accountId, campaignId }: Target) =>
  tx`delete from experiments where account_id = ${accountId} and campaign_id = ${campaignId} and phase = 'draft'`

/** Takes one that is due for a look, for so long: should whoever looks die, another one does after that. */
export async function claimDue(db: Db, { leaseSeconds }: { leaseSeconds: number }): Promise<ExperimentRow | undefined> {
  const [claimed] = await db<Target[]>`
    update experiments set next_look_at = now() + make_interval(secs => ${leaseSeconds})
    where (account_id, campaign_id) = (
      select account_id, campaign_id from experiments where next_look_at <= now() order by next_look_at limit 1 for update skip locked
    )
    returning account_id as "accountId", campaign_id as "campaignId"`
  return claimed === undefined ? undefined : findExperiment(db, claimed)
}

export type LookNote = {
  planned: number | null
  watchSeconds: number
  settledAt: Date | null
  nextLookAt: Date | null
  phase: ExperimentPhase
}

/** What a look found, and when the next one is. */
export const writeLook = (tx: Transaction, { accountId, campaignId }: Target, look: ExperimentLook, note: LookNote) => tx`
  update experiments set look = ${JSON.stringify(look)}::text::jsonb, looked_at = now(), planned = ${note.planned}, watch_seconds = ${note.watchSeconds}, settled_at = ${note.settledAt},
    next_look_at = ${note.nextLookAt}, phase = ${note.phase}
  where account_id = ${accountId} and campaign_id = ${campaignId}`

/** The same where it was not yet time for figures. */
export const noteWaiting = (
  tx: Transaction,
  { accountId, campaignId }: Target,
  { settledAt, nextLookAt }: Pick<LookNote, 'settledAt' | 'nextLookAt'>,
) => tx`
  update experiments set settled_at = ${settledAt}, next_look_at = ${nextLookAt} where account_id = ${accountId} and campaign_id = ${campaignId}`

export const postpone = (db: Db, { accountId, campaignId }: Target, { seconds }: { seconds: number | null }) => db`
  update experiments set next_look_at = now() + make_interval(secs => ${seconds}) where account_id = ${accountId} and campaign_id = ${campaignId}`

/** Stands for a variant where somebody got none. */
export const HELD_OUT = 0n

export type DrawRow = { decision: number; pass: number; variantId: bigint; share: number; drawn: number; made: number }

/** What was drawn under the shares of each decision. A decision starts few rows, and their number has an end. */
export const listDraws = (db: Db, { accountId, campaignId }: Target) => db<DrawRow[]>`
  select decision, pass, variant_id as "variantId", share, drawn::float8 as drawn, made::float8 as made from experiment_draws
  where account_id = ${accountId} and campaign_id = ${campaignId} order by decision, pass, variant_id limit 10000`

/** Counts its hours from now. A batch of a continuous one is made before it waits. */
export const beginExperiment = (
  tx: Transaction,
  { accountId, campaignId }: Target,
  { firstLookSeconds }: { firstLookSeconds: number },
) => tx`
  update experiments set phase = 'running', started_at = now(), deadline_at = now() + make_interval(hours => (design->>'deadline_hours')::int),
    allowance = (design->>'batch_size')::bigint, next_look_at = now() + make_interval(secs => ${firstLookSeconds})
  where account_id = ${accountId} and campaign_id = ${campaignId} and phase = 'draft'`

export type DecisionRow = { number: number; at: Date; actor: string; inputs: Inputs; outcome: Outcome }

export const insertDecision = (
  tx: Transaction,
  { accountId, campaignId }: Target,
  { number, actor, inputs, outcome }: Omit<DecisionRow, 'at'>,
) => tx`
  insert into experiment_decisions (account_id, campaign_id, number, actor, inputs, outcome)
  values (${accountId}, ${campaignId}, ${number}, ${actor}, ${JSON.stringify(inputs)}::text::json, ${JSON.stringify(outcome)}::text::json)`

/** What follows from a decision. One that says how it ended is its verdict. */
export const writeOutcome = (
  tx: Transaction,
  { accountId, campaignId }: Target,
  { number, outcome, nextLookAt }: { number: number; outcome: Outcome; nextLookAt: Date | null },
) => tx`
  update experiments set decisions = ${number}, phase = ${outcome.phase}, shares = ${JSON.stringify(outcome.shares)}::text::jsonb, allowance = ${outcome.allowance},
    is_waiting = is_waiting and ${outcome.is_waiting}, settled_at = null, next_look_at = ${nextLookAt},
    verdict = ${isVerdict(outcome) ? number : null}
  where account_id = ${accountId} and campaign_id = ${campaignId}`

/** Decisions, newest first. */
export const listDecisions = (
  db: Db,
  { accountId, campaignId }: Target,
  { before, limit }: { before: number | undefined; limit: number },
) => db<DecisionRow[]>`
  select number, at, actor, inputs, outcome from experiment_decisions
  where account_id = ${accountId} and campaign_id = ${campaignId} ${before === undefined ? db`` : db`and number < ${before}`}
  order by number desc limit ${limit}`

/** When it was decided how it ended; messages made later do not compete. */
export async function findVerdictTime(db: Db, { accountId, campaignId, verdict }: ExperimentRow): Promise<Date | undefined> {
  if (verdict === null) return undefined
  const [row] = await db<{ at: Date }[]>`
    select at from experiment_decisions where account_id = ${accountId} and campaign_id = ${campaignId} and number = ${verdict}`
  return row?.at
}
