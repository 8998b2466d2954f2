import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_CODE_SPACE } from '../../src/domain/links/codeSpaces.ts'
import type { Pool } from '../../src/platform/db.ts'

export const LOCATION = 'https://shop.example.com/summer-sale/shoes?utm_source=sms&utm_campaign=june'
export const RECIPIENTS = 1_000_000

/** The n-th number of an order in which all come once and no two that follow each other are neighbours. */
export const scattered = (at: number): number => (at * 381_797) % RECIPIENTS // No divisor in common with a million.

/** Indexes that no redirect and no drain reads only cost time here. */
export async function insertCampaign(db: Pool): Promise<void> {
  const indexes = await db<{ name: string }[]>`
    select indexname as name from pg_indexes where tablename = 'messages' and indexname not in ('messages_pkey', 'messages_unsent', 'messages_erased')`
  for (const { name } of indexes) await db`drop index ${db(name)}`
  await db`insert into accounts (name) values ('bench')`
  await db`insert into template_versions (account_id, text, hash) select id, 'See https://shop.example.com', '' from accounts`
  await db`
    insert into renderings (account_id, template_version_id, short_domain_id, link_form, renderer_version, link_kinds)
    select accounts.id, template_versions.id, short_domains.id, 'full', 1, '{tracked}' from accounts, template_versions, short_domains`
  await db`
    insert into links (account_id, rendering_id, position, destination_kind, destination)
    select account_id, id, 0, 'fixed', ${LOCATION} from renderings`
  await db`
    insert into batches (kind, code_space_id, first_number, size, account_id, rendering_id, links_per_message, first_message_id, tracking, test)
    select 'campaign', ${DEFAULT_CODE_SPACE}, 0, ${RECIPIENTS}, account_id, id, 1, 1, 'full', false from renderings`
  await db`
    insert into messages (id, account_id, batch_id, rendering_id, carrier_id, test, phone, sender, tracking, code_space_id, first_number,
      link_count, encoding, parts, on_unknown, state, send_at, valid_until, submitted_at, accepted_at, settled_at)
    select number + 1, batches.account_id, batches.id, batches.rendering_id, (select min(id) from carriers), false,
      '+4915' || (110000000 + number), 'Shop', 'full', code_space_id, number, 1, 'gsm7', 1, 'keep', 'delivered', now(), now(), now(), now(), now()
    from batches, generate_series(0, ${RECIPIENTS - 1}::bigint) as number`
  await db`vacuum analyze messages`
}

/** All codes one after the other, scattered. */
export function writeCodes(dir: string, encode: (number: number) => string): string {
  const codes = Buffer.alloc(RECIPIENTS * 8)
  for (let at = 0; at < RECIPIENTS; at++) codes.write(encode(scattered(at)), at * 8, 'latin1')
  const file = join(dir, 'codes')
  writeFileSync(file, codes)
  return file
}
