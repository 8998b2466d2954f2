import { beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { aHit } from '../../../test/helpers/hits.ts'
import { differences, store, windows } from '../../../test/helpers/review.ts'
import { inTransaction } from '../../platform/db.ts'
import { expireHits } from './expire.ts'
import { reclassify } from './reclassify.ts'

const db = await testDatabase({ max: 4 })
await db`insert into accounts (name) values ('a')`
const monthsAgo = async (months: number) => {
  const [row] = await db<{ at: Date }[]>`select date_trunc('month', now(), 'UTC') - make_interval(months => ${months}) as at`
  if (row === undefined) throw new Error('no time')
  return row.at
}
const OLD = await monthsAgo(14)
const KEPT = await monthsAgo(13)
const nameOf = (at: Date) => `hits_${at.toISOString().slice(0, 7).replace('-', '')}`
const partitions = async () =>
  (
    await db<{ name: string }[]>`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'hits'::regclass order by 1`
  ).map(({ name }) => name)

beforeEach(async () => {
  await db`truncate hits, link_totals, hit_rollups, sealed_link_totals, sealed_hit_rollups, outbox`
  for (const at of [OLD, KEPT]) {
    const next = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1))
    await db.unsafe(
      `create table if not exists ${nameOf(at)} partition of hits for values from ('${at.toISOString()}') to ('${next.toISOString()}')`,
    )
  }
})

const HOUR = 3_600_000
/** Of an old month, of the first one that is kept, and of a time for which there is no partition. */
const hits = () => [
  aHit({ at: OLD.getTime() + HOUR, messageId: 1 }),
  aHit({ at: OLD.getTime() + 2 * HOUR, messageId: 1, userAgent: 'WhatsApp/2' }),
  aHit({ at: OLD.getTime() + 3 * HOUR, aggregate: true }),
  aHit({ at: OLD.getTime() - 24 * HOUR, messageId: 2, link: 1 }),
  aHit({ at: KEPT.getTime(), messageId: 1 }),
  aHit({ at: KEPT.getTime() + HOUR, messageId: 3 }),
]

test('hits of months that are over go, and every figure stays', async () => {
  await store(db, hits())
  const figures = () => db`select sum(clicks)::int as clicks, sum(unique_clicks)::int as uniques, sum(views)::int as views from hit_rollups`
  const before = await figures()
  expect(await expireHits(db, { months: 13 })).toEqual({ dropped: [nameOf(OLD)] })
  expect(await partitions()).toEqual([nameOf(KEPT), 'hits_default'])
  expect(await db`select message_id::int as id from hits order by 1`).toEqual([{ id: 1 }, { id: 3 }])
  expect(await figures()).toEqual(before)
  expect(await differences(db)).toEqual([])
  expect(await expireHits(db, { months: 13 })).toEqual({ dropped: [] })
})

test('a wrong sealed sum is found', async () => {
  await store(db, hits())
  await expireHits(db, { months: 13 })
  await db`update sealed_link_totals set views = views + 1 where message_id = 1`
  await db`update sealed_hit_rollups set clicks = clicks + 1 where link = 1`
  expect(await differences(db)).toEqual([
    'link_totals.views: 1 instead of 2',
    'link_totals.message_views: 1 instead of 2',
    'hit_rollups.clicks: 1 instead of 2',
  ])
})

test('a hit that comes in after its month is gone is sealed too', async () => {
  await store(db, hits())
  await expireHits(db, { months: 13 })
  await store(db, [aHit({ at: OLD.getTime() + 9 * HOUR, messageId: 1 }), aHit({ at: OLD.getTime() + HOUR, messageId: 7 })])
  await expireHits(db, { months: 13 })
  expect(await db`select count(*)::int as hits from hits`).toEqual([{ hits: 2 }])
  expect(await db`select clicks from sealed_link_totals where message_id = 1`).toEqual([{ clicks: 2 }])
  expect(await differences(db)).toEqual([])
})

test('a correction of what is left keeps a first click that has expired', async () => {
  await store(db, [aHit({ at: OLD.getTime(), messageId: 1 }), aHit({ at: KEPT.getTime(), messageId: 1, userAgent: windows })])
  await expireHits(db, { months: 13 })
  await db`update hits set user_agent = 'curl/8.5.0'`
  await reclassify(db, { onSlice: () => undefined })
  expect(await db`select clicks, bots, first_click_at as at from link_totals`).toEqual([{ clicks: 1, bots: 1, at: OLD }])
  expect(await differences(db)).toEqual([])
})

test('a month that somebody reads is dropped the next time', async () => {
  await store(db, hits())

  await inTransaction(db, async (tx) => {
    await tx`select count(*) from hits`
    expect(await expireHits(db, { months: 13 })).toEqual({ dropped: [] })
  })
  expect(await db`select count(*)::int as hits from hits`).toEqual([{ hits: 2 }])
  expect(await expireHits(db, { months: 13 })).toEqual({ dropped: [nameOf(OLD)] })
})
