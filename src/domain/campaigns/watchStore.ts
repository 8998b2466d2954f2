import type { Db } from '../../platform/db.ts'

/** Between two measures of the pace. */
const PACE_SECONDS = 5

/** Scheduled campaigns whose time has come. */
export const listDue = (db: Db, { limit }: { limit: number }) => db<{ id: bigint; accountId: bigint }[]>`
  select id, account_id as "accountId" from campaigns where state = 'scheduled' and starts_at <= now() order by id limit ${limit}`

export type Running = {
  id: bigint
  accountId: bigint
  isExpanded: boolean
  failureRate: number
  failuresAfter: number
  isPaceDue: boolean
}

export const listRunning = (db: Db, { limit }: { limit: number }) => db<Running[]>`
  select id, account_id as "accountId", expanded_at is not null as "isExpanded",
    (settings->'pause_at_failures'->>'rate')::float8 as "failureRate", (settings->'pause_at_failures'->>'after')::int as "failuresAfter",
    pace_at is null or pace_at < now() - make_interval(secs => ${PACE_SECONDS}) as "isPaceDue"
  from campaigns where state = 'running' order by id limit ${limit}`

/** Several workers may measure at once: whoever comes second finds that it was done just now. */
export const notePace = (db: Db, { id, sent }: { id: bigint; sent: number }) => db`
  update campaigns set pace_at = now(), pace_submitted = ${sent},
    pace_per_second = case when pace_at is not null then greatest(0, ${sent} - pace_submitted) / extract(epoch from now() - pace_at) end
  where id = ${id} and state = 'running' and (pace_at is null or pace_at < now() - make_interval(secs => ${PACE_SECONDS}))`

export const listUncleared = (db: Db, { limit }: { limit: number }) => db<{ id: bigint }[]>`
  select id from campaigns where not cleared order by id limit ${limit}`

export const noteCleared = (db: Db, { id }: { id: bigint }) =>
  db`update campaigns set cleared = true where id = ${id} and state = 'cancelled'`
