import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { testDatabase } from '../../test/helpers/database.ts'
import { checkServerVersion, connect, inTransaction, isUnavailable, unprepared, type Db, type Transaction } from './db.ts'

const db = await testDatabase({ max: 4 })
await db`create table notes (id bigint generated always as identity primary key, text text unique)`
await db`create table numbers (value bigint)`

const texts = async (like: string) =>
  (await db<{ text: string }[]>`select text from notes where text like ${`${like}%`} order by id`).map(({ text }) => text)
const add = (to: Db, text: string) => to`insert into notes (text) values (${text})`
const ownBackend = async (of: Db) => (await of<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid ?? 0

test('64-bit integers are bigints, times are dates, documents are parsed, numerics stay text', async () => {
  const at = new Date('2026-01-02T03:04:05.678Z')
  const [row] =
    await db`select ${2n ** 62n}::bigint as id, ${at}::timestamptz as at, ${db.json({ a: [1] })}::jsonb as document, 1.50::numeric as amount`
  expect(row).toEqual({ id: 2n ** 62n, at, document: { a: [1] }, amount: '1.50' })
})

test('lists of every type are lists, also of bigints, dates and flags', async () => {
  const at = new Date('2026-01-02T03:04:05Z')
  const [row] =
    await db`select ${[1n, 2n]}::bigint[] as ids, ${['a', 'b']}::text[] as words, ${[at]}::timestamptz[] as times, ${[true, false]}::boolean[] as flags`
  expect(row).toEqual({ ids: [1n, 2n], words: ['a', 'b'], times: [at], flags: [true, false] })
  await db`insert into numbers select unnest(${[5n, 6n, 7n]}::bigint[])`
  expect(await db`select value from numbers where value = any(${[6n, 7n, 8n]}) order by value`).toEqual([{ value: 6n }, { value: 7n }])
  expect(await db`select value from numbers where value = any(${[]}::bigint[])`).toEqual([])
})

test('a session speaks UTC whatever the machine says', async () => {
  expect(await db`select current_setting('timezone') as zone`).toEqual([{ zone: 'UTC' }])
})

test('a transaction commits when its work resolves and rolls back when it rejects', async () => {
  expect(await inTransaction(db, async (tx) => (await add(tx, 'commit 1')).count)).toBe(1)
  const failed = inTransaction(db, async (tx) => {
    await add(tx, 'commit 2')
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  expect(await texts('commit')).toEqual(['commit 1'])
})

test('a transaction inside a transaction is undone alone', async () => {
  await inTransaction(db, async (tx) => {
    await add(tx, 'nested 1')
    const inner = inTransaction(tx, async (savepoint) => {
      await add(savepoint, 'nested 2')
      await add(savepoint, 'nested 1')
    })
    await expect(inner).rejects.toMatchObject({ code: '23505' })
    await inTransaction(tx, (savepoint) => add(savepoint, 'nested 3'))
  })
  expect(await texts('nested')).toEqual(['nested 1', 'nested 3'])
})

test('a transaction whose failed statement was caught says that nothing was kept', async () => {
  const swallowed = inTransaction(db, async (tx) => {
    await add(tx, 'swallowed')
    await tx`select 1 / 0`.catch(() => undefined)
  })
  await expect(swallowed).rejects.toThrow('The transaction was rolled back')
  expect(await texts('swallowed')).toEqual([])
})

test('a statement on a transaction that is over is refused', async () => {
  const leaked = await inTransaction(db, async (tx) => ({ tx }))
  expect(() => leaked.tx`select 1`).toThrow('transaction that is over')
})

test('transactions beyond the number of connections wait for their turn', async () => {
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, at) => inTransaction(db, (tx) => tx<{ at: number }[]>`select ${at}::int as at`)),
  )
  expect(results.map(([row]) => row?.at)).toEqual(Array.from({ length: 20 }, (_, at) => at))
})

test('after its connection is lost nothing of a transaction is kept, and nothing more of it is sent', async () => {
  const leaked: Transaction[] = []
  const lost = inTransaction(db, async (tx) => {
    leaked.push(tx)
    await add(tx, 'lost 1')
    await db`select pg_terminate_backend(${await ownBackend(tx)})`
    await tx`select 1`.catch(() => undefined)
    // Sent before the end of the connection was seen, it may never settle (see replaceableClient): the transaction does not wait for it.
    await add(tx, 'lost 2')
  })
  await expect(lost).rejects.toSatisfy(isUnavailable)
  expect(() => leaked.map((tx) => tx`select 1`)).toThrow('was lost inside a transaction')
  expect(await texts('lost')).toEqual([])
  await inTransaction(db, (tx) => add(tx, 'lost 3'))
  expect(await texts('lost')).toEqual(['lost 3'])
})

test('a pool goes on after one of its connections was lost', async () => {
  await db`select pg_terminate_backend(pg_backend_pid())`.catch(() => undefined)
  expect(await db`select 1 as one`).toEqual([{ one: 1 }])
})

test('a server that is not there is unavailable, and so is a pool that has ended', async () => {
  const nowhere = connect({ server: { socketDir: '/nonexistent', database: 'x', user: 'x' }, max: 2, applicationName: 'test' })
  await expect(nowhere`select 1`).rejects.toSatisfy(isUnavailable)
  await expect(inTransaction(nowhere, (tx) => tx`select 1`)).rejects.toSatisfy(isUnavailable)
  const refused = connect({ server: { url: 'postgres://x@127.0.0.1:1/x' }, max: 2, applicationName: 'test' })
  await expect(refused`select 1`).rejects.toSatisfy(isUnavailable)
  await Promise.all([nowhere.end(), refused.end()])
  await expect(nowhere`select 1`).rejects.toSatisfy(isUnavailable)
})

test.each([
  { code: '57P01', expected: true },
  { code: '57P03', expected: true },
  { code: '08006', expected: true },
  { code: '53300', expected: true },
  { code: 'CONNECT_TIMEOUT', expected: true },
  { code: 'EPIPE', expected: true },
  { code: '23505', expected: false },
  { code: '57014', expected: false },
  { code: 'UNDEFINED_VALUE', expected: false },
])('an error $code is unavailable: $expected', ({ code, expected }) => {
  const error = Object.assign(new Error('x'), { code })
  expect(isUnavailable(error)).toBe(expected)
  expect(isUnavailable(new Error('outer', { cause: error }))).toBe(expected)
  expect(isUnavailable(code)).toBe(false)
})

test('the version of the server is known, and is new enough', async () => {
  expect(await checkServerVersion(db)).toBeGreaterThanOrEqual(15)
})

test('the results of transactions are not kept by their connection', async () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const results: WeakRef<object>[] = []
  for (let at = 0; at < 100; at++) results.push(new WeakRef(await inTransaction(db, async () => ({ at }))))
  await setImmediate()
  collect()
  expect(results.filter((result) => result.deref() !== undefined).length).toBeLessThan(10)
})

test('a query whose text will not come again leaves nothing prepared on either side', async () => {
  await inTransaction(db, async (tx) => {
    const left = async (word: string) =>
      (await tx`select 1 from pg_prepared_statements where strpos(statement, ${word}) > 0 and strpos(statement, 'strpos') = 0`).length
    expect(await unprepared(tx`select ${1}::int as once_only`)).toMatchObject([{ once_only: 1 }])
    await tx`select ${1}::int as again_and_again`
    expect([await left('once_only'), await left('again_and_again')]).toEqual([0, 1])
  })
})
