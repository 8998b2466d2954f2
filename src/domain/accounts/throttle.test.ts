import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { beginAttempt, deleteOldFailures, forgetFailures, MAX_WAIT_MS, waitAfter } from './throttle.ts'

const db = await testDatabase()
let networks = 0
/** Nobody else has tried from there. */
const somebody = () => ({ email: 'ana@example.com', network: `192.0.2.${networks++}` })
const fail = async (attempt: ReturnType<typeof somebody>, times: number) => {
  for (let count = 0; count < times; count++) await beginAttempt(db, attempt)
}
const later = (seconds: number) => db`update sign_in_failures set last_at = last_at - make_interval(secs => ${seconds})`

test.each([
  [{ count: 4, agoMs: 0 }, 0],
  [{ count: 5, agoMs: 0 }, 1_000],
  [{ count: 5, agoMs: 400 }, 600],
  [{ count: 5, agoMs: 1_000 }, 0],
  [{ count: 8, agoMs: 0 }, 8_000],
  [{ count: 11, agoMs: 0 }, MAX_WAIT_MS],
  [{ count: 1_000, agoMs: 0 }, MAX_WAIT_MS],
  [{ count: 1_000, agoMs: MAX_WAIT_MS }, 0],
])('after %j somebody waits %i ms: five mistakes cost nothing, each further one doubles the wait, up to a minute', (failures, wait) => {
  expect(waitAfter('email_on_network', failures)).toBe(wait)
})

test('a refused attempt is not counted, so the wait ends however often somebody tries', async () => {
  const ana = somebody()
  await fail(ana, 5)
  expect(await beginAttempt(db, ana)).toBeGreaterThan(0)
  await fail(ana, 20)
  await later(1)
  expect(await beginAttempt(db, ana)).toBe(0)
})

test('attempts at the same moment are counted one after the other', async () => {
  const ana = somebody()
  const waits = await Promise.all(Array.from({ length: 12 }, () => beginAttempt(db, ana)))
  expect(waits.filter((wait) => wait === 0)).toHaveLength(5)
})

test('guessing from other networks makes nobody wait', async () => {
  for (let count = 0; count < 8; count++) await fail(somebody(), 5)
  expect(await beginAttempt(db, somebody())).toBe(0)
})

test('a network that tries many people is slowed as a whole', async () => {
  const { network } = somebody()
  for (let count = 0; count < 20; count++) expect(await beginAttempt(db, { email: `${count}@example.com`, network })).toBe(0)
  expect(await beginAttempt(db, { email: 'next@example.com', network })).toBeGreaterThan(0)
})

test('the right password ends the wait for that person', async () => {
  const ana = somebody()
  await fail(ana, 5)
  await forgetFailures(db, ana)
  expect(await beginAttempt(db, ana)).toBe(0)
})

test('after a quarter of an hour without a mistake all is forgotten', async () => {
  const ana = somebody()
  await fail(ana, 5)
  await later(901)
  expect([await beginAttempt(db, ana), await beginAttempt(db, ana)]).toEqual([0, 0])
  await later(901)
  await deleteOldFailures(db, { limit: 1_000 })
  expect(await db`select from sign_in_failures`).toHaveLength(0)
})
