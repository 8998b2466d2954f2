import { beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { aHit } from '../../../test/helpers/hits.ts'
import { differences, store, windows } from '../../../test/helpers/review.ts'
import { appendEvents } from '../outbox.ts'
import { inTransaction } from '../../platform/db.ts'
import { verify } from './verify.ts'
import { holdStill } from './verifyStore.ts'

const db = await testDatabase({ max: 8 })

beforeEach(async () => {
  await db`truncate hits, link_totals, hit_rollups, sealed_link_totals, sealed_hit_rollups, outbox`
  const at = Date.UTC(2026, 10, 24, 10, 0, 0)
  await store(db, [
    aHit({ at, messageId: 1 }),
    aHit({ at: at + 1_000, messageId: 1, link: 1, number: 101 }),
    aHit({ at: at + 2_000, messageId: 2, userAgent: windows }),
    aHit({ at: at + 3_000, messageId: 2, userAgent: 'WhatsApp/2' }),
    aHit({ at: at + 4_000, messageId: 3, link: 1, purpose: 'prefetch' }),
    aHit({ at, aggregate: true }),
  ])
})

test('figures that the drain made agree with the hits', async () => {
  expect(await verify(db)).toMatchObject({ rows: 0, differences: [], recount: { hits: 6 } })
})

test.each(['clicks', 'views', 'prefetches', 'bots', 'message_clicks', 'message_views', 'message_prefetches', 'message_bots'])(
  'a wrong sum is found: %s of a link',
  async (column) => {
    await db`update link_totals set ${db(column)} = ${db(column)} + 1 where message_id = 1 and link = 0`
    expect((await differences(db)).some((line) => line.startsWith(`link_totals.${column}: `))).toBe(true)
  },
)

test.each(['first_click_at', 'first_view_at', 'last_hit_at', 'message_first_click_at'])('a wrong time is found: %s', async (column) => {
  await db`update link_totals set ${db(column)} = ${db(column)} + interval '1 ms' where message_id = 2 and link = 0`
  const found = await differences(db)
  expect(found).toHaveLength(1)
  expect(found[0]).toContain(`link_totals.${column}: `)
})

test.each(['clicks', 'unique_clicks', 'clickers', 'views', 'prefetches', 'bots'])('a wrong roll-up is found: %s', async (column) => {
  await db`update hit_rollups set ${db(column)} = ${db(column)} + 1 where device = 'desktop'`
  const found = await differences(db)
  expect(found).toHaveLength(1)
  expect(found[0]).toContain(`hit_rollups.${column}: `)
})

test('a missing row, and one without hits, are found', async () => {
  await db`delete from link_totals where message_id = 3 and link = 1`
  await db`insert into link_totals select 9, link, account_id, clicks, views, prefetches, bots, first_click_at, first_view_at, last_hit_at,
    message_clicks, message_views, message_prefetches, message_bots, message_first_click_at from link_totals where message_id = 2`
  await db`delete from hit_rollups where not counted`
  expect((await differences(db)).sort()).toEqual([
    'hit_rollups.clicks: 0 instead of 1',
    'link_totals.row: none instead of one',
    'link_totals.row: one instead of none',
  ])
})

test('a lost hit and a lost mark of a first click are found', async () => {
  await db`update hits set first_of_link = false where message_id = 1 and link = 1`
  expect(await differences(db)).toEqual(['link_totals.unique_clicks: 1 instead of 0', 'hit_rollups.unique_clicks: 1 instead of 0'])
  await db`delete from hits where verdict = 'view'`
  expect(await differences(db)).toContain('link_totals.views: 1 instead of 0')
})

test('a million differences are counted and the first hundred named', async () => {
  await db`insert into link_totals select 1000 + n, 0, 1, 0, 0, 0, 0, null, null, null, 0, 0, 0, 0, null from generate_series(1, 5000) as n`
  const { rows, differences: named } = await verify(db)
  expect({ rows, named: named.length }).toEqual({ rows: 5_000, named: 100 })
})

test('hits that come in during a recount do no harm, and no event waits for it', async () => {
  await inTransaction(db, async (tx) => {
    await holdStill(tx)
    await tx`select count(*) from hits`
    await store(db, [aHit({ messageId: 4 })])
    await inTransaction(db, (other) => appendEvents(other, [{ accountId: 1n, type: 'link.changed', test: false, data: {} }]))
    const [row] = await db<{ waiting: number }[]>`
      select count(*)::int as waiting from outbox where type = 'link.changed' and xid >= pg_snapshot_xmin(pg_current_snapshot())`
    expect(row).toEqual({ waiting: 0 })
    expect(await tx`select count(*)::int as hits from hits`).toEqual([{ hits: 6 }])
  })
  expect(await differences(db)).toEqual([])
})
