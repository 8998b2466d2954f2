import type { Suspicion } from '../../contract/suspicions.ts'
import type { Db, Transaction } from '../../platform/db.ts'
import { storedHit, type StoredHit } from './storedHit.ts'

export type Range = { id: bigint; from: Date; to: Date }

/** The mark moves by so much at least, so that whoever works off ranges does not add one with each that is done. */
const STEP_S = 1

/**
 * Moves the mark to so many seconds ago and makes what it passes a range. The lock waits for the batches under way: none of them holds
 * hits of a time before the mark that would be seen only later. Batches that begin meanwhile wait for this statement.
 */
export async function passMark(tx: Transaction, { seconds }: { seconds: number }): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('tapline review mark'))`
  await tx`
    with passed as (
      update hit_review as mark set reviewed_to = clock_timestamp() - make_interval(secs => ${seconds})
      from hit_review as old
      where old.id = mark.id and old.reviewed_to < clock_timestamp() - make_interval(secs => ${seconds + STEP_S})
      returning old.reviewed_to as from_at, mark.reviewed_to as to_at
    )
    insert into hit_review_ranges (from_at, to_at) select from_at, to_at from passed`
}

export async function readMark(db: Db): Promise<Date> {
  const [row] = await db<{ at: Date }[]>`select reviewed_to as at from hit_review`
  if (row === undefined) throw new Error('hit_review has lost its row')
  return row.at
}

/** The range that waits longest. */
export async function findRange(db: Db): Promise<Range | undefined> {
  const [row] = await db<Range[]>`select id, from_at as "from", to_at as "to" from hit_review_ranges order by id limit 1`
  return row
}

export const shrinkRange = (tx: Transaction, { id, from }: { id: bigint; from: Date }) => tx`
  update hit_review_ranges set from_at = ${from} where id = ${id}`

export const deleteRange = (tx: Transaction, { id }: { id: bigint }) => tx`delete from hit_review_ranges where id = ${id}`

/** Word for word the condition of the index `hits_suspects`. */
const isSuspect = (db: Db) => db`
  message_id is not null and (device = 'desktop' or (device = 'other' and app = '') or link >= 2)`

type Period = { from: Date; to: Date }

/** The time of the suspect after so many others; none when fewer stand in the period. */
export async function findTimeAfter(db: Db, { from, to, count }: Period & { count: number }): Promise<Date | undefined> {
  const [row] = await db<{ at: Date }[]>`
    select at from hits where ${isSuspect(db)} and at >= ${from} and at < ${to}
    order by at offset ${count} limit 1`
  return row?.at
}

/** The time of the oldest suspect. */
export async function findFirstSuspect(db: Db): Promise<Date | undefined> {
  const [row] = await db<{ at: Date }[]>`select at from hits where ${isSuspect(db)} order by at limit 1`
  return row?.at
}

/** A hit with what is known of its message; null when that is gone. */
export type ReviewedHit = StoredHit & { messageId: bigint; submittedAt: Date | null; linkCount: number | null }

export const listSuspects = (db: Db, { from, to, limit }: Period & { limit: number }) => db<ReviewedHit[]>`
  select ${storedHit(db)}, messages.submitted_at as "submittedAt", messages.link_count as "linkCount"
  from (
    select *, hits.tableoid, hits.ctid from hits where ${isSuspect(db)} and at >= ${from} and at < ${to}
    order by at limit ${limit}
  ) as hits left join messages on messages.id = hits.message_id`

/** Hits on these messages that are no suspects by themselves, as those on the first links from a phone. */
export const listCompanions = (db: Db, { messageIds, from, to, limit }: Period & { messageIds: string; limit: number }) => db<
  ReviewedHit[]
>`
  select ${storedHit(db)}, messages.submitted_at as "submittedAt", messages.link_count as "linkCount"
  from (
    select *, hits.tableoid, hits.ctid from hits
    where message_id = any(${messageIds}::bigint[]) and not (${isSuspect(db)}) and at >= ${from} and at < ${to}
    order by at limit ${limit}
  ) as hits left join messages on messages.id = hits.message_id`

/** Accounts that have switched rules off; each account of the list has hits under review. */
export async function listIgnored(db: Db, { accountIds }: { accountIds: string }): Promise<Map<bigint, readonly Suspicion[]>> {
  const rows = await db<{ id: bigint; ignored: Suspicion[] }[]>`
    select id, ignored_suspicions as ignored from accounts
    where id = any(${accountIds}::bigint[]) and ignored_suspicions <> '{}'`
  return new Map(rows.map(({ id, ignored }) => [id, ignored]))
}
