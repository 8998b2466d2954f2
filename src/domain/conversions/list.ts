import type { ListConversionsQuery } from '../../contract/conversions.ts'
import type { Db } from '../../platform/db.ts'
import type { ConversionRow } from './conversion.ts'
import { selected } from './store.ts'

/** Where a page ended: time to the microsecond, and id. */
export type ConversionPlace = { at: string; id: bigint }
export type ListedConversion = ConversionRow & { atText: string }

type Asked = { accountId: bigint; filter: ListConversionsQuery; test: boolean; after: ConversionPlace | undefined }

/** Conversions of a person, those that happened last first: reported by the number, or following from a message to it. */
export const listConversionsOf = (
  db: Db,
  {
    accountId,
    phone,
    test,
    after,
    limit,
  }: { accountId: bigint; phone: string; test: boolean; after: ConversionPlace | undefined; limit: number },
) => db<ListedConversion[]>`
  select ${selected(db)}, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "atText"
  from conversions
  where account_id = ${accountId} and test = ${test}
    and conversions.id in (
      select id from conversions where account_id = ${accountId} and phone = ${phone}
      union all
      select conversions.id from messages join conversions on message_id = messages.id
      where messages.account_id = ${accountId} and messages.test = ${test} and messages.phone = ${phone}
    )
    ${after === undefined ? db`` : db`and (at, id) < (${after.at}::text::timestamptz, ${after.id})`}
  order by at desc, id desc limit ${limit}`

/** Conversions of an account, those that happened last first, one more than the page holds. */
export const listConversions = (db: Db, { accountId, filter, test, after }: Asked) => db<ListedConversion[]>`
  select ${selected(db)}, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "atText"
  from conversions
  where account_id = ${accountId} and test = ${test}
    ${after === undefined ? db`` : db`and (at, id) < (${after.at}::text::timestamptz, ${after.id})`}
    ${filter.name === undefined ? db`` : db`and name = ${filter.name}`}
    ${filter.state === undefined ? db`` : db`and state = ${filter.state}`}
    ${filter.order_id === undefined ? db`` : db`and order_id = ${filter.order_id}`}
    ${filter.message_id === undefined ? db`` : db`and message_id = ${BigInt(filter.message_id)}`}
    ${filter.from === undefined ? db`` : db`and at >= ${filter.from}`}
    ${filter.to === undefined ? db`` : db`and at < ${filter.to}`}
  order by at desc, id desc limit ${filter.limit + 1}`
