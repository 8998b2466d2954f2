import { expect, test } from 'vitest'
import { messaging, send } from '../../../test/helpers/messaging.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { moveToFallbacks } from '../messages/fallback.ts'
import { insertCarrier, noteUnavailable, pauseCarrier, resumeCarrier } from './carriers.ts'
import { deleteRoute, findRoute, fitsPattern, insertRoute, listRoutes } from './routes.ts'

const db = await testDatabase()
const { parts, key, testKey } = await messaging(db)

async function carrier(name: string): Promise<bigint> {
  const id = await insertCarrier(db, { kind: 'generic', name, messagesPerSecond: 10, settings: {} })
  if (id === undefined) throw new Error('no carrier was made')
  await resumeCarrier(db, { id })
  return id
}
const [first, second] = [await carrier('First'), await carrier('Second')]
const route = (more: {
  prefix?: string
  senderPattern?: string
  priority?: number
  carrierId?: bigint
  fallbackCarrierId?: bigint | undefined
}) => insertRoute(db, { prefix: '', senderPattern: '*', priority: 100, carrierId: first, fallbackCarrierId: undefined, ...more })
const wayOf = async (request: Record<string, unknown> = {}, by = key) => {
  const [recipient] = (await send(parts, by, { to: '+4915112345678', text: 'Hi', ...request })).recipients
  if (recipient === undefined || recipient.kind === 'refused' || !('id' in recipient)) return recipient
  const [row] = await db<{ id: bigint; carrierId: bigint; fallback: bigint | null }[]>`
    select id, carrier_id as "carrierId", fallback_carrier_id as fallback from messages where id = ${recipient.id}`
  return row
}

test.each([
  ['*', 'Acme', true],
  ['Acme', 'ACME', true],
  ['Acme', 'Acme2', false],
  ['Ac*', 'acme', true],
  ['*me', 'Acme', true],
  ['A*e', 'Ae', true],
  ['Ab*bA', 'aba', false],
  ['A*c*e', 'Acme', true],
  ['A*cm*me', 'Acme', false],
  ['49*', '4915112345678', true],
])('the pattern %s fits %s: %s', (pattern, sender, fits) => {
  expect(fitsPattern(pattern, sender)).toBe(fits)
})

test('until there is a route everything goes to the simulator, then a number without one is refused by itself', async () => {
  expect(await wayOf()).toMatchObject({ carrierId: 1n, fallback: null })
  const id = await route({ prefix: '43', fallbackCarrierId: second })
  const { recipients } = await send(parts, key, { to: ['+4366412345678', '+4915112345678'], text: 'Hi' })
  expect(recipients.map((each) => (each.kind === 'refused' ? each.code : each.kind))).toEqual(['prepared', 'no_route'])
  await expect(wayOf()).rejects.toMatchObject({ code: 'no_route' })
  expect(await wayOf({ to: '+4366412345678' })).toMatchObject({ carrierId: first, fallback: second })
  expect(await deleteRoute(db, { id: id ?? 0n })).toBe(true)
})

test('messages of a test key go to the simulator whatever the routes say', async () => {
  const id = await route({})
  expect(await wayOf({}, testKey)).toMatchObject({ carrierId: 1n })
  await deleteRoute(db, { id: id ?? 0n })
})

test('priority decides before the prefix, the longer prefix before the sender', async () => {
  const made = [
    await route({}),
    await route({ prefix: '49', carrierId: second }),
    await route({ prefix: '4915' }),
    await route({ prefix: '4915', senderPattern: 'Acm*', carrierId: second }),
    await route({ prefix: '4', senderPattern: 'VIP', priority: 1, carrierId: second }),
  ]
  const routes = await listRoutes(db)
  const found = (phone: string, sender: string) => made.indexOf(findRoute(routes, { phone, sender })?.id)
  expect([
    found('+12025550123', 'Acme'),
    found('+4930123', 'Acme'),
    found('+4915112345678', 'Shop'),
    found('+4915112345678', 'Acme'),
    found('+4915112345678', 'vip'),
  ]).toEqual([0, 1, 2, 3, 4])
  expect(await route({ senderPattern: '*' })).toBeUndefined()
  for (const id of made) await deleteRoute(db, { id: id ?? 0n })
})

test('what waits for a carrier that has taken nothing for a minute moves to its fallback, once, and only what was never submitted', async () => {
  const id = await route({ fallbackCarrierId: second })
  const [waiting, tried, scheduled] = [
    await wayOf(),
    await wayOf(),
    await wayOf({ send_at: new Date(Date.now() + 3_600_000).toISOString() }),
  ]
  if (!waiting || !('id' in waiting) || !tried || !('id' in tried) || !scheduled || !('id' in scheduled)) throw new Error('not queued')
  await db`update messages set attempts = 1, submitted_at = now() where id = ${tried.id}`
  const carrierOf = async ({ id: message }: { id: bigint }) =>
    (await db<{ carrierId: bigint }[]>`select carrier_id as "carrierId" from messages where id = ${message}`)[0]?.carrierId
  await noteUnavailable(db, { id: first, trouble: 'it is away' })
  expect(await moveToFallbacks(db)).toBe(0)
  await db`update carriers set unavailable_since = now() - interval '61 s' where id = ${first}`
  await pauseCarrier(db, { id: second })
  expect(await moveToFallbacks(db)).toBe(0)
  await resumeCarrier(db, { id: second })
  expect(await moveToFallbacks(db)).toBeGreaterThanOrEqual(1)
  expect([await carrierOf(waiting), await carrierOf(tried), await carrierOf(scheduled)]).toEqual([second, first, first])
  await db`update carriers set unavailable_since = now() - interval '61 s' where id = ${second}`
  expect(await moveToFallbacks(db)).toBe(0)
  await deleteRoute(db, { id: id ?? 0n })
})
