import { expect, test } from 'vitest'
import { testDatabase } from '../../test/helpers/database.ts'
import { makePartitions } from './partitions.ts'

const db = await testDatabase()
const names = async () =>
  (
    await db<
      { name: string }[]
    >`select inhrelid::regclass::text as name from pg_inherits join pg_class on pg_class.oid = inhrelid where relkind = 'r' order by 1`
  ).map((row) => row.name)

test('partitions are made ahead, once, also by two at a time', async () => {
  await Promise.all([makePartitions(db), makePartitions(db)])
  const made = await names()
  expect(made.filter((name) => /^outbox_\d{8}$/.test(name)).length).toBeGreaterThanOrEqual(4)
  expect(made.filter((name) => /^hits_\d{6}$/.test(name)).length).toBeGreaterThanOrEqual(2)
  await makePartitions(db)
  expect(await names()).toEqual(made)
})

test("today's events go to today's partition, and an old hit to the default one", async () => {
  await makePartitions(db)
  await db`insert into outbox (account_id, type, test, data) values (1, 'hit.click', false, '{}')`
  const [row] = await db<{ place: string }[]>`select tableoid::regclass::text as place from outbox`
  expect(row?.place).toMatch(/^outbox_\d{8}$/)
})
