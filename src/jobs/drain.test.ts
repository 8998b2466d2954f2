import { rmSync, writeFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { testServer } from '../../test/helpers/database.ts'
import { aFolder, aHit, appendAll, silent, totalsOf } from '../../test/helpers/hits.ts'
import { openJournal } from '../domain/tracking/journal.ts'
import { listSegments, segmentPath } from '../domain/tracking/segments.ts'
import { connect, inTransaction, type Pool } from '../platform/db.ts'
import { startDrain } from './drain.ts'

/** A journal with its drain, on a database of its own. */
async function running(dir = aFolder(), options: { maxSegments?: number } = {}) {
  const server = await testServer()
  const db = connect({ server, max: 2, applicationName: 'test' })
  const journal = await openJournal({ dir, log: silent, ...options })
  const drain = startDrain({ journal, server, log: silent, logLevel: 'silent' })
  const stop = async () => {
    await journal.close()
    await drain.close()
    await db.end()
  }
  return { dir, db, journal, drain, stop }
}

const LATER = { timeout: 20_000 }
const expectHits = (db: Pool, hits: number) => vi.waitFor(async () => expect(await totalsOf(db)).toMatchObject({ hits }), LATER)

test('hits reach the database while the journal is written, one alone and many', async () => {
  const { db, journal, drain, stop } = await running()
  await appendAll(journal, [aHit({ messageId: 1 })])
  await expectHits(db, 1)
  await appendAll(
    journal,
    Array.from({ length: 12_000 }, (_, at) => aHit({ messageId: 2 + at })),
  )
  await expectHits(db, 12_001)
  await vi.waitFor(
    () => expect(drain.stats()).toMatchObject({ hits: 12_001, rejected: 0, backlogBytes: 0, verdicts: { click: 12_001 } }),
    LATER,
  )
  await stop()
})

test('closing brings in what the journal still holds', async () => {
  const { db, journal, drain, stop } = await running()
  await appendAll(
    journal,
    Array.from({ length: 7_000 }, (_, at) => aHit({ messageId: at + 1 })),
  )
  await journal.close()
  await drain.close()
  expect(await totalsOf(db)).toMatchObject({ hits: 7_000, uniques: 7_000 })
  await stop()
})

test('journals that earlier processes left are brought in, and their files removed', async () => {
  const dir = aFolder()
  for (const messageId of [1, 2]) {
    const journal = await openJournal({ dir, log: silent })
    await appendAll(journal, [aHit({ messageId })])
    await journal.close()
  }
  expect(listSegments(dir)).toHaveLength(2)
  const { db, journal, drain, stop } = await running(dir)
  await expectHits(db, 2)
  await vi.waitFor(() => expect(listSegments(dir).map((segment) => segment.journalId)).toEqual([journal.id]), LATER)
  expect(drain.stats().backlogBytes).toBe(0)
  await stop()
})

test('hits that the disk refuses go straight to the database, and none is lost', async () => {
  const dir = aFolder()
  const blocker = segmentPath(dir, { journalId: '00000000-0000-4000-8000-000000000000', number: 1 })
  writeFileSync(blocker, '')
  const { db, journal, stop } = await running(dir, { maxSegments: 0 })
  expect(journal.stats().isRefusing).toBe(true)
  await appendAll(journal, [aHit({ messageId: 1 }), aHit({ messageId: 2 })])
  expect(await totalsOf(db)).toMatchObject({ hits: 2, clicks: 2, uniques: 2 })
  expect(journal.stats()).toMatchObject({ direct: 2, lost: 0 })
  rmSync(blocker, { force: true })
  await stop()
})

test('a segment whose drain beside breaks off is brought in without another hit', { timeout: 60_000 }, async () => {
  const dir = aFolder()
  const server = await testServer()
  const db = connect({ server, max: 4, applicationName: 'test' })
  const journal = await openJournal({ dir, log: silent })
  const hits = 50_000
  const userAgent = 'Mozilla/5.0 '.padEnd(500, 'x')
  for (let from = 0; from < hits; from += 2_000)
    await appendAll(
      journal,
      Array.from({ length: 2_000 }, (_, at) => aHit({ messageId: from + at + 1, userAgent })),
    )
  const segments = listSegments(dir)
  expect(segments.length).toBeGreaterThan(2)
  // Whoever moves the position of the second segment waits, until its connection is cut.
  const held = await holdPosition(db, segments[1] ?? fail())
  const drain = startDrain({ journal, server, log: silent, logLevel: 'silent' })
  // All but that segment and the live one is in.
  await vi.waitFor(() => expect(listSegments(dir)).toEqual([segments[1], segments.at(-1)]), { timeout: 40_000, interval: 200 })
  expect(await cutWaiting(db)).toBe(1)
  await held.release()
  await vi.waitFor(async () => expect(await totalsOf(db)).toMatchObject({ hits }), LATER)
  await journal.close()
  await drain.close()
  await db.end()
})

const fail = (): never => {
  throw new Error('there is no second segment')
}

async function holdPosition(db: Pool, { journalId, number }: { journalId: string; number: number }) {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  let begun = () => {}
  const isHeld = new Promise<void>((resolve) => (begun = resolve))
  const ended = inTransaction(db, async (tx) => {
    await tx`insert into journals (id, segment, position) values (${journalId}, ${number}, 0)`
    begun()
    await released
    throw new Error('nothing of it stays')
  }).catch(() => undefined)
  await isHeld
  return { release: async () => (release(), void (await ended)) }
}

/** Cuts the drain's connections that wait for a lock. @returns how many */
async function cutWaiting(db: Pool): Promise<number> {
  const cut = await db`
    select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tapline drain' and wait_event_type = 'Lock'`
  return cut.length
}
