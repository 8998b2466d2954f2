import { expect, onTestFinished, test } from 'vitest'
import { API_KEY, carrierServer, openTestCarrier, sevenAnswers } from '../../test/helpers/carrierServers.ts'
import { messaging, send, silentLog } from '../../test/helpers/messaging.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { insertCarrier, listCarriers, pauseCarrier, resumeCarrier, updateCarrier } from '../domain/routing/carriers.ts'
import { createDesk } from '../domain/routing/desk.ts'
import { insertRoute } from '../domain/routing/routes.ts'
import { startSends } from './sends.ts'

const db = await testDatabase({ max: 12 })
const { parts, key } = await messaging(db)
const server = await carrierServer(sevenAnswers)
const seven = (apiKey: unknown = API_KEY) =>
  openTestCarrier('seven', {
    settings: { base_url: `${server.origin}/api` },
    secrets: { api_key: String(apiKey) },
    origins: [server.origin],
  })
let phones = 3_000_000

/** Two processes, as far as they share nothing but the database. */
function start(): void {
  for (let each = 0; each < 2; each++) {
    const desk = createDesk({ db, log: silentLog, open: ({ settings }) => seven(settings.key) })
    const sends = startSends({ db, log: silentLog, renderings: parts.renderings, desk }, { log: silentLog, onFailure: () => undefined })
    onTestFinished(() => sends.stop())
  }
}
async function queue(count: number, request: Record<string, unknown> = {}): Promise<bigint[]> {
  const to = Array.from({ length: count }, () => `+49151${++phones}0`)
  const { recipients } = await send(parts, key, { to, text: 'Hi', on_unknown: 'keep', ...request })
  return recipients.flatMap((each) => ('id' in each ? [each.id] : []))
}
const statesOf = async (ids: readonly bigint[]) => {
  const rows = await db<{ state: string; count: number }[]>`
    select state, count(*)::int as count from messages where id = any(${ids.map(String)}::bigint[]) group by state order by state`
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}
const takenOf = (ids: readonly bigint[]) => {
  const wanted = new Set(ids.map(String))
  return server.asked.map(({ body }) => (body === '' ? '' : String(JSON.parse(body).foreign_id))).filter((id) => wanted.has(id))
}

const id = await insertCarrier(db, { kind: 'seven', name: 'Seven', messagesPerSecond: 400, settings: { key: 'wrong' } })
if (id === undefined) throw new Error('no carrier was made')
await insertRoute(db, { prefix: '', senderPattern: '*', priority: 1, carrierId: id, fallbackCarrierId: undefined })

test('a carrier that is resumed and mended while processes run sends what waited, each message once', async () => {
  start()
  const ids = await queue(30)
  await resumeCarrier(db, { id })
  await expect.poll(async () => (await listCarriers(db)).at(-1)?.trouble, { timeout: 10_000 }).toContain('API key')
  expect(await statesOf(ids)).not.toHaveProperty('rejected')
  await updateCarrier(db, { id, settings: { key: API_KEY } })
  await expect.poll(() => statesOf(ids), { timeout: 15_000 }).toEqual({ accepted: 30 })
  await expect.poll(async () => (await listCarriers(db)).at(-1)?.unavailableSince, { timeout: 10_000 }).toBeNull()
  await pauseCarrier(db, { id })
})

test('a carrier that throttles, fails, babbles and hangs up loses nothing, doubles nothing and stops nobody', async () => {
  let turn = 0
  const received = new Map<string, number>()
  server.respondWith((asked) => {
    turn++
    const took = () => {
      const { foreign_id: reference } = JSON.parse(asked.body)
      received.set(reference, (received.get(reference) ?? 0) + 1)
    }
    if (turn % 7 === 0) return { status: 429, headers: { 'retry-after': '0' } }
    if (turn % 11 === 0) return (took(), { status: 500, body: 'oops' })
    if (turn % 13 === 0) return (took(), { status: 200, body: '\u0000<garbage' })
    if (turn % 17 === 0) return (took(), undefined)
    if (turn === 19) return { body: '11' }
    took()
    return sevenAnswers(asked)
  })
  start()
  const ids = await queue(300)
  await resumeCarrier(db, { id })
  const done = async () => {
    const { accepted = 0, unknown = 0 } = await statesOf(ids)
    return accepted + unknown
  }
  await expect.poll(done, { timeout: 20_000 }).toBe(300)
  expect(received.size).toBe(300)
  expect(Math.max(...received.values())).toBe(1)
  expect((await statesOf(ids)).unknown).toBeGreaterThan(30)
  expect(takenOf(ids).length).toBeGreaterThan(300)
  server.respondWith(sevenAnswers)
})
