import type { FrequencyCap } from '../../contract/audiences.ts'
import type { Db, Fragment } from '../../platform/db.ts'
import { since, toContact } from './behaviours.ts'

/**
 * Whether a contact has had as many messages of campaigns as a cap allows: those that were sent, and those that wait to be. Messages without
 * a campaign, such as those about an order, do not count and are not held back.
 */
export const reachedCap = (db: Db, { accountId, cap: { messages, days } }: { accountId: bigint; cap: FrequencyCap }): Fragment => db`(
  select count(*) from (
    select from messages
    where ${toContact(db, accountId)} and ${since(db, days)} and messages.campaign_id is not null
      and (messages.submitted_at is not null or messages.state in ('queued', 'submitting'))
    limit ${messages}::int
  ) as counted) >= ${messages}::int`

/**
 * Whether a contact's number must not be sent to. A claim asks the same.
 * @param phones numbers that are suppressed by their hash alone, since the person was erased and came back
 */
export const isSuppressed = (db: Db, { accountId, phones }: { accountId: bigint; phones: readonly string[] }): Fragment => db`(
  exists (select from suppressions where suppressions.account_id = ${accountId} and suppressions.phone = contacts.phone collate "default")
  ${phones.length === 0 ? db`` : db`or contacts.phone = any(${[...phones]}::text[])`})`

/**
 * Whether no route leads to a contact's number.
 * @param prefixes digits without the plus, of which a number has to begin with one
 */
export function isWithoutRoute(db: Db, { prefixes }: { prefixes: readonly string[] }): Fragment {
  const lengths = [...new Set(prefixes.map(({ length }) => length))]
  const routed = lengths.reduce<Fragment>(
    (sql, length) => {
      const same = prefixes.filter((digits) => digits.length === length).map((digits) => `+${digits}`)
      return db`${sql} or left(contacts.phone, ${length + 1}::int) = any(${same}::text[])`
    },
    db`false`,
  )
  return db`not (${routed})`
}

/** Whether a contact lacks one of these fields. An empty one is none, so that a value is there and is more than nothing. */
export const lacksField = (db: Db, { fields }: { fields: readonly string[] }): Fragment => db`not contacts.fields ?& ${[...fields]}::text[]`
