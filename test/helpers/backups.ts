import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { verifyInstallation } from '../../src/domain/accounts/installation.ts'
import { makeBackup, type Sink } from '../../src/domain/backup/make.ts'
import { storeHits } from '../../src/domain/tracking/drain.ts'
import { makePartitions } from '../../src/jobs/partitions.ts'
import { inTransaction, type Db, type Pool, type Transaction } from '../../src/platform/db.ts'
import type { Secrets } from '../../src/platform/secrets.ts'
import { aHit, safari } from './hits.ts'
import { messaging, send } from './messaging.ts'

const DAY_MS = 86_400_000

/** A name in a folder that is removed after the file's tests. */
export function aBackupFile(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tapline-backup-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  return join(dir, `${randomBytes(4).toString('hex')}.backup`)
}

export const intoFile =
  (path: string): Sink =>
  async (bytes) =>
    appendFileSync(path, bytes)

/** A backup of a database in a file. */
export async function backedUp(db: Pool, { secrets }: { secrets: Secrets }): Promise<string> {
  const path = aBackupFile()
  await makeBackup(db, { secrets, version: 'test', sink: intoFile(path) })
  return path
}

/** An installation with every kind of value that rows can hold, and enough of them for several chunks. */
export async function filledDatabase(db: Pool, { messages, secrets }: { messages: number; secrets?: Secrets }) {
  const given = await messaging(db, secrets === undefined ? {} : { secrets })
  await verifyInstallation(db, given.secrets)
  await makePartitions(db)
  const text = 'Hi {name}: https://example.com/a'
  const sent = await send(given.parts, given.key, { to: [{ phone: '+4915112345678', values: { name: 'A\n\t\\N\\"é😀' } }], text })
  await send(given.parts, given.key, { to: ['+4915112345679'], text: 'Later', send_at: new Date(Date.now() + 86_400_000).toISOString() })
  await inTransaction(db, async (tx) => {
    await copyMessages(tx, { messages })
    await addHits(tx, { hits: messages })
    await tx`
      insert into outbox (account_id, type, at, test, data)
      select account_id, 'message.delivered', now() - id % 3 * interval '1 day', test, json_build_object('message_id', id::text) from messages`
    await tx`insert into journals (id, segment, position) values (gen_random_uuid(), 1, 4711)`
  })
  return { ...given, sent }
}

const copyMessages = (db: Db, { messages }: { messages: number }) => db`
  insert into messages (
    id, account_id, api_key_id, carrier_id, rendering_id, test, phone, country, sender, merge_values, label, tracking, code_space_id, first_number, link_count,
    link_validity, encoding, parts, on_unknown, state, send_at, valid_until, submitted_at, settled_at
  )
  select 10000 + i, account_id, api_key_id, carrier_id, rendering_id, test, '+49151' || 10000000 + i, country, sender,
    jsonb_build_object('name', repeat(md5(i::text), 4)), 'label ' || i % 7, tracking, code_space_id, 1000000 + i, link_count, interval '-1 mon 3 days 00:00:01.000001',
    encoding, parts, 'keep', 'delivered', send_at, valid_until, now(), now()
  from messages, generate_series(1, ${messages}) as i
  where messages.link_count > 0`

/** Hits on the first message over a hundred days, brought in as the drain does, so that every figure agrees with them. */
async function addHits(tx: Transaction, { hits }: { hits: number }): Promise<void> {
  const [message] = await tx<{ id: number; accountId: number; renderingId: number; number: number; codeSpaceId: number }[]>`
    select id::float8 as id, account_id::float8 as "accountId", rendering_id::float8 as "renderingId", first_number::float8 as number,
      code_space_id as "codeSpaceId"
    from messages order by messages.id limit 1`
  if (message === undefined) throw new Error('There is no message to hit')
  const { id, ...place } = message
  const now = Date.now()
  const hit = (_: unknown, i: number) =>
    aHit({
      ...{ ...place, messageId: id, at: now - (i % 100) * DAY_MS - i, network: (10 << 16) + (1 << 8) + (i % 256) },
      userAgent: i % 2 === 0 ? safari : `Agent "x" \\ {${i}}`,
    })
  await storeHits(tx, Array.from({ length: hits }, hit))
}

/** Counters are ahead after a restore, and ids of transactions are another server's. */
const differing = ['xid', 'next_number', 'next_id', 'epoch', 'event_id', 'event_xid', 'event_xids', 'position_xid']
/** Not part of a backup. */
const absent = ['sessions', 'setup_links', 'invitations', 'sign_in_failures', 'seven_nonces', 'migrations']

/** Rows and a hash over all values of every table, whatever the order of rows. */
export async function contentOf(db: Db): Promise<Record<string, string>> {
  const tables = await db<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition and not relname = any(${absent}) order by relname`
  const content: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await db<{ rows: number; hash: string }[]>`
      select count(*)::int as rows, coalesce(sum(hashtextextended((to_jsonb(t) - ${differing}::text[])::text, 0)::numeric), 0)::text as hash from ${db(name)} as t`
    content[name] = `${row?.rows} ${row?.hash}`
  }
  return content
}
