import type { LeftOutReason } from '../../contract/audiences.ts'
import { unprepared, type Db, type Fragment, type Transaction } from '../../platform/db.ts'

/** Contacts of one reason, null for those who will get the message, with the ids of some of them. */
export type Counted = { reason: LeftOutReason | null; recipients: number; sample: string[] }

/** Ends each statement of a transaction after some time. */
export const limitTime = (tx: Transaction, { ms }: { ms: number }) => tx`
  select set_config('statement_timeout', ${String(Math.max(1, Math.ceil(ms)))}, true)`

/** Whether the server ended a statement because of its time. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const isOutOfTime = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '57014'

/**
 * Puts each contact that is included under the first reason that holds, and counts; what a contact costs is paid once, also with samples.
 * @param reasons in their order
 */
export const countByReason = (
  tx: Transaction,
  {
    accountId,
    included,
    reasons,
    sample,
  }: { accountId: bigint; included: Fragment; reasons: readonly { reason: LeftOutReason; holds: Fragment }[]; sample: number },
) =>
  unprepared(tx<Counted[]>`
    with classified as materialized (
      select contacts.id, case
        ${reasons.reduce<Fragment>((sql, { reason, holds }) => tx`${sql} when ${holds} then ${reason}::text`, tx``)}
        when true then null end as reason
      from contacts where contacts.account_id = ${accountId} and ${included}
    )
    select reason, count(*)::int as recipients, array(
      select same.id::text from classified same where same.reason = classified.reason limit ${sample}::int
    ) as sample
    from classified group by reason`)

export const phonesOf = (db: Db, { accountId, ids }: { accountId: bigint; ids: readonly string[] }) => db<{ id: string; phone: string }[]>`
  select id::text, phone from contacts where account_id = ${accountId} and id = any(${[...ids]}::text[]::bigint[]) limit ${ids.length}`

/** Hashes of suppressed numbers whose person was erased, in their order; `after` goes on. */
export const listErasedHashes = (
  db: Db,
  { accountId, after, limit }: { accountId: bigint; after: Buffer | undefined; limit: number },
) => db<{ hash: Buffer }[]>`
  select phone_hash as hash from suppressions
  where account_id = ${accountId} and phone is null ${after === undefined ? db`` : db`and phone_hash > ${after}`}
  order by phone_hash limit ${limit}`

/** Numbers of contacts, in slices as they are asked for. */
export const readPhones = (tx: Transaction, { accountId, condition }: { accountId: bigint; condition: Fragment }) =>
  unprepared(tx<{ phone: string }[]>`
    select phone from contacts where contacts.account_id = ${accountId} and ${condition}`)
