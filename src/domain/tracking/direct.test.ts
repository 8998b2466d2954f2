import { beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { aHit, nothingForeign, silent, totalsOf } from '../../../test/helpers/hits.ts'
import { inTransaction } from '../../platform/db.ts'
import { DirectHits } from './direct.ts'
import { BATCH_RECORDS, storeHits } from './drain.ts'
import { addToGroup, createGroup } from './group.ts'
import { hitEncoder, type HitRecord } from './record.ts'

const db = await testDatabase({ max: 8 })

beforeEach(async () => {
  await db`truncate hits, link_totals, hit_rollups, outbox, journals`
})

function recordsOf(hits: readonly HitRecord[]): Uint8Array {
  const group = createGroup()
  for (const value of hits) addToGroup(group, { encoder: hitEncoder, value, waiting: { settled: () => undefined } })
  return group.buffer.subarray(0, group.length)
}

const direct = () => new DirectHits({ db, log: silent, isOver: () => false, onStored: () => undefined, storeForeign: nothingForeign })
const hitsOf = (count: number, hit: (at: number) => Partial<HitRecord> = (at) => ({ messageId: at + 1 })) =>
  Array.from({ length: count }, (_, at) => aHit(hit(at)))

test('hits that come together are stored together, each once, also more than fit into one transaction', async () => {
  const stored = direct()
  const groups = [hitsOf(3), hitsOf(2 * BATCH_RECORDS + 1), hitsOf(2)]
  expect(await Promise.all(groups.map((hits) => stored.store(recordsOf(hits))))).toEqual([0, 0, 0])
  expect(await totalsOf(db)).toMatchObject({ hits: 2 * BATCH_RECORDS + 6 })
})

test('a commit whose answer was lost is not repeated', async () => {
  const stored = direct()
  await stored.store(recordsOf(hitsOf(1)))
  // As the database stands when the next commit succeeded and the connection broke before the answer.
  await db`update journals set position = position + 1`
  expect(await stored.store(recordsOf(hitsOf(1)))).toBe(0)
  expect(await totalsOf(db)).toMatchObject({ hits: 1 })
  await stored.store(recordsOf(hitsOf(1)))
  expect(await totalsOf(db)).toMatchObject({ hits: 2 })
})

test('a value that PostgreSQL refuses is lost alone, and said to be', async () => {
  const stored = direct()
  const bad = recordsOf(hitsOf(20, (at) => ({ messageId: at + 1, codeSpaceId: at === 13 ? 60_000 : 1 })))
  expect(await Promise.all([stored.store(recordsOf(hitsOf(5))), stored.store(bad), stored.store(recordsOf(hitsOf(5)))])).toEqual([0, 1, 0])
  expect(await totalsOf(db)).toMatchObject({ hits: 29 })
})

test('when the process ends, what the database did not take is said to be lost', async () => {
  await db`alter table journals add constraint refuse check (false) not valid`
  try {
    const over = new DirectHits({ db, log: silent, isOver: () => true, onStored: () => undefined, storeForeign: nothingForeign })
    expect(await over.store(recordsOf(hitsOf(2)))).toBe(2)
  } finally {
    await db`alter table journals drop constraint refuse`
  }
})

test('transactions that meet on the same recipients never wait for each other in a circle', async () => {
  // Another share of the recipients in each, so that sums by a hash come in another order in each.
  const batches = Array.from({ length: 12 }, (_, batch) =>
    hitsOf(2_000, (at) => ({ messageId: 1 + ((at * (2 * batch + 3)) % 3_001), link: at % 3, number: at })),
  )
  await Promise.all(batches.map((hits) => inTransaction(db, (tx) => storeHits(tx, hits))))
  expect(await totalsOf(db)).toMatchObject({ hits: 24_000, linkClicks: 24_000 })
})
