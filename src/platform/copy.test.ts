import { expect, test } from 'vitest'
import { testDatabase } from '../../test/helpers/database.ts'
import { copyIn, copyOut } from './copy.ts'
import { inTransaction } from './db.ts'

// One connection for transactions: what a test leaves behind meets the next.
const db = await testDatabase({ max: 2 })
await db`create table parents (id integer primary key)`
await db`create table children (id integer primary key, parent_id integer references parents)`

const works = () => inTransaction(db, (tx) => tx`select 1 as one`)

test('all rows come out, and the transaction goes on', async () => {
  const statement = `copy (select i, repeat('x', 1000) from generate_series(1, 20000) as i) to stdout`
  const found = await inTransaction(db, async (tx) => {
    let bytes = 0
    for await (const piece of copyOut(tx, { statement, pool: db })) bytes += piece.length
    return { bytes, after: await tx`select 1 as one` }
  })
  expect(found).toEqual({ bytes: 20_000 * 1_002 + 88_894, after: [{ one: 1 }] })
})

test('whoever stops in the middle leaves a connection that works', async () => {
  const statement = `copy (select repeat('x', 1000) from generate_series(1, 1000000)) to stdout`
  const stopped = inTransaction(db, async (tx) => {
    for await (const _ of copyOut(tx, { statement, pool: db })) throw new Error('enough')
  })
  await expect(stopped).rejects.toThrow('enough')
  expect(await works()).toEqual([{ one: 1 }])
})

test('a statement that fails in the middle rejects with the error of the server', async () => {
  const statement = `copy (select 1 / (5000 - i) from generate_series(1, 10000) as i) to stdout`
  const failed = inTransaction(db, async (tx) => {
    for await (const _ of copyOut(tx, { statement, pool: db })) continue
  })
  await expect(failed).rejects.toThrow('division by zero')
  expect(await works()).toEqual([{ one: 1 }])
})

test('rows go in, and what the server refuses is told, also after the last byte', async () => {
  const put = (table: string, text: string) =>
    inTransaction(db, (tx) => copyIn(tx, { statement: `copy ${table} from stdin`, text: Buffer.from(text) }))
  await put('parents', '1\n2\n')
  await expect(put('parents', '3\nx\n')).rejects.toThrow('invalid input syntax for type integer')
  await expect(put('parents', '3\n1\n')).rejects.toThrow('duplicate key')
  // References are checked when all rows are in, and the driver has closed its stream by then.
  await expect(put('children', '1\t1\n2\t9\n')).rejects.toThrow('violates foreign key constraint')
  await expect(put('nowhere', '1\n')).rejects.toThrow('does not exist')
  expect(await db`select (select count(*)::int from parents) as parents, (select count(*)::int from children) as children`).toEqual([
    { parents: 2, children: 0 },
  ])
})
