import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { connect, inTransaction, isUnavailable, type Db } from '../db.ts'
import { startEmbedded } from './start.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const WORKERS = 16
const KILLS = 3

test('under load, through kills of the server, every query settles, what was answered is kept, and no transaction is kept by half', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tapline-kill-'))
  const embedded = await startEmbedded({ dir, log })
  const db = connect({ server: embedded, max: 8, applicationName: 'test' })
  await db`create table kept (id bigint, part int)`
  const load = startLoad(db)
  for (let kills = 1; kills <= KILLS; kills++) {
    const before = load.answered.length
    await expect.poll(() => load.answered.length, { timeout: 15_000 }).toBeGreaterThan(before + 200)
    if (embedded.pid !== undefined) process.kill(embedded.pid, 'SIGKILL')
    await expect.poll(() => embedded.restarts, { timeout: 15_000 }).toBe(kills)
  }
  await load.stop()
  expect(load.unexpected).toEqual([])
  const rows = await db<{ id: bigint; parts: number }[]>`select id, count(*)::int as parts from kept group by id`
  expect(rows.filter(({ id, parts }) => parts !== partsOf(id))).toEqual([])
  const kept = new Set(rows.map(({ id }) => id))
  expect(load.answered.filter((id) => !kept.has(id))).toEqual([])
  await db.end()
  await embedded.stop()
  rmSync(dir, { recursive: true })
}, 60_000)

/** Even ids are one statement, odd ones a transaction of three. */
const partsOf = (id: bigint) => (id % 2n === 0n ? 1 : 3)

function startLoad(db: Db) {
  let isStopped = false
  let last = 0n
  const answered: bigint[] = []
  const unexpected: unknown[] = []
  const work = async () => {
    while (!isStopped) {
      const id = ++last
      try {
        await (partsOf(id) === 1 ? insert(db, id, 1) : insertParts(db, id))
        answered.push(id)
      } catch (error) {
        if (!isUnavailable(error)) unexpected.push(error)
        // A loop that fails at once would leave the event loop no time to start the server.
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
  }
  const workers = Array.from({ length: WORKERS }, work)
  const stop = async () => {
    isStopped = true
    await Promise.all(workers)
  }
  return { answered, unexpected, stop }
}

const insert = (db: Db, id: bigint, part: number) => db`insert into kept values (${id}, ${part})`

const insertParts = (db: Db, id: bigint) =>
  inTransaction(db, async (tx) => {
    await insert(tx, id, 1)
    // The connection may be lost between two statements as well.
    await new Promise((resolve) => setImmediate(resolve))
    await Promise.all([insert(tx, id, 2), insert(tx, id, 3)])
  })
