import type { Pool } from '../../src/platform/db.ts'
import type { PhoneHash } from '../../src/domain/contacts/phoneHash.ts'

export const CONTACTS = 1_000_000

/** The only account. */
export const ACCOUNT = 1n

/** Of 25 months, evenly, each to every contact. */
const DAYS = 760

/**
 * A million contacts in two groups, and so many campaigns to all of them: nine of ten delivered. Four of ten click
 * in every second, and a tenth of those order. Indexes are made afterwards, which takes half the time and gives the same.
 */
export async function insertAudience(db: Pool, { campaigns }: { campaigns: number }): Promise<void> {
  const indexes = await db<{ name: string; definition: string }[]>`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename in ('messages', 'link_totals') and indexname not in ('messages_pkey', 'messages_carrier_message', 'link_totals_pkey')`
  for (const { name } of indexes) await db`drop index ${db(name)}`
  await db`insert into accounts (name) values ('bench')`
  await insertContacts(db)
  await db`
    insert into campaigns (account_id, name, sender, audience)
    select ${ACCOUNT}, 'Campaign ' || n, 'Shop', '{}' from generate_series(1, ${campaigns}::int) as n order by n`
  await db`insert into template_versions (account_id, text, hash) values (${ACCOUNT}, 'See https://shop.example.com', '')`
  await db`
    insert into renderings (account_id, template_version_id, short_domain_id, link_form, renderer_version, link_kinds, campaign_id)
    select ${ACCOUNT}, template_versions.id, (select min(id) from short_domains), 'full', 1, '{tracked}', campaigns.id
    from template_versions, campaigns order by campaigns.id`
  await db`
    insert into links (account_id, rendering_id, position, destination_kind, destination)
    select account_id, id, 0, 'fixed', 'https://shop.example.com/' from renderings order by id`
  for (let campaign = 1; campaign <= campaigns; campaign++)
    await insertMessages(db, { campaign, daysAgo: Math.floor((campaign * DAYS) / (campaigns + 1)) })
  await insertConversions(db)
  for (const { definition } of indexes) await db.unsafe(definition)
  for (const table of ['contacts', 'contact_group_members', 'messages', 'link_totals', 'renderings', 'campaigns', 'conversions'])
    await db`vacuum analyze ${db(table)}`
}

async function insertContacts(db: Pool): Promise<void> {
  await db`
    insert into contacts (account_id, phone, country, mobile, time_zone, time_zone_basis, fields)
    select ${ACCOUNT}, '+49151' || lpad(n::text, 8, '0'), case when n % 10 = 0 then 'AT' else 'DE' end, true, 'Europe/Berlin', 'country',
      jsonb_build_object('first_name', 'Ana' || n, 'city', 'City ' || n % 1000, 'points', (n % 977)::text, 'last_order', '2026-' || lpad((n % 12 + 1)::text, 2, '0') || '-01')
    from generate_series(1, ${CONTACTS}::int) as n order by n`
  await db`insert into contact_groups (account_id, name) values (${ACCOUNT}, 'Half'), (${ACCOUNT}, 'Tenth')`
  await db`
    insert into contact_group_members (account_id, group_id, contact_id)
    select ${ACCOUNT}, 1, id from contacts where id % 2 = 0 union all select ${ACCOUNT}, 2, id from contacts where id % 10 = 1`
}

async function insertMessages(db: Pool, { campaign, daysAgo }: { campaign: number; daysAgo: number }): Promise<void> {
  await db`
    insert into messages (id, account_id, rendering_id, campaign_id, carrier_id, test, phone, sender, tracking, code_space_id, first_number,
      link_count, encoding, parts, on_unknown, state, send_at, valid_until, created_at, submitted_at, accepted_at, settled_at)
    select ${campaign}::bigint * ${CONTACTS} + n, ${ACCOUNT}, ${campaign}, ${campaign}, (select min(id) from carriers), false,
      '+49151' || lpad(n::text, 8, '0'), 'Shop', 'full', 1, ${campaign}::bigint * ${CONTACTS} + n, 1, 'gsm7', 1, 'keep',
      case when n % 100 < 90 then 'delivered' when n % 100 < 94 then 'undelivered' when n % 100 < 96 then 'expired'
        when n % 100 < 98 then 'unknown' else 'rejected' end,
      at, at, at, at, at, at
    from generate_series(1, ${CONTACTS}::bigint) as n, (select now() - make_interval(days => ${daysAgo}::int) as at) as made`
  await db`
    insert into link_totals (message_id, link, account_id, clicks, views, prefetches, bots, message_clicks, message_views, message_prefetches,
      message_bots, first_click_at, last_hit_at, message_first_click_at)
    select ${campaign}::bigint * ${CONTACTS} + n, 0, ${ACCOUNT}, clicks, 1, 0, 0, clicks, 1, 0, 0,
      case when clicks > 0 then now() end, now(), case when clicks > 0 then now() end
    from generate_series(1, ${CONTACTS}::bigint) as n, lateral (select case when n % 10 < 4 and (n / 10 + ${campaign}::int) % 2 = 0 then 1 else 0 end as clicks) as clicked
    where clicks > 0 or n % 3 = 0`
}

/** Of every tenth message that was clicked an order; every tenth order was reported by the number as well. */
async function insertConversions(db: Pool): Promise<void> {
  await db`
    insert into conversions (account_id, test, name, order_id, value_micros, currency, at, source, phone, state, reason, message_id, rendering_id, link, clicked_at)
    select messages.account_id, false, 'order', messages.id::text, 49900000, 'EUR', messages.created_at + interval '1 hour', 'server',
      case when messages.id % 100 < 10 then messages.phone end, 'attributed', 'click_id', messages.id, rendering_id, 0, messages.created_at
    from messages join link_totals on link_totals.message_id = messages.id and link_totals.link = 0
    where link_totals.clicks > 0 and (messages.id / 10) % 10 = 3`
}

/** Every hundredth contact is suppressed; of some of them only the hash is left, as after an erase. */
export async function insertSuppressions(db: Pool, phoneHash: PhoneHash, { erased }: { erased: number }): Promise<void> {
  const rows = await db<{ phone: string }[]>`select phone from contacts where account_id = ${ACCOUNT} and id % 100 = 3 order by id`
  const hashes = rows.map(({ phone }) => phoneHash({ accountId: ACCOUNT, phone }).toString('hex'))
  await db`
    insert into suppressions (account_id, phone_hash, phone, source)
    select ${ACCOUNT}, decode(hash, 'hex'), case when at > ${erased}::int then phone end, 'bench'
    from unnest(${hashes}::text[], ${rows.map(({ phone }) => phone)}::text[]) with ordinality as given(hash, phone, at)`
  await db`vacuum analyze suppressions`
}
