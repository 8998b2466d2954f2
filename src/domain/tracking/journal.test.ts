import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aFolder, aHit, appendAll, silent } from '../../../test/helpers/hits.ts'
import { LockHeldError } from '../../platform/processLock.ts'
import { openJournal, type Journal } from './journal.ts'
import { readLive } from './journalState.ts'
import { hitEncoder, type HitRecord } from './record.ts'
import { parseRecords } from './segmentReader.ts'
import { listSegments, SEGMENT_BYTES, segmentPath } from './segments.ts'

const open = (dir: string, maxSegments = 8) => openJournal({ dir, log: silent, maxSegments })

/** Stands for a kill: the folder is left as it is, only the lock is given up. */
async function abandon(dir: string, journal: Journal): Promise<Buffer> {
  const [segment] = listSegments(dir)
  if (segment === undefined) throw new Error('no segment')
  const content = readFileSync(segmentPath(dir, segment))
  await journal.close()
  writeFileSync(segmentPath(dir, segment), content)
  return content
}

const readAll = (dir: string): HitRecord[] =>
  listSegments(dir).flatMap((segment) => parseRecords(readFileSync(segmentPath(dir, segment)), { max: Infinity, isWhole: true }).hits)

test('a hit is on the disk when its append is settled', async () => {
  const dir = aFolder()
  const journal = await open(dir)
  await appendAll(journal, [
    aHit({ messageId: 5 }),
    aHit({ messageId: 6, head: true, purpose: 'preview', over: true, overBudget: true, test: true }),
  ])
  const [segment] = listSegments(dir)
  if (segment === undefined) throw new Error('no segment')
  const { hits } = parseRecords(readFileSync(segmentPath(dir, segment)), { max: Infinity, isWhole: true })
  expect(hits).toEqual([
    aHit({ messageId: 5 }),
    aHit({ messageId: 6, head: true, purpose: 'preview', over: true, overBudget: true, test: true }),
  ])
  expect(readLive(journal.state).length).toBeGreaterThan(0)
  await journal.close()
})

test('closing gives unused room back, and everything appended before is there', async () => {
  const dir = aFolder()
  const journal = await open(dir)
  const appended = appendAll(journal, [aHit(), aHit()])
  await journal.close()
  await appended
  expect(readAll(dir)).toHaveLength(2)
  expect(readdirSync(dir)).toHaveLength(1)
  expect(statSync(join(dir, readdirSync(dir)[0] ?? '')).size).toBeLessThan(1_000)
})

test('a torn tail is cut at the last whole record', async () => {
  const dir = aFolder()
  const journal = await open(dir)
  await appendAll(journal, [aHit({ messageId: 1 }), aHit({ messageId: 2 }), aHit({ messageId: 3 })])
  const whole = readLive(journal.state).length
  await abandon(dir, journal)
  const [segment] = listSegments(dir)
  if (segment === undefined) throw new Error('no segment')
  truncateSync(segmentPath(dir, segment), whole - 10)
  const next = await open(dir)
  expect(statSync(segmentPath(dir, segment)).size).toBe((whole / 3) * 2)
  await appendAll(next, [aHit({ messageId: 4 })])
  await next.close()
  expect(readAll(dir).map((hit) => hit.messageId)).toEqual([1, 2, 4])
})

test('a tail of rubbish is cut, and a journal that ends in zeros loses only the zeros', async () => {
  const dir = aFolder()
  const journal = await open(dir)
  await appendAll(journal, [aHit()])
  const whole = readLive(journal.state).length
  await abandon(dir, journal)
  const [segment] = listSegments(dir)
  if (segment === undefined) throw new Error('no segment')
  await (await open(dir)).close()
  expect(statSync(segmentPath(dir, segment)).size).toBe(whole)
  appendFileSync(segmentPath(dir, segment), Buffer.from('rubbish that is no record'))
  await (await open(dir)).close()
  expect(statSync(segmentPath(dir, segment)).size).toBe(whole)
})

test('a second process cannot write to the same folder', async () => {
  const dir = aFolder()
  const journal = await open(dir)
  await expect(open(dir)).rejects.toBeInstanceOf(LockHeldError)
  await journal.close()
  await (await open(dir)).close()
})

test('a full segment is followed by the next, and no record is cut in two', async () => {
  const dir = aFolder()
  const journal = await open(dir)
  const hit = aHit({ userAgent: 'x'.repeat(512) })
  const perSegment = Math.floor(SEGMENT_BYTES / hitEncoder.maxBytes)
  const total = perSegment + 2_000
  for (let done = 0; done < total; done += 1_000) await appendAll(journal, Array<HitRecord>(1_000).fill(hit))
  await journal.close()
  const sizes = listSegments(dir).map((segment) => statSync(segmentPath(dir, segment)).size)
  expect(sizes).toHaveLength(2)
  expect(readAll(dir).length).toBe(Math.ceil(total / 1_000) * 1_000)
})

test('while the journal may not grow, hits go to the database, and only what finds no room there is lost and counted', async () => {
  const dir = aFolder()
  const journal = await open(dir, 0)
  expect(journal.stats().isRefusing).toBe(true)
  await appendAll(journal, [aHit(), aHit()])
  expect(journal.stats()).toMatchObject({ lost: 2, direct: 0 })
  const stored: Uint8Array[] = []
  journal.attach({ wake: () => undefined, store: (records) => Promise.resolve(stored.push(records) - stored.length) })
  await appendAll(journal, [aHit({ messageId: 9 })])
  expect(journal.stats()).toMatchObject({ lost: 2, direct: 1, queuedBytes: 0 })
  expect(stored.flatMap((bytes) => parseRecords(Buffer.from(bytes), { max: 10, isWhole: true }).hits)).toEqual([aHit({ messageId: 9 })])
  await journal.close()
})

test('a disk that works again takes hits again', async () => {
  const dir = aFolder()
  const blocker = segmentPath(dir, { journalId: '00000000-0000-4000-8000-000000000000', number: 1 })
  writeFileSync(blocker, '')
  const journal = await open(dir, 1)
  expect(journal.stats().isRefusing).toBe(true)
  rmSync(blocker)
  await expect
    .poll(
      async () => {
        await appendAll(journal, [aHit()])
        return journal.stats().isRefusing
      },
      { timeout: 10_000 },
    )
    .toBe(false)
  await journal.close()
  expect(readAll(dir).length).toBeGreaterThan(0)
})

test('in aggregate mode the journal holds no number, no message, no network and only the hour', async () => {
  const dir = aFolder()
  const journal = await open(dir)
  await appendAll(journal, [aHit({ aggregate: true, messageId: 123_456_789, number: 987_654_321 })])
  await journal.close()
  const [hit] = readAll(dir)
  expect(hit).toEqual(aHit({ aggregate: true, messageId: 0, number: 0, codeSpaceId: 0, network: -1, at: Date.UTC(2026, 10, 24, 10) }))
})
