import { afterAll, expect, test, vi } from 'vitest'
import { testServer } from '../../test/helpers/database.ts'
import { connect, inTransaction } from './db.ts'

/** Half of the connections serve queries that stand alone. */
const db = connect({ server: await testServer(), max: 6, applicationName: 'test' })
afterAll(() => db.end())

const backend = async (seconds: number) => {
  const [row] = await db<{ pid: number }[]>`select pg_backend_pid() as pid, pg_sleep(${seconds})`
  return row?.pid
}

test('queries at the same time have a connection each, and others wait for theirs', async () => {
  const pids = await Promise.all(Array.from({ length: 9 }, () => backend(0.05)))
  expect(new Set(pids).size).toBe(3)
})

test('a slow query holds nobody up while another connection is free', async () => {
  const ended = await inTransaction(db, async (tx) => {
    await tx`select pg_advisory_xact_lock(7)`
    let isOver = false
    // It waits for the lock that this transaction holds.
    const slow = db`select pg_advisory_xact_lock(7)`.then(() => (isOver = true))
    for (let quick = 0; quick < 20; quick++) await backend(0)
    expect(isOver).toBe(false)
    return { slow }
  })
  await ended.slow
})

test('a query that fails gives its connection back', async () => {
  const failed = await Promise.allSettled(Array.from({ length: 12 }, () => db`select 1 / 0`))
  expect(failed.every(({ status }) => status === 'rejected')).toBe(true)
  expect(new Set(await Promise.all([1, 2, 3].map(() => backend(0.05)))).size).toBe(3)
})

test('pieces, texts and streams work as with one connection', async () => {
  const piece = db`n > ${1}`
  expect(await db`select n from generate_series(1, 3) as n where ${piece} order by n`).toEqual([{ n: 2 }, { n: 3 }])
  expect(await db.unsafe('select $1::int as n', [7])).toEqual([{ n: 7 }])
  const found: number[] = []
  for await (const rows of db<{ n: number }[]>`select n from generate_series(1, 5) as n`.cursor(2)) found.push(...rows.map(({ n }) => n))
  expect(found).toEqual([1, 2, 3, 4, 5])
})

test('the lists that the driver looks through for each query stay as short as they were', async () => {
  await Promise.all([1, 2, 3].map(() => backend(0.05)))
  for (let at = 0; at < 500; at++) await Promise.all([db`select 1`, db`select 2`])
  let longest = 0
  const { indexOf } = Array.prototype
  const spy = vi.spyOn(Array.prototype, 'indexOf').mockImplementation(function look(this: unknown[], ...args) {
    longest = Math.max(longest, this.length)
    return Reflect.apply(indexOf, this, args)
  })
  await Promise.all([db`select 1`, db`select 2`])
  spy.mockRestore()
  expect(longest).toBeLessThan(10)
})
