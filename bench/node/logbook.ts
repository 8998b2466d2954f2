import type { Pool } from '../../src/platform/db.ts'
import { LOCATION } from './campaign.ts'

/** Messages of the account that is asked, and of another one, of which only three were clicked. */
export const MESSAGES = 1_000_000
export const OTHERS = 200_000
const SECONDS_APART = 30

/** Values of a filter that most messages have, and that hardly one has. */
export type Extremes = { common: string; rare: string }

export const filters: Readonly<Record<string, Extremes>> = {
  id: { common: '500008', rare: '900000000' },
  phone_starts: { common: '+49', rare: '+4915200050000' },
  phone_ends: { common: '1111', rare: '00500007' },
  words: { common: 'see', rare: 'unique' },
  campaign: { common: 'true', rare: 'false' },
  campaign_id: { common: '1', rare: '2' },
  phone: { common: '+4915111111111', rare: '+49152000500007' },
  state: { common: 'delivered', rare: 'cancelled' },
  label: { common: 'weekly', rare: 'once' },
  reference: { common: 'common', rare: 'r-500007' },
  created_after: { common: ago(MESSAGES * 2), rare: ago(100) },
  created_before: { common: ago(0), rare: ago(MESSAGES - 100) },
  has_clicks: { common: 'false', rare: 'true' },
  test: { common: 'false', rare: 'true' },
}

function ago(messages: number): string {
  return new Date(Date.now() - messages * SECONDS_APART * 1_000).toISOString()
}

/** Fills two accounts. Indexes are made afterwards, which takes half the time and gives the same. */
export async function insertLogbooks(db: Pool): Promise<void> {
  const indexes = await db<{ name: string; definition: string }[]>`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename = 'messages' and indexname not in ('messages_pkey', 'messages_carrier_message')`
  for (const { name } of indexes) await db`drop index ${db(name)}`
  await db`insert into accounts (name) values ('asked'), ('other')`
  await insertTexts(db)
  await db`
    insert into links (account_id, rendering_id, position, destination_kind, destination)
    select account_id, id, 0, 'fixed', ${LOCATION} from renderings`
  await insertMessages(db, { accountId: 1, first: 1, count: MESSAGES, clickedEvery: 5, texts: TEXTS })
  await insertMessages(db, { accountId: 2, first: MESSAGES + 1, count: OTHERS, clickedEvery: OTHERS / 3, texts: 1 })
  for (const { definition } of indexes) await db.unsafe(definition)
  await db`vacuum analyze messages`
  await db`vacuum analyze link_totals`
  await db`vacuum analyze template_versions`
  await db`vacuum analyze renderings`
}

/** One text has half of the messages, one a single message, and each other one those of some hours: as campaigns have. */
const TEXTS = 1_000

async function insertTexts(db: Pool): Promise<void> {
  await db`
    insert into template_versions (account_id, text, hash)
    select 1, case when n = ${TEXTS} then 'A unique text' else 'Sale ' || n || ', see https://shop.example.com' end, int4send(n::int) from generate_series(1, ${TEXTS}::int) as n
    union all select 2, 'See https://shop.example.com', ''`
  await db`
    insert into renderings (account_id, template_version_id, short_domain_id, link_form, renderer_version, link_kinds)
    select template_versions.account_id, template_versions.id, short_domains.id, 'full', 1, '{tracked}' from template_versions, short_domains
    order by template_versions.id`
}

type Filled = { accountId: number; first: number; count: number; clickedEvery: number; texts: number }

async function insertMessages(db: Pool, { accountId, first, count, clickedEvery, texts }: Filled): Promise<void> {
  await db`
    insert into messages (id, account_id, rendering_id, carrier_id, test, phone, sender, label, reference, tracking, code_space_id, first_number,
      link_count, encoding, parts, on_unknown, state, send_at, valid_until, created_at, submitted_at, accepted_at, settled_at, campaign_id)
    select ${first} + n, ${accountId},
      case when ${texts} = 1 then ${TEXTS + 1} when n = 500007 then ${texts} when n % 2 = 0 then 1 else 2 + n * ${texts - 2} / ${count} end, (select min(id) from carriers), n % 1000 = 1,
      case when n % 100 = 0 then '+4915111111111' else '+49152' || lpad(n::text, 9, '0') end, 'Shop',
      case when n = 500007 then 'once' when n % 10 < 5 then 'weekly' when n % 10 > 5 then 'label-' || n % 1000 end,
      case when n % 100 = 3 then 'common' else 'r-' || n end,
      'full', 1, ${first} + n, 1, 'gsm7', 1, 'resend',
      case when n % 100000 = 17 then 'cancelled' when n % 1000 < 850 then 'delivered' when n % 1000 < 930 then 'undelivered'
        when n % 1000 < 960 then 'accepted' when n % 1000 < 980 then 'expired' when n % 1000 < 995 then 'rejected' else 'unknown' end,
      at, at, at, at, at, at, case when n % 10000 = 3 then 2 when n % 2 = 1 then 1 end
    from generate_series(0, ${count - 1}::bigint) as n, lateral (select now() - make_interval(secs => ${SECONDS_APART} * (${count} - n)) as at) as made`
  await db`
    insert into link_totals (message_id, link, account_id, clicks, views, prefetches, bots, message_clicks, message_views, message_prefetches,
      message_bots, first_click_at, last_hit_at, message_first_click_at)
    select ${first} + n, 0, ${accountId}, 1, 0, 0, 0, 1, 0, 0, 0, now(), now(), now()
    from generate_series(0, ${count - 1}::bigint, ${Math.floor(clickedEvery)}::bigint) as n`
}
