import { expect, test } from 'vitest'
import { actor, campaignWorld } from '../../../test/helpers/campaigns.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { messaging, send, silentLog } from '../../../test/helpers/messaging.ts'
import { TRANSACTIONAL } from '../messages/claim.ts'
import { sendDue } from '../messages/send.ts'
import { setSpendLimit } from '../messages/spendLimits.ts'
import { setPrice } from '../routing/prices.ts'
import { listOmissions } from './progress.ts'
import { resumeCampaign } from './steer.ts'
import { watchCampaigns } from './watch.ts'

const db = await testDatabase()
const { parts } = await messaging(db)
const { world, stateOf, countOf, expectCountsRight, sendAll } = campaignWorld(db, parts)

test('in quiet hours messages wait for their end, by the clock of the recipient', async () => {
  const { begin } = await world(3)
  const hour = Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hour12: false, timeZone: 'Europe/Berlin' }).format(new Date()))
  const at = (hours: number) => `${String((hours + 24) % 24).padStart(2, '0')}:00`
  const id = await begin({ text: 'Hi', settings: { quiet_hours: { from: at(hour - 1), until: at(hour + 2) } } })
  expect(await sendAll(id)).toEqual([])
  // Those that were due before the quiet hours came are put off by the claim.
  await db`update messages set send_at = now() where campaign_id = ${id}`
  expect(await sendAll(id)).toEqual([])
  const [row] = await db<{ wait: number; local: string }[]>`
    select extract(epoch from send_at - now())::float8 / 3600 as wait, to_char(send_at at time zone 'Europe/Berlin', 'HH24:MI') as local
    from messages where campaign_id = ${id} limit 1`
  expect(row?.local).toBe(at(hour + 2))
  expect(row?.wait).toBeGreaterThan(0.9)
  expect(row?.wait).toBeLessThan(2.1)
})

test('a spend limit pauses the campaign before it is passed, and rejects single messages', async () => {
  const { begin, accountId, of } = await world(10)
  await db`update accounts set currency = 'EUR' where id = ${accountId}`
  await setPrice(db, { country: 'DE', currency: 'EUR', priceMicros: 100_000n })
  await setSpendLimit(db, { accountId, keyId: null, period: 'day', limitMicros: 450_000n })
  const id = await begin({ text: 'Hi' })
  expect(await sendAll(id)).toHaveLength(4)
  expect(await stateOf(id)).toEqual({ state: 'paused', pause_reason: 'spend_limit' })
  await setSpendLimit(db, { accountId, keyId: null, period: 'day', limitMicros: 10_000_000n })
  await resumeCampaign(db, of(id), { actor })
  expect(await sendAll(id)).toHaveLength(6)
})

test('a campaign whose messages fail pauses by itself and says so', async () => {
  const { begin } = await world(30)
  const id = await begin({ text: 'Hi', settings: { pause_at_failures: { rate: 0.2, after: 10 } } })
  await sendDue({
    ...{ db, renderings: parts.renderings, carrierId: 1n, lane: id, limit: 15, log: silentLog },
    carrier: { submit: async () => ({ kind: 'rejected', reason: 'no' }) },
  })
  await watchCampaigns(db)
  expect(await stateOf(id)).toEqual({ state: 'paused', pause_reason: 'failures' })
  expect(
    await db`select data->>'reason' as reason from outbox where type = 'campaign.paused' and data->>'campaign_id' = ${String(id)}`,
  ).toEqual([{ reason: 'failures' }])
})

test('a cap on messages leaves out who had enough of them', async () => {
  const { begin } = await world(4)
  await begin({ text: 'One' })
  const id = await begin({ text: 'Two', settings: { frequency_cap: { messages: 1, days: 7 } } })
  expect(await listOmissions(db, { id })).toEqual([{ reason: 'frequency_cap', recipients: 4 }])
})

test('a time of day is that of each recipient', async () => {
  const { create, start, expand, accountId } = await world(2)
  await db`update contacts set time_zone = 'America/New_York' where account_id = ${accountId} and phone like '%000001'`
  const day = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
  const id = await create({ text: 'Hi' })
  await start(id, { local_time: `${day}T09:00` })
  expect(await stateOf(id)).toMatchObject({ state: 'scheduled' })
  await db`update campaigns set starts_at = now() where id = ${id}`
  await watchCampaigns(db)
  await expand(id)
  const rows = await db`
    select to_char(messages.send_at at time zone contacts.time_zone, 'YYYY-MM-DD HH24:MI') as local
    from messages join contacts using (account_id, phone) where campaign_id = ${id}`
  expect(rows).toEqual([{ local: `${day} 09:00` }, { local: `${day} 09:00` }])
})

test('a single message that a spend limit leaves no room for is rejected, with its event', async () => {
  const { accountId, key } = await world(0)
  await db`update accounts set currency = 'EUR' where id = ${accountId}`
  await setPrice(db, { country: 'DE', currency: 'EUR', priceMicros: 100_000n })
  await setSpendLimit(db, { accountId, keyId: key.id, period: 'month', limitMicros: 250_000n })
  const result = await send(parts, key, { to: ['+4915112345001', '+4915112345002', '+4915112345003'], text: 'Hi' })
  expect(await sendAll(TRANSACTIONAL)).toHaveLength(2)
  const ids = result.recipients.map((recipient) => (recipient.kind === 'prepared' ? recipient.id : 0n))
  expect(await db`select state, failure from messages where id = any(${ids}::bigint[]) order by id`).toEqual([
    { state: 'accepted', failure: null },
    { state: 'accepted', failure: null },
    { state: 'rejected', failure: 'spend_limit' },
  ])
  expect(await db`select data->>'failure' as failure from outbox where type = 'message.rejected' and account_id = ${accountId}`).toEqual([
    { failure: 'spend_limit' },
  ])
})

test('a rate of its own holds a campaign back, by the second', async () => {
  const { begin } = await world(30)
  const id = await begin({ text: 'Hi', settings: { messages_per_second: 10 } })
  const slice = { db, renderings: parts.renderings, carrierId: 1n, lane: id, limit: 200, log: silentLog }
  await Promise.all(
    Array.from({ length: 8 }, () =>
      sendDue({ ...slice, carrier: { submit: async ({ id: given }) => ({ kind: 'accepted', carrierMessageId: `r${given}` }) } }),
    ),
  )
  const seconds = await db<{ n: number }[]>`
    select count(*)::int as n from messages where campaign_id = ${id} and submitted_at is not null group by date_trunc('second', submitted_at)`
  expect(seconds.length).toBeGreaterThan(0)
  expect(Math.max(...seconds.map(({ n }) => n))).toBeLessThanOrEqual(10)
  await expectCountsRight(id)
  expect((await countOf(id)).queued).toBeGreaterThan(0)
})
