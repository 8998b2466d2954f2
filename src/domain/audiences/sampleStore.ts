import type { LeftOutReason } from '../../contract/audiences.ts'
import { unprepared, type Db, type Fragment, type Transaction } from '../../platform/db.ts'

/** Those of a country who will get a message; `longest` and `shortest` by their values, the weights to compare them across countries. */
export type Receivers = {
  country: string | null
  recipients: number
  longest: string
  longestWeight: number
  shortest: string
  shortestWeight: number
  sample: string[]
}

/** What a value outside GSM-7 weighs more: it halves what fits into a part, so it makes a text longer than any other value. */
const UCS2_WEIGHT = 100_000

/**
 * Counts by country those for whom no reason holds, and picks some.
 * @param names of merge fields whose values make the text long
 * @param gsm7 all characters of GSM-7
 */
export const countReceivers = (
  tx: Transaction,
  {
    accountId,
    included,
    reasons,
    names,
    size,
    gsm7,
  }: {
    accountId: bigint
    included: Fragment
    reasons: readonly { reason: LeftOutReason; holds: Fragment }[]
    names: readonly string[]
    size: number
    gsm7: string
  },
) =>
  unprepared(tx<Receivers[]>`
    with receivers as materialized (
      select contacts.id, contacts.country, length(value) + case when translate(value, ${gsm7}, '') <> '' then ${UCS2_WEIGHT}::int else 0 end as weight
      from contacts
      cross join lateral (select coalesce(string_agg(contacts.fields->>name, ''), '') as value from unnest(${[...names]}::text[]) as name) as own
      where contacts.account_id = ${accountId} and ${included}
        ${reasons.reduce<Fragment>((sql, { holds }) => tx`${sql} and not ${holds}`, tx``)}
    ),
    ranked as (
      select *, row_number() over (partition by country order by hashint8(id)) as place from receivers
    )
    select country, count(*)::int as recipients,
      (array_agg(id::text order by weight desc, id))[1] as longest, max(weight) as "longestWeight",
      (array_agg(id::text order by weight, id))[1] as shortest, min(weight) as "shortestWeight",
      array_agg(id::text order by place) filter (where place <= ${size}) as sample
    from ranked group by country`)

export const readReceivers = (db: Db, { accountId, ids }: { accountId: bigint; ids: readonly string[] }) => db<
  { id: string; phone: string; country: string | null; fields: Record<string, string> }[]
>`
  select id::text, phone, country, fields from contacts
  where account_id = ${accountId} and id = any(${[...ids]}::text[]::bigint[]) limit ${ids.length}`
