import { expect, test } from 'vitest'
import { actor, campaignWorld } from '../../../test/helpers/campaigns.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { messaging, send, silentLog } from '../../../test/helpers/messaging.ts'
import { updateAccount } from '../accounts/accounts.ts'
import type { QuietHours } from '../accounts/settings.ts'
import { TRANSACTIONAL } from '../messages/claim.ts'
import { sendDue } from '../messages/send.ts'

const db = await testDatabase()
const { parts } = await messaging(db)
const { world, sendAll } = campaignWorld(db, parts)

/** The full hour so many hours from now, where the clock counts. */
const at = (hours: number, timeZone: string) =>
  `${new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone }).format(new Date(Date.now() + hours * 3_600_000))}:00`
const around = (timeZone: string, until = 2): Omit<QuietHours, 'clock'> => ({ from: at(-1, timeZone), until: at(until, timeZone) })
const setHours = (accountId: bigint, quietHours: QuietHours | null) => updateAccount(db, { accountId, actor, changes: { quietHours } })
const waiting = (id: bigint, zone = 'Europe/Berlin') =>
  db`select to_char(send_at at time zone ${zone}, 'HH24:MI') as local, state from messages where campaign_id = ${id} order by phone`
const waitingUntil = (count: number, local: string) => Array.from({ length: count }, () => ({ local, state: 'queued' }))
const makeDue = (id: bigint) => db`update messages set send_at = now() where campaign_id = ${id}`

test('the quiet hours of an account hold back its campaigns by the clock of each recipient', async () => {
  const { begin, accountId } = await world(3)
  await db`update contacts set time_zone = 'Asia/Tokyo' where account_id = ${accountId} and phone like '%000001'`
  await setHours(accountId, { ...around('Europe/Berlin'), clock: 'recipient' })
  const id = await begin({ text: 'Hi' })
  expect(await sendAll(id)).toHaveLength(1)
  const [first, tokyo, last] = await waiting(id)
  expect([first, last]).toEqual(waitingUntil(2, at(2, 'Europe/Berlin')))
  expect(tokyo).toMatchObject({ state: 'accepted' })
})

test('hours that begin while a campaign runs hold back what is left of it, and their end lets it go on', async () => {
  const { begin, accountId } = await world(4)
  const id = await begin({ text: 'Hi' })
  // Nobody had asked for time zones when these messages were made: they stand with the contacts.
  expect(await db`select distinct time_zone from messages where campaign_id = ${id}`).toEqual([{ time_zone: null }])
  await setHours(accountId, { ...around('Europe/Berlin'), clock: 'recipient' })
  expect(await sendAll(id)).toEqual([])
  expect(await waiting(id)).toEqual(waitingUntil(4, at(2, 'Europe/Berlin')))
  await setHours(accountId, { from: at(3, 'Europe/Berlin'), until: at(5, 'Europe/Berlin'), clock: 'recipient' })
  await makeDue(id)
  expect(await sendAll(id)).toHaveLength(4)
})

test('by the clock of the account they hold for everybody at once', async () => {
  const { begin, accountId } = await world(2)
  await db`update accounts set time_zone = 'America/Denver' where id = ${accountId}`
  await setHours(accountId, { ...around('America/Denver'), clock: 'account' })
  const id = await begin({ text: 'Hi' })
  await makeDue(id)
  expect(await sendAll(id)).toEqual([])
  expect(await waiting(id, 'America/Denver')).toEqual(waitingUntil(2, at(2, 'America/Denver')))
})

test('hours of a campaign hold beside those of its account, and the later end counts', async () => {
  const { begin, accountId } = await world(1)
  await setHours(accountId, { ...around('Europe/Berlin', 4), clock: 'recipient' })
  const id = await begin({ text: 'Hi', settings: { quiet_hours: around('Europe/Berlin', 2) } })
  expect(await waiting(id)).toEqual([{ local: at(4, 'Europe/Berlin'), state: 'queued' }])
  await makeDue(id)
  expect(await sendAll(id)).toEqual([])
  expect(await waiting(id)).toEqual([{ local: at(4, 'Europe/Berlin'), state: 'queued' }])
})

test('single messages go out in quiet hours', async () => {
  const { accountId, key } = await world(0)
  await setHours(accountId, { ...around('Europe/Berlin'), clock: 'recipient' })
  await send(parts, key, { to: ['+4915112345101'], text: 'Your code is 1234' })
  expect((await sendAll(TRANSACTIONAL)).map(({ phone }) => phone)).toEqual(['+4915112345101'])
})

test('several processes that claim at once all keep the quiet hours', async () => {
  const { begin, accountId } = await world(40)
  const id = await begin({ text: 'Hi' })
  await setHours(accountId, { ...around('Europe/Berlin'), clock: 'recipient' })
  const slice = { db, renderings: parts.renderings, carrierId: 1n, lane: id, limit: 5, log: silentLog }
  const submitted: string[] = []
  const carrier = {
    submit: async ({ phone }: { phone: string }) => (submitted.push(phone), { kind: 'accepted' as const, carrierMessageId: phone }),
  }
  while ((await db`select from messages where campaign_id = ${id} and send_at <= now() limit 1`).length > 0)
    await Promise.all(Array.from({ length: 6 }, () => sendDue({ ...slice, carrier })))
  expect(submitted).toEqual([])
  expect(await db`select count(*)::int as n from messages where campaign_id = ${id} and state = 'queued' and attempts = 0`).toEqual([
    { n: 40 },
  ])
})
