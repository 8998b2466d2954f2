import { isDeepStrictEqual } from 'node:util'
import type { Db } from '../../platform/db.ts'
import { consider } from './decide.ts'
import { RULES, type Inputs } from './inputs.ts'
import type { Outcome } from './outcome.ts'

/** A decision whose inputs lead elsewhere now, or that is missing in the row of decisions. */
export type ReplayDifference = { campaignId: bigint; number: number; column: string; expected: string; found: string }
/** `otherRules`: decisions of a version whose rules were others, which cannot be made again. */
export type Replay = { experiments: number; decisions: number; otherRules: number; rows: number; differences: ReplayDifference[] }

/** Decisions read in one statement. */
const PAGE = 100
/** Differences that are named. */
const MAX_NAMED = 100

type Row = { campaignId: bigint; number: number; decisions: number; inputs: Inputs; outcome: Outcome }

/**
 * Makes each decision again from what was recorded of it, and compares; also that none is missing and none stands twice. Reads page by page.
 * @param campaignId undefined: of all campaigns
 */
export async function replayDecisions(db: Db, { campaignId }: { campaignId: bigint | undefined }): Promise<Replay> {
  const replay: Replay = { experiments: 0, decisions: 0, otherRules: 0, rows: 0, differences: [] }
  let last: Row | undefined
  for (;;) {
    const rows = await listRows(db, { campaignId, after: last })
    for (const row of rows) {
      if (row.campaignId !== last?.campaignId) replay.experiments++
      compare(replay, row, last)
      last = row
    }
    if (rows.length < PAGE) return replay
  }
}

/** An experiment without a decision has a row without a number. */
const listRows = (db: Db, { campaignId, after }: { campaignId: bigint | undefined; after: Row | undefined }) => db<Row[]>`
  select experiments.campaign_id as "campaignId", coalesce(number, 0) as number, decisions, inputs, outcome
  from experiments left join experiment_decisions using (account_id, campaign_id)
  where (experiments.campaign_id, coalesce(number, 0)) > (${after?.campaignId ?? 0n}, ${after?.number ?? -1})
    ${campaignId === undefined ? db`` : db`and experiments.campaign_id = ${campaignId}`}
  order by 1, 2 limit ${PAGE}`

function compare(replay: Replay, row: Row, before: Row | undefined): void {
  const isFirst = row.campaignId !== before?.campaignId
  const expectedNumber = isFirst ? Math.min(1, row.decisions) : before.number + 1
  if (row.number !== expectedNumber) note(replay, row, 'number', expectedNumber, row.number)
  if (row.number === 0) return
  replay.decisions++
  if (row.number > row.decisions) note(replay, row, 'decisions', row.number, row.decisions)
  if (row.inputs.kind === 'look' && row.inputs.rules !== RULES) {
    replay.otherRules++
    return
  }
  // As it would stand in the database: what is undefined is not there.
  const made = JSON.parse(JSON.stringify(consider(row.inputs) ?? null)) as unknown
  if (!isDeepStrictEqual(made, row.outcome)) note(replay, row, 'outcome', made, row.outcome)
}

function note(replay: Replay, { campaignId, number }: Row, column: string, expected: unknown, found: unknown): void {
  replay.rows++
  if (replay.differences.length < MAX_NAMED)
    replay.differences.push({ campaignId, number, column, expected: JSON.stringify(expected), found: JSON.stringify(found) })
}
