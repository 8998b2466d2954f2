import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { aFolder, aHit, appendAll, nothingForeign, silent, totalsOf } from '../../../test/helpers/hits.ts'
import { inTransaction } from '../../platform/db.ts'
import { LockHeldError } from '../../platform/processLock.ts'
import { PositionMovedError, SegmentDrain } from './drain.ts'
import { drainDirectory } from './drainDirectory.ts'
import { sealFrame } from './frame.ts'
import { openJournal } from './journal.ts'
import { hitEncoder, type HitRecord } from './record.ts'
import { listSegments, REJECTED_FILE, segmentPath, type Segment } from './segments.ts'
import { advancePosition } from './store.ts'

const db = await testDatabase({ max: 6 })

beforeEach(async () => {
  await db`truncate hits, link_totals, hit_rollups, outbox, journals`
})

/** A finished journal with these hits. */
async function journalOf(hits: readonly HitRecord[]): Promise<{ dir: string; segment: Segment }> {
  const dir = aFolder()
  const journal = await openJournal({ dir, log: silent })
  await appendAll(journal, hits)
  await journal.close()
  const [segment] = listSegments(dir)
  if (segment === undefined) throw new Error('no segment')
  return { dir, segment }
}

const drainOf = ({ dir, segment }: { dir: string; segment: Segment }) =>
  new SegmentDrain(db, { dir, segment, log: silent, storeForeign: nothingForeign })

test('a batch arrives whole: raw hits, totals, roll-ups and events', async () => {
  const at = Date.UTC(2026, 10, 24, 10, 0, 0)
  const journal = await journalOf([
    aHit({ messageId: 1, at: at + 5 }),
    aHit({ messageId: 1, at: at + 3 }),
    aHit({ messageId: 1, link: 1, number: 101, at: at + 9 }),
    aHit({ messageId: 2, number: 102, userAgent: 'curl/8.5.0' }),
    aHit({ messageId: 3, number: 104, head: true }),
    aHit({ messageId: 4, link: 1, number: 107, userAgent: 'facebookexternalhit/1.1 Facebot Twitterbot/1.0' }),
  ])
  expect(await drainOf(journal).step(undefined)).toMatchObject({
    verdicts: { click: 3, view: 1, prefetch: 0, bot: 2 },
    hits: 6,
    rejected: 0,
    isAtEnd: false,
  })
  expect(await totalsOf(db)).toEqual({ hits: 6, clicks: 3, uniques: 2, clickers: 1, linkClicks: 3, messageClicks: 3, events: 4, firsts: 2 })
  const totals = await db`
    select message_id as id, link, clicks, views, bots, message_clicks as "messageClicks", first_click_at as "firstClickAt"
    from link_totals order by message_id, link`
  expect(totals).toEqual([
    { id: 1n, link: 0, clicks: 2, views: 0, bots: 0, messageClicks: 3, firstClickAt: new Date(at + 3) },
    { id: 1n, link: 1, clicks: 1, views: 0, bots: 0, messageClicks: 0, firstClickAt: new Date(at + 9) },
    { id: 2n, link: 0, clicks: 0, views: 0, bots: 1, messageClicks: 0, firstClickAt: null },
    { id: 3n, link: 0, clicks: 0, views: 0, bots: 1, messageClicks: 0, firstClickAt: null },
    { id: 4n, link: 0, clicks: 0, views: 0, bots: 0, messageClicks: 0, firstClickAt: null },
    { id: 4n, link: 1, clicks: 0, views: 1, bots: 0, messageClicks: 0, firstClickAt: null },
  ])
  const [hit] = await db`select network::text, user_agent as agent, verdict, reasons, device, answer from hits where message_id = 2`
  expect(hit).toMatchObject({ network: '192.0.2.0/24', agent: 'curl/8.5.0', verdict: 'bot', reasons: ['tool'], answer: 302 })
})

test('a user agent with quotes, backslashes and braces arrives as it was', async () => {
  const userAgent = 'Mozilla/5.0 "quoted" \\back {curly}, NULL é'
  await drainOf(await journalOf([aHit({ userAgent })])).step(undefined)
  expect(await db`select user_agent as agent from hits`).toEqual([{ agent: userAgent }])
})

test('what a failed transaction held is brought in by the next step, once', async () => {
  const journal = await journalOf(Array.from({ length: 50 }, (_, at) => aHit({ messageId: at + 1 })))
  await db`create function break_batch() returns trigger language plpgsql as $$ begin raise exception 'broken' using errcode = '40001'; end $$`
  await db`create trigger break_batch before insert on hit_rollups execute function break_batch()`
  await expect(drainOf(journal).step(undefined)).rejects.toThrow('broken')
  await db`drop trigger break_batch on hit_rollups`
  expect(await totalsOf(db)).toMatchObject({ hits: 0 })
  await drainOf(journal).step(undefined)
  expect(await totalsOf(db)).toMatchObject({ hits: 50, uniques: 50 })
  expect(await drainOf(journal).step(undefined)).toMatchObject({ isAtEnd: true })
})

test('a second drain of the same segment adds nothing', async () => {
  const journal = await journalOf([aHit(), aHit()])
  const late = drainOf(journal)
  expect(await late.step(0)).toMatchObject({ isAtEnd: true })
  await drainOf(journal).step(undefined)
  await expect(late.step(undefined)).rejects.toBeInstanceOf(PositionMovedError)
  expect(await late.step(undefined)).toMatchObject({ isAtEnd: true })
  expect(await totalsOf(db)).toMatchObject({ hits: 2, clicks: 2 })
})

test('two drains at once on the same recipients count each unique click and clicker once', async () => {
  const hits = Array.from({ length: 3_000 }, (_, at) => aHit({ messageId: 1 + (at % 500), link: at % 2, number: 100 + at }))
  const journals = await Promise.all([1, 2, 3].map(() => journalOf(hits)))
  await Promise.all(journals.map((journal) => drainOf(journal).step(undefined)))
  expect(await totalsOf(db)).toEqual({
    hits: 9_000,
    clicks: 9_000,
    uniques: 500,
    clickers: 500,
    linkClicks: 9_000,
    messageClicks: 9_000,
    events: 9_000,
    firsts: 500,
  })
})

test('drains with different batches on the same recipients do not lock each other out', async () => {
  const batch = (seed: number) =>
    Array.from({ length: 400 }, (_, at) => aHit({ messageId: 1 + ((at * seed) % 97), link: at % 2, number: at }))
  const drain = async (seeds: number[]) => {
    for (const seed of seeds) await drainOf(await journalOf(batch(seed))).step(undefined)
  }
  await Promise.all([drain([1, 2, 3, 5, 7]), drain([11, 13, 17, 19, 23]), drain([29, 31, 37, 41, 43])])
  expect(await totalsOf(db)).toMatchObject({ hits: 6_000, clicks: 6_000, clickers: 97 })
})

test('a hit on a message that was never claimed has the reason before_send and is no click', async () => {
  const [ids] = await db<{ account: bigint; rendering: bigint; carrier: bigint }[]>`
    with account as (insert into accounts (name) values ('a') returning id),
      space as (insert into code_spaces (id, cipher, code_length, sealed_key) values (1, 'speck48/96', 8, '') returning id),
      domain as (insert into short_domains (host, scheme, code_space_id) select 'go.test', 'http', id from space returning id),
      version as (insert into template_versions (account_id, text, hash) select id, 'x', '' from account returning id),
      rendering as (insert into renderings (account_id, template_version_id, short_domain_id, link_form, renderer_version, link_kinds)
        select account.id, version.id, domain.id, 'full', 1, '{tracked}' from account, version, domain returning id)
    select account.id as account, rendering.id as rendering, (select min(id) from carriers) as carrier from account, rendering`
  if (ids === undefined) throw new Error('no account')
  const states = ['queued', 'cancelled', 'suppressed', 'rejected', 'submitting', 'unknown', 'delivered', 'rejected']
  for (const [at, state] of states.entries())
    await db`insert into messages (id, account_id, rendering_id, carrier_id, test, phone, sender, tracking, link_count, encoding, parts, on_unknown,
        state, send_at, valid_until, claimed_until, submitted_at)
      values (${at + 1}, ${ids.account}, ${ids.rendering}, ${ids.carrier}, false, '+491511', 'x', 'full', 1, 'gsm7', 1, 'keep', ${state}, now(), now(),
        ${state === 'submitting' ? new Date() : null}, ${at >= 4 ? new Date() : null})`
  await drainOf(await journalOf(states.map((_, at) => aHit({ messageId: at + 1, number: at })))).step(undefined)
  const rows = await db`select message_id::int as id, verdict, reasons, before_send as "beforeSend" from hits order by 1`
  expect(rows).toEqual(
    states.map((_, at) =>
      at < 4
        ? { id: at + 1, verdict: 'bot', reasons: ['before_send'], beforeSend: true }
        : { id: at + 1, verdict: 'click', reasons: ['browser'], beforeSend: false },
    ),
  )
  expect(await totalsOf(db)).toMatchObject({ clicks: 4, uniques: 4, events: 4 })
})

test('in aggregate mode nothing leads to a recipient, and uniques are not counted', async () => {
  await drainOf(await journalOf([aHit({ aggregate: true }), aHit({ aggregate: true })])).step(undefined)
  const rows = await db`select message_id, number, code_space_id, network, verdict, device, at, user_agent as agent from hits`
  expect(rows[0]).toMatchObject({ message_id: null, number: null, code_space_id: null, network: null, verdict: 'click', device: 'phone' })
  expect(rows[0]?.agent).not.toContain('17_4_1')
  expect(await totalsOf(db)).toMatchObject({ hits: 2, clicks: 2, uniques: 0, clickers: 0, linkClicks: 0, events: 0 })
  expect(await db`select distinct counted from hit_rollups`).toEqual([{ counted: false }])
})

test('records that nobody understands are set aside and do not stop the drain', async () => {
  const journal = await journalOf([aHit({ messageId: 1 }), aHit({ messageId: 2 }), aHit({ messageId: 3 })])
  const path = segmentPath(journal.dir, journal.segment)
  const content = readFileSync(path)
  const size = content.length / 3
  content.fill(255, size + 20, size + 30)
  const newer = Buffer.alloc(hitEncoder.maxBytes)
  newer.set([200, 1], 8)
  writeFileSync(path, Buffer.concat([content, newer.subarray(0, sealFrame(newer, 0, 40))]))
  expect(await drainOf(journal).step(undefined)).toMatchObject({ hits: 2, rejected: 2, isAtEnd: false })
  expect(readFileSync(join(journal.dir, REJECTED_FILE)).length).toBe(size + 40)
  expect(await db`select message_id::int as id from hits order by 1`).toEqual([{ id: 1 }, { id: 3 }])
})

test('a value that PostgreSQL refuses is set aside alone', async () => {
  const hits = Array.from({ length: 20 }, (_, at) => aHit({ messageId: at + 1_001, codeSpaceId: at === 13 ? 60_000 : 1 }))
  const journal = await journalOf(hits)
  const drain = drainOf(journal)
  let rejected = 0
  for (let step = await drain.step(undefined); !step.isAtEnd; step = await drain.step(undefined)) rejected += step.rejected
  expect(rejected).toBe(1)
  expect(await totalsOf(db)).toMatchObject({ hits: 19, uniques: 19 })
})

test('an abandoned folder is drained and emptied, one in use is refused', async () => {
  const dir = aFolder()
  const journal = await openJournal({ dir, log: silent })
  await appendAll(journal, [aHit({ messageId: 1 }), aHit({ messageId: 2 })])
  await expect(drainDirectory(db, { dir, log: silent, storeForeign: nothingForeign })).rejects.toBeInstanceOf(LockHeldError)
  await journal.close()
  expect(await drainDirectory(db, { dir, log: silent, storeForeign: nothingForeign })).toEqual({ hits: 2, rejected: 0 })
  expect(listSegments(dir)).toEqual([])
  expect(existsSync(join(dir, 'lock'))).toBe(false)
})

test('a position that does not stand where it was read cannot be moved', async () => {
  const journalId = '00000000-0000-4000-8000-000000000001'
  const move = (from: number, to: number) => inTransaction(db, (tx) => advancePosition(tx, { journalId, segment: 1, from, to }))
  expect(await move(0, 10)).toBe(true)
  expect(await move(0, 20)).toBe(false)
  expect(await move(10, 20)).toBe(true)
})
