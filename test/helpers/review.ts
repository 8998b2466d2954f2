import { createHash } from 'node:crypto'
import { storeHits } from '../../src/domain/tracking/drain.ts'
import type { HitRecord } from '../../src/domain/tracking/record.ts'
import { reviewHits } from '../../src/domain/tracking/review.ts'
import { verify } from '../../src/domain/tracking/verify.ts'
import { inTransaction, type Db } from '../../src/platform/db.ts'

export const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36'

/** Adds an account with messages 1 to `messages`, all submitted at that time, with so many links each. */
export async function anAccount(db: Db, { submittedAt, links, messages }: { submittedAt: Date; links: number; messages: number }) {
  const hash = createHash('sha256').update('x').digest()
  const [row] = await db<{ account: bigint }[]>`
    with account as (insert into accounts (name) values ('a') returning id),
      space as (insert into code_spaces (id, cipher, code_length, sealed_key) values (1, 'speck48/96', 8, '') returning id),
      domain as (insert into short_domains (host, scheme, code_space_id) select 'go.test', 'http', id from space returning id),
      version as (insert into template_versions (account_id, text, hash) select id, 'x', ${hash} from account returning id),
      rendering as (insert into renderings (account_id, template_version_id, short_domain_id, link_form, renderer_version, link_kinds)
        select account.id, version.id, domain.id, 'full', 1, '{tracked}' from account, version, domain returning id, account_id)
    insert into messages (id, account_id, rendering_id, carrier_id, test, phone, sender, tracking, link_count, encoding, parts, on_unknown,
      state, send_at, valid_until, submitted_at)
    select number, rendering.account_id, rendering.id, (select min(id) from carriers), false, '+491511', 'x', 'full', ${links}, 'gsm7', 1, 'keep',
      'delivered', now(), now(), ${submittedAt}
    from rendering, generate_series(1, ${messages}) as number
    returning account_id as account`
  if (row === undefined) throw new Error('no account')
  return Number(row.account)
}

/** Stores hits as the drain does. */
export const store = (db: Db, hits: readonly HitRecord[]) => inTransaction(db, (tx) => storeHits(tx, hits))

/** Reviews until nothing waits. */
export async function reviewAll(db: Db): Promise<void> {
  while ((await reviewHits(db)) === 'again');
}

/** What verify names, short. */
export async function differences(db: Db): Promise<string[]> {
  const found = await verify(db)
  return found.differences.map(({ table, column, expected, found: value }) => `${table}.${column}: ${value} instead of ${expected}`)
}
