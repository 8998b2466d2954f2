import { beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { aHit, safari, totalsOf } from '../../../test/helpers/hits.ts'
import { anAccount, differences, reviewAll, store, windows } from '../../../test/helpers/review.ts'
import { inTransaction } from '../../platform/db.ts'
import type { HitRecord } from './record.ts'
import { reviewHits, SLICE } from './review.ts'
import { passMark } from './reviewStore.ts'

const db = await testDatabase({ max: 8 })
const SENT_AT = Date.UTC(2026, 10, 24, 10, 0, 0)
const accountId = await anAccount(db, { submittedAt: new Date(SENT_AT), links: 2, messages: 5_000 })

beforeEach(async () => {
  await db`truncate hits, link_totals, hit_rollups, outbox, journals, hit_review_ranges`
  await db`update accounts set ignored_suspicions = '{}'`
})

const hit = (values: Partial<HitRecord> = {}) => aHit({ accountId, at: SENT_AT + 60_000, network: (34 << 16) + (90 << 8), ...values })
const scan = (values: Partial<HitRecord> = {}) => hit({ userAgent: windows, ...values })
const labels = () =>
  db<{ id: number; link: number; verdict: string; reasons: string[] }[]>`
    select message_id::int as id, link, verdict, reasons from hits order by at, message_id, link`

test('a scanner that opens all links of a message is no click, and the preview and the tap stay what they are', async () => {
  const hits = [
    hit({ at: SENT_AT + 2_000, userAgent: 'facebookexternalhit/1.1 Facebot Twitterbot/1.0' }),
    scan({ at: SENT_AT + 8_000, number: 1 }),
    scan({ at: SENT_AT + 8_500, link: 1, number: 2 }),
    hit({ at: SENT_AT + 40_000, number: 1 }),
  ]
  await store(db, hits)
  expect(await totalsOf(db)).toMatchObject({ clicks: 3, uniques: 2, clickers: 1 })
  await reviewAll(db)
  expect((await labels()).map(({ verdict, reasons }) => `${verdict} ${String(reasons)}`)).toEqual([
    'view preview_fetcher',
    'bot all_links_at_once',
    'bot all_links_at_once',
    'click browser',
  ])
  expect(await totalsOf(db)).toMatchObject({ hits: 4, clicks: 1, uniques: 1, clickers: 1, linkClicks: 1, messageClicks: 1 })
  expect(await db`select link, clicks, bots, first_click_at as at from link_totals order by link`).toEqual([
    { link: 0, clicks: 1, bots: 1, at: new Date(SENT_AT + 40_000) },
    { link: 1, clicks: 0, bots: 1, at: null },
  ])
  expect(await db`select device, clicks::int, unique_clicks::int, clickers::int, bots::int from hit_rollups where clicks > 0`).toEqual([
    { device: 'phone', clicks: 1, unique_clicks: 1, clickers: 1, bots: 0 },
  ])
  expect(await differences(db)).toEqual([])
})

test('a correction makes one event that says by how much the sums moved', async () => {
  await store(db, [scan({ at: SENT_AT + 3_000 }), scan({ at: SENT_AT + 4_000, messageId: 2 }), hit({ messageId: 3 })])
  await reviewAll(db)
  const events = await db`select account_id as "accountId", test, data from outbox where type = 'hits.reclassified'`
  expect(events).toEqual([
    {
      accountId: BigInt(accountId),
      test: false,
      data: {
        ...{ from: '2026-11-24T10:00:03.000Z', to: '2026-11-24T10:00:04.000Z', rules_version: 2, hits: 2, bots: 2 },
        ...{ clicks: -2, unique_clicks: -2, clickers: -2, views: 0, prefetches: 0 },
      },
    },
  ])
})

const ofEachRule: [string, HitRecord[]][] = [
  ['soon_after_send', [scan({ at: SENT_AT + 3_000 })]],
  ['all_links_at_once', [scan({ number: 1 }), scan({ link: 1, number: 2 })]],
  ['burst', Array.from({ length: 20 }, (_, at) => scan({ messageId: at + 1 }))],
  ['network_over_budget', [scan({ at: SENT_AT + 15_000, overBudget: true })]],
]

test.each(ofEachRule)('%s labels hits, and not those of an account that has switched it off', async (reason, hits) => {
  await db`update accounts set ignored_suspicions = ${[reason]}`
  await store(db, hits)
  await reviewAll(db)
  expect(new Set((await labels()).map(({ verdict }) => verdict))).toEqual(new Set(['click']))
  await db`update accounts set ignored_suspicions = '{}'`
  await store(db, [hit({ at: SENT_AT + 3_000, messageId: 4_000 }), hit({ messageId: 4_000 })])
  await reviewAll(db)
  const judged = (await labels()).filter(({ id }) => id !== 4_000)
  expect(new Set(judged.map(({ verdict, reasons }) => `${verdict} ${String(reasons)}`))).toEqual(new Set([`bot ${reason}`]))
  expect(await differences(db)).toEqual([])
})

test('how the drain cuts its batches makes no difference', async () => {
  const burst = Array.from({ length: 30 }, (_, at) => scan({ messageId: at + 1, at: SENT_AT + 60_000 + at * 60, number: at }))
  for (const one of burst) {
    await store(db, [one])
    await reviewAll(db)
  }
  expect((await labels()).filter(({ verdict }) => verdict === 'bot')).toHaveLength(30)
  expect(await totalsOf(db)).toMatchObject({ clicks: 0, uniques: 0, clickers: 0 })
  expect(await differences(db)).toEqual([])
})

test('a burst of more than a slice is corrected whole', async () => {
  const burst = Array.from({ length: SLICE * 2 }, (_, at) =>
    scan({ messageId: at + 1, number: at, at: SENT_AT + 60_000 + Math.floor(at / 2) }),
  )
  await store(db, burst)
  await reviewAll(db)
  expect(await totalsOf(db)).toMatchObject({ hits: SLICE * 2, clicks: 0, uniques: 0 })
  expect(await differences(db)).toEqual([])
})

test('people behind one address of a carrier stay clicks', async () => {
  await store(
    db,
    Array.from({ length: 3_000 }, (_, at) => hit({ messageId: at + 1, number: at, at: SENT_AT + 10_000 + at })),
  )
  await reviewAll(db)
  expect(await totalsOf(db)).toMatchObject({ clicks: 3_000, uniques: 3_000 })
})

test('corrections while several drains add to the same messages leave every figure right', async () => {
  const batch = (seed: number) =>
    Array.from({ length: 200 }, (_, at) => {
      const isScan = (at + seed) % 3 === 0
      return hit({
        messageId: 1 + (at % 50),
        link: at % 2,
        number: at,
        at: SENT_AT + seed * 900 + at * 10,
        userAgent: isScan ? windows : safari,
      })
    })
  let isDraining = true
  const drain = async (first: number) => {
    for (let seed = first; seed < first + 7; seed++) await store(db, batch(seed))
  }
  const review = (async () => {
    while (isDraining) await reviewHits(db)
  })()
  await Promise.all([drain(0), drain(4), drain(8)])
  isDraining = false
  await review
  await reviewAll(db)
  expect(await differences(db)).toEqual([])
  const [row] = await db<{ bots: number }[]>`select sum(bots)::int as bots from hit_rollups`
  expect(row?.bots).toBeGreaterThan(100)
})

test('hits that come as they happen are reviewed once the mark has passed them, and then nothing waits', async () => {
  await db`update hit_review set reviewed_to = now() - interval '1 minute'`
  const at = Date.now() - 30_000
  await store(db, [scan({ at, number: 1 }), scan({ at: at + 500, link: 1, number: 2 })])
  expect(await db`select from hit_review_ranges`).toHaveLength(0)
  expect(await reviewHits(db)).toBe('done')
  expect((await labels()).map(({ verdict }) => verdict)).toEqual(['bot', 'bot'])
  expect(await db`select from hit_review_ranges`).toHaveLength(0)
})

test('a batch under way keeps the mark from passing it', async () => {
  const isStored = await inTransaction(db, async (tx) => {
    await tx`select pg_advisory_xact_lock_shared(hashtext('tapline review mark'))`
    const mark = inTransaction(db, (other) => passMark(other, { seconds: 0 })).then(() => 'passed')
    for (;;) {
      const [row] = await db<
        { waits: boolean }[]
      >`select exists (select from pg_locks where locktype = 'advisory' and not granted) as waits`
      if (row?.waits) break
    }
    return { mark }
  })
  expect(await isStored.mark).toBe('passed')
})
