import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { simulatorData } from '../../carriers/simulator/simulator.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { openDirectory } from '../../domain/links/directory.ts'
import { createResolver } from '../../domain/links/resolver.ts'
import { messaging, send, SHORT_HOST, silentLog } from '../../../test/helpers/messaging.ts'
import { parseConfig } from '../../platform/config.ts'
import { makePartitions } from '../partitions.ts'
import { retentionJob } from './retention.ts'
import { retentionSlices } from './rules.ts'

const db = await testDatabase({ max: 6 })
const { parts, key, accountId, resolver, directory, codeSpaces } = await messaging(db)
const simulator = simulatorData(db)
const slicesWith = (env: Record<string, string> = {}) => retentionSlices({ db, simulator, retention: parseConfig(env).retention })

/** Runs the job as a worker does, until nothing is left to forget. */
async function forget(env: Record<string, string> = {}): Promise<void> {
  const job = retentionJob(slicesWith(env))
  while ((await job.run()) === 'again');
}

let phones = 5_000_000
async function queue(text: string, request: Record<string, unknown> = {}) {
  const [recipient] = (await send(parts, key, { to: `+49151${++phones}0`, text, ...request })).recipients
  if (recipient?.kind !== 'prepared') throw new Error('refused')
  return { id: recipient.id, codes: recipient.links.map((link) => new URL(link.shortLink).pathname.slice(1)) }
}
const age = (id: bigint, interval: string, state = 'delivered') => db`
  update messages set created_at = now() - ${interval}::interval, send_at = now() - ${interval}::interval, valid_until = now() - ${interval}::interval,
    submitted_at = now() - ${interval}::interval, settled_at = now() - ${interval}::interval, state = ${state}
  where id = ${id}`
const exists = async (id: bigint) => (await db`select 1 from messages where id = ${id}`).length === 1
const resolve = (code: string | undefined) => resolver.resolve(SHORT_HOST, code ?? '')
const count = async (table: string) => (await db<{ n: number }[]>`select count(*)::int as n from ${db(table)}`)[0]?.n

test('docs/retention.md lists every table of the schema, and what is said to be forgotten has a rule', async () => {
  const tables = await db<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`
  const rows = readFileSync('docs/retention.md', 'utf8')
    .split('\n')
    .flatMap((line) => /^\| `(\w+)` +\| (.*?) +\| (.*?) +\|$/.exec(line) ?? [])
  const listed = new Map<string, string>()
  for (let at = 0; at < rows.length; at += 4) listed.set(rows[at + 1] ?? '', rows[at + 2] ?? '')
  expect([...listed.keys()].toSorted()).toEqual(tables.map(({ name }) => name).toSorted())
  const forgotten = [...listed].filter(([, kept]) => kept !== 'stays').map(([name]) => name)
  // Hits, ranges, parked receipts and imports go by jobs of their own, links with their rendering, sealed sums with what they are part of.
  const imports = [
    'conversion_corrections',
    'contact_group_members',
    'contact_import_chunks',
    'contact_import_rejections',
    'contact_imports',
  ]
  const elsewhere = [...imports, 'hit_review_ranges', 'hits', 'links', 'parked_receipts', 'sealed_hit_rollups', 'sealed_link_totals']
  expect(forgotten.filter((name) => !elsewhere.includes(name)).toSorted()).toEqual(Object.keys(slicesWith()).toSorted())
})

test('a message past its retention is deleted, and its codes answer as deleted', async () => {
  const old = await queue('Old https://one.example/ and https://two.example/')
  const young = await queue('Young https://one.example/')
  await age(old.id, '25 months 1 day')
  await age(young.id, '24 months')
  expect(await resolve(old.codes[0])).toMatchObject({ kind: 'redirect' })
  await forget()
  expect([await exists(old.id), await exists(young.id)]).toEqual([false, true])
  const other = await queue('Another process has never seen the code https://one.example/')
  expect([await resolve(old.codes[1]), await resolve(other.codes[0])]).toMatchObject([{ kind: 'deleted' }, { kind: 'redirect' }])
  expect(await resolve(young.codes[0])).toMatchObject({ kind: 'redirect' })
})

test('a number that was never used answers as deleted below the highest deleted one, and is unknown above', async () => {
  const sent = await queue('Last https://one.example/')
  const [row] = await db<{ number: number }[]>`select first_number::int as number from messages where id = ${sent.id}`
  const codeOf = (number: number) => codeSpaces.get(1)?.encode(number)
  const unused = (row?.number ?? 0) + 2_000
  await directory.follow()
  expect(await resolve(codeOf(unused))).toEqual({ kind: 'unknown' })
  await db`update batches set deleted_below = ${unused + 1} where first_number <= ${unused} and first_number + size > ${unused}`
  expect(await resolve(codeOf(unused))).toEqual({ kind: 'deleted' })
  expect(await resolve(codeOf(unused + 1))).toEqual({ kind: 'unknown' })
  expect(await resolve(sent.codes[0])).toMatchObject({ kind: 'redirect' })
})

test('what is still on its way stays, however old it is', async () => {
  const { id } = await queue('Stuck')
  await age(id, '3 years', 'unknown')
  await forget()
  expect(await exists(id)).toBe(true)
  await age(id, '3 years', 'expired')
  await forget()
  expect(await exists(id)).toBe(false)
})

test("the codes of a batch answer as deleted on every node once its messages are, and its range joins its neighbours' a day later", async () => {
  const sample = await queue('Batch https://batch.example/')
  const [batch] = await db<{ id: bigint; first: number }[]>`
    with taken as (update code_spaces set next_number = next_number + 20 where id = 1 returning next_number - 20 as first)
    insert into batches (kind, code_space_id, first_number, size, account_id, rendering_id, links_per_message, first_message_id, tracking, test)
    select 'campaign', 1, first, 20, ${accountId}, rendering_id, 1, 7000000, 'full', false from taken, messages where messages.id = ${sample.id}
    returning id, first_number::int as first`
  await db`
    insert into messages select (json_populate_record(messages, json_build_object('id', 7000000 + n, 'batch_id', ${batch?.id ?? 0n}::bigint, 'first_number', null,
      'on_unknown', 'keep', 'state', 'delivered', 'created_at', now() - interval '30 months', 'valid_until', now() - interval '30 months'))).*
    from messages, generate_series(0, 19) as n where id = ${sample.id}`
  await directory.follow()
  const code = codeSpaces.get(1)?.encode((batch?.first ?? 0) + 7) ?? ''
  expect(resolver.resolveNow(SHORT_HOST, code) ?? (await resolve(code))).toMatchObject({
    kind: 'redirect',
    origin: { messageId: 7_000_007 },
  })
  await forget()
  await directory.follow()
  expect(resolver.resolveNow(SHORT_HOST, code)).toEqual({ kind: 'deleted' })
  await db`alter table batches disable trigger batches_changed_at`
  await db`update batches set changed_at = now() - interval '2 days' where id = ${batch?.id ?? 0n}`
  await db`alter table batches enable trigger batches_changed_at`
  await forget()
  expect(await db`select kind, rendering_id from batches where id = ${batch?.id ?? 0n}`).toEqual([{ kind: 'single', rendering_id: null }])
  const late = await openDirectory({ db, codeSpaces, log: silentLog })
  expect(await createResolver({ db, codeSpaces, directory: late }).resolve(SHORT_HOST, code)).toEqual({ kind: 'deleted' })
  late.close()
})

test('neighbouring ranges whose messages are gone become one row', async () => {
  await db`insert into code_spaces (id, cipher, code_length, sealed_key) values (2, 'speck48/96', 8, '')`
  await db`
    insert into batches (kind, code_space_id, first_number, size, deleted_below, changed_at)
    select 'single', 2, n * 10, 10, n * 10 + 5, now() - interval '2 days' from generate_series(0, 99) as n where n <> 50`
  await forget()
  const left =
    await db`select first_number::int as first, size::int, deleted_below::int as below from batches where code_space_id = 2 order by 1`
  expect(left).toEqual([
    { first: 0, size: 500, below: 500 },
    { first: 510, size: 490, below: 1_000 },
  ])
})

test('texts, renderings and links go when no message uses them any more, and the same text can be sent anew', async () => {
  const text = 'Only once https://once.example/'
  const { id } = await queue(text)
  await age(id, '26 months')
  await db`update renderings set created_at = now() - interval '26 months'`
  await db`update template_versions set created_at = now() - interval '26 months'`
  await forget()
  expect(await db`select 1 from template_versions where text = ${text}`).toHaveLength(0)
  expect(await db`select 1 from links where destination = 'https://once.example/'`).toHaveLength(0)
  expect(await db`select 1 from messages left join renderings on renderings.id = rendering_id where renderings.id is null`).toHaveLength(0)
  expect(await resolve((await queue(text)).codes[0])).toMatchObject({ kind: 'redirect' })
})

test('totals of a deleted message stay as long as raw hits of it do', async () => {
  const insert = (id: number) => db`
    insert into link_totals values (${id}, 0, ${accountId}, 1, 0, 0, 0, now(), null, now(), 1, 0, 0, 0, now())`
  await db`delete from messages where id < 1000`
  await Promise.all([insert(-5), insert(-4)].map((made) => made))
  await db`update link_totals set message_id = message_id + 10 where message_id < 0`
  await db`
    insert into hits (account_id, at, message_id, rendering_id, link, test, answer, head, purpose, user_agent, network_over_budget, before_send, verdict,
      reasons, rules_version, device, os, browser, app)
    values (${accountId}, now(), 6, 1, 0, false, 302, false, 'none', '', false, false, 'click', '{}', 1, '', '', '', '')`
  await forget()
  expect(await db`select message_id::int as id from link_totals order by 1`).toEqual([{ id: 6 }])
  await db`delete from hits`
  await forget()
  expect(await count('link_totals')).toBe(0)
})

test('merge values go some days after the message ended, those excepted that its link needs until it is over', async () => {
  const request = { values: { name: 'Ana', shop_url: 'https://shop.example/ana' } }
  const { id, codes } = await queue('Hi {name}: {shop_url}', { ...request, link_validity_days: 30 })
  const plain = await queue('Hi {name}', { values: { name: 'Ana' } })
  await age(id, '8 days')
  await age(plain.id, '8 days')
  await forget()
  expect(await db`select 1 from messages where merge_values ? 'name' and id in (${id}, ${plain.id})`).toHaveLength(2)
  await forget({ TAPLINE_MERGE_VALUES_DAYS: '7' })
  expect(await db`select merge_values as values from messages where id in (${id}, ${plain.id}) order by id`).toEqual([
    { values: { shop_url: 'https://shop.example/ana' } },
    { values: null },
  ])
  expect(await resolve(codes[0])).toMatchObject({ kind: 'redirect', location: 'https://shop.example/ana' })
  await age(id, '31 days')
  await forget()
  expect(await db`select merge_values as values from messages where id = ${id}`).toEqual([{ values: null }])
})

test('days of events past their retention are dropped, those to come are made', async () => {
  await makePartitions(db)
  await db`create table outbox_20200101 partition of outbox for values from ('2020-01-01') to ('2020-01-02')`
  await db`insert into outbox (account_id, type, at, test, data) values (${accountId}, 'hit.click', '2020-01-01 10:00', false, '{}')`
  await db`insert into outbox (account_id, type, at, test, data) values (${accountId}, 'hit.click', '2019-01-01 10:00', false, '{}')`
  const before = await count('outbox')
  await Promise.all([forget(), forget()])
  expect(await count('outbox')).toBe((before ?? 0) - 2)
  expect(await db`select to_regclass('outbox_20200101') as name`).toEqual([{ name: null }])
})

test('a thousand and more rows go in slices, by several workers at once', async () => {
  await db`delete from audit_entries`
  await db`insert into audit_entries (account_id, at, actor, action, subject) select ${accountId}, now() - interval '3 years', 'operator', 'x', 'y' from generate_series(1, 2500)`
  await db`insert into idempotency_answers select ${accountId}, 'k' || n, '', 202, '{}', now() - interval '4 days' from generate_series(1, 2500) as n`
  await db`insert into hit_rollups select ${accountId}, now() - interval '62 months', n, 0, 'phone', false, true, 1, 1, 1, 0, 0, 0, '' from generate_series(1, 2500) as n`
  await db`insert into simulator_messages (account_id, carrier_message_id, reference, phone, sender, text, flash, received_at)
    select ${accountId}, 'old' || n, '', '', '', '', false, now() - interval '31 days' from generate_series(1, 2500) as n`
  const { id } = await queue('Many https://many.example/')
  await db`
    insert into messages select (json_populate_record(messages, json_build_object('id', 8000000 + n, 'first_number', null, 'state', 'delivered',
      'created_at', now() - interval '30 months', 'valid_until', now() - interval '30 months'))).*
    from messages, generate_series(1, 2500) as n where id = ${id}`
  await Promise.all([forget(), forget(), forget()])
  for (const table of ['audit_entries', 'idempotency_answers', 'hit_rollups', 'simulator_messages'])
    expect([table, await count(table)]).toEqual([table, 0])
  expect(await db`select 1 from messages where id > 8000000 limit 1`).toHaveLength(0)
  expect(await exists(id)).toBe(true)
})
