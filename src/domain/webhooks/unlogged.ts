import type { LiveType } from '../../contract/live.ts'
import type { Db } from '../../platform/db.ts'
import type { Change } from './changes.ts'

/** What one look reads, of all accounts; beyond that screens hear of the rest by its events alone. */
const MAX_ROWS = 1_000
/** Attempts and slices of imports are looked at for so long; one look a second sees each of them several times. */
const WINDOW_S = 10
/** One thing that changes all the time is told of so often at most: each time means that screens read anew. */
const AGAIN_MS = 2_000

/** A thing that changes without an event in the log, and a mark that is another one after each change. */
type Watched = { accountId: bigint; type: LiveType; id: string; mark: string }
type Told = Watched & { atMs: number }

const keyOf = ({ type, id }: Watched) => `${type} ${id}`
const changeOf = ({ accountId, type, id }: Watched): Change => ({ accountId, subjects: [[type, id]] })

/**
 * What changes in small steps, too many for the log of events: how far imports and expansions are, what was sent to endpoints, what is on the
 * schedule. Remembers how each was when it was last told of.
 */
export class Unlogged {
  #told = new Map<string, Told>()

  /** What is new since the last look at these accounts. */
  async look(db: Db, { accountIds, nowMs }: { accountIds: readonly bigint[]; nowMs: number }): Promise<Change[]> {
    const before = this.#told
    const rows = await selectWatched(db, { accountIds })
    const isDue = (row: Watched) => {
      const former = before.get(keyOf(row))
      return former === undefined || (former.mark !== row.mark && nowMs - former.atMs >= AGAIN_MS)
    }
    const due = rows.filter(isDue)
    const known = rows.flatMap((row) => before.get(keyOf(row)) ?? [])
    this.#told = new Map([...known, ...due.map((row) => ({ ...row, atMs: nowMs }))].map((row) => [keyOf(row), row]))
    // What is quiet by now, has ended or was taken off the schedule is told of once more.
    const gone = rows.length === MAX_ROWS ? [] : [...before].flatMap(([key, row]) => (this.#told.has(key) ? [] : [row]))
    return [...due, ...gone].map(changeOf)
  }

  /** What was told of an account lately, for a stream that comes back and may have missed it. */
  lately = (accountId: bigint): Change[] => [...this.#told.values()].filter((row) => row.accountId === accountId).map(changeOf)

  forget(): void {
    this.#told.clear()
  }
}

const selectWatched = (db: Db, { accountIds }: { accountIds: readonly bigint[] }) => db<Watched[]>`
  with asked as (select unnest(${accountIds.map(String)}::bigint[]) as account_id)
  select account_id as "accountId", 'import.changed' as type, id::text as id, changed_at::text as mark
  from contact_imports join asked using (account_id)
  where state in ('uploading', 'queued', 'running') and changed_at > now() - make_interval(secs => ${WINDOW_S})
  union all
  select account_id, 'delivery.changed', endpoint_id::text, last_attempt_at::text
  from webhook_work join asked using (account_id)
  where last_attempt_at > now() - make_interval(secs => ${WINDOW_S})
  union all
  select account_id, 'campaign.changed', id::text, concat_ws(' ', state, version, planned, expanded_at)
  from campaigns join asked using (account_id)
  where state in ('scheduled', 'running', 'paused')
  limit ${MAX_ROWS}`
