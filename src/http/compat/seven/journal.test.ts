import { beforeAll, expect, test } from 'vitest'
import { api } from '../../../../test/helpers/api.ts'
import { testDatabase } from '../../../../test/helpers/database.ts'
import { makeHistory } from '../../../../test/helpers/fuzz/history.ts'
import { newAccount } from '../../../../test/helpers/messaging.ts'
import { asker, wire } from '../../../../test/helpers/seven.ts'
import { sevenStates } from '../../../contract/seven.ts'
import { messageStates, type MessageState } from '../../../contract/messages.ts'
import { updateAccount } from '../../../domain/accounts/accounts.ts'
import { recordInbound } from '../../../domain/messages/inbound.ts'

const db = await testDatabase()
const node = await api(db)
const { accountId, parts } = node
const ask = asker(node)
const stranger = asker({ app: node.app, secretKey: (await newAccount(db)).secretKey })
const rows = async (path: string) => (await ask('GET', path)) as Record<string, unknown>[]
const phoneOf = (state: MessageState) => `49151123456${10 + messageStates.indexOf(state)}`

beforeAll(async () => {
  await makeHistory(db, node)
  await updateAccount(db, { accountId, actor: 'operator', changes: { timeZone: 'Europe/Berlin' } })
  // The same numbers got messages of the test key later.
  await db`update messages set submitted_at = null where test`
  await recordInbound(parts, {
    carrierId: 1n,
    messages: [{ carrierMessageId: 'in-1', phone: `+${phoneOf('delivered')}`, recipient: '4915100000', text: 'Yes please' }],
  })
})

test('the journal has every message in the words of seven.io, with clicks and views behind that', async () => {
  const [row] = await rows(`journal/outbound?to=${phoneOf('delivered')}`)
  const stamp = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/)
  expect(row).toEqual({
    ...{ id: expect.stringMatching(/^\d+$/), to: phoneOf('delivered'), from: 'Acme', timestamp: stamp, price: '0.0000' },
    text: expect.stringMatching(/^Hi N5: https:\/\/s\.test\/\w+ and https:\/\/s\.test\/\w+$/),
    ...{ dlr: 'DELIVERED', dlr_timestamp: stamp, mccmnc: null, latency: '0.0000', type: 'direct', channel: 'SMS', connection: 'http' },
    ...{ label: 'spring', foreign_id: 'r-5', conversions: 0, clicks: expect.any(Number), views: expect.any(Number), first_click: stamp },
  })
  expect(Number(row?.clicks)).toBeGreaterThan(0)
  const [first] = await db<
    { at: string }[]
  >`select to_char(created_at at time zone 'Europe/Berlin', 'YYYY-MM-DD HH24:MI:SS.MS') as at from messages where id = ${String(row?.id)}::text::bigint`
  expect(row?.timestamp).toBe(first?.at)
})

test('each state has its word, and is found by that', async () => {
  for (const state of messageStates) {
    const [row] = await rows(`journal/outbound?to=${phoneOf(state)}`)
    expect([state, row?.dlr]).toEqual([state, sevenStates[state]])
    const found = await rows(`journal/outbound?state=${sevenStates[state].toLowerCase()}`)
    expect(found.map(({ to }) => to)).toContain(phoneOf(state))
    expect(new Set(found.map(({ dlr }) => dlr))).toEqual(new Set([sevenStates[state]]))
  }
})

test('the journal is paged, newest first, and filtered by day, id and number', async () => {
  const all = await rows('journal/outbound')
  expect(all.map(({ id }) => Number(id))).toEqual(all.map(({ id }) => Number(id)).toSorted((a, b) => b - a))
  expect(await rows('journal/outbound?limit=2&offset=1')).toEqual(all.slice(1, 3))
  expect(await rows(`journal/outbound?id=${String(all[3]?.id)}`)).toEqual([all[3]])
  expect(await rows('journal?type=outbound&date_from=undefined&date_to=undefined')).toEqual(all)
  expect(await rows('journal/outbound?date_to=2020-01-01')).toEqual([])
  expect(await rows('journal/outbound?date_from=2020-01-01')).toEqual(all)
  for (const nothing of ['id=abc', 'id=0', 'to=nobody', 'date_from=2999-01-01'])
    expect(await rows(`journal/outbound?${nothing}`)).toEqual([])
  for (const wrong of ['date_from=yesterday', 'date_to=2024-02-31', 'limit=many', 'state=LOST'])
    expect(await rows(`journal/outbound?${wrong}`)).toBe('700')
})

test('answers stand in the journals of inbound messages and of replies', async () => {
  const answer = {
    id: '1',
    from: phoneOf('delivered'),
    to: '4915100000',
    text: 'Yes please',
    timestamp: expect.stringMatching(/^[-\d]{10} [:\d]{8}$/),
  }
  const [row] = await rows('journal/inbound')
  expect(row).toEqual({ ...answer, price: '0.0000', reply_to_message_id: expect.stringMatching(/^\d+$/) })
  expect(await rows('journal/replies')).toMatchObject([{ ...answer, price: 0 }])
  expect(await rows('journal/inbound?to=4915100000')).toHaveLength(1)
  for (const nothing of ['to=123', 'date_to=2020-01-01', 'id=7', 'offset=1']) expect(await rows(`journal/inbound?${nothing}`)).toEqual([])
  expect(await rows('journal/voice')).toEqual([])
})

test('the status of messages is told by their ids, as JSON and as text', async () => {
  const [delivered] = await rows(`journal/outbound?to=${phoneOf('delivered')}`)
  const [queued] = await rows(`journal/outbound?to=${phoneOf('queued')}`)
  const at = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/)
  expect(await ask('GET', `status?msg_id=${String(delivered?.id)}%2C${String(queued?.id)}`)).toEqual([
    { id: delivered?.id, status: 'DELIVERED', status_time: at, statusTime: at },
    { id: queued?.id, status: 'BUFFERED', status_time: at, statusTime: at },
  ])
  const { text } = await wire(node)(`status?p=${node.secretKey}&msg_id=${String(delivered?.id)}`)
  expect(text).toMatch(/^DELIVERED\n[-\d]{10} [:\d]{8}\.\d{3}$/)
  for (const nothing of ['status', 'status?msg_id=1234567', 'status?msg_id=abc']) expect(await ask('GET', nothing)).toBe('600')
})

test('analytics count messages, answers, cost, clicks and views by day, country, label and account', async () => {
  const zero = { rcs: 0, voice: 0, hlr: 0, mnp: 0 }
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' })
  const total = {
    ...zero,
    sms: messageStates.length - 1,
    inbound: 1,
    usage_eur: 0,
    clicks: expect.any(Number),
    views: expect.any(Number),
    conversions: 0,
  }
  expect(await ask('GET', 'analytics/date')).toEqual([{ date: today, ...total }])
  expect(await ask('GET', 'analytics/country')).toEqual([{ country: 'DE', ...total }])
  expect(await ask('GET', 'analytics/subaccount?subaccounts=only_main')).toEqual([{ account: 'Test', ...total }])
  expect(await ask('GET', 'analytics/label?label=all')).toMatchObject([
    { label: '', sms: 0, inbound: 0 },
    { label: 'spring', sms: messageStates.length - 1, inbound: 1 },
  ])
  expect(await ask('GET', 'analytics/label?label=')).toHaveLength(2)
  expect(await ask('GET', 'analytics?group_by=label&label=spring')).toHaveLength(1)
  expect(await ask('GET', 'analytics/date?start=2020-01-01&end=2020-02-01')).toEqual([])
  const [row] = await rows('analytics/date')
  const [sums] =
    await db`select sum(clicks)::int as clicks, sum(views)::int as views from message_totals join messages on messages.id = message_id where messages.account_id = ${accountId} and not test`
  expect(row).toMatchObject(sums ?? {})
})

test('lookup tells what the numbering plans know', async () => {
  const number = {
    ...{ success: true, national: '0171 6992343', international: '+491716992343', international_formatted: '+49 171 6992343' },
    ...{ country_name: 'Germany', country_code: '49', country_iso: 'DE', carrier: '', network_type: 'mobile' },
  }
  expect(await ask('GET', 'lookup/format?number=491716992343')).toEqual(number)
  expect(await ask('GET', 'lookup/format?number=491716992343,12')).toMatchObject([number, { success: false, network_type: 'unknown' }])
  expect(await ask('POST', 'lookup', { type: 'format', number: '+491716992343' })).toEqual(number)
  expect(await ask('POST', 'lookup', { type: 'hlr', number: '+491716992343' })).toBe('902')
  expect(await ask('GET', 'lookup/format')).toBe('202')
})

test('nobody sees what belongs to another account', async () => {
  for (const path of ['journal/outbound', 'journal/inbound', 'journal/replies', 'analytics/date'])
    expect(await stranger('GET', path)).toEqual([])
  const [row] = await rows('journal/outbound')
  expect(await stranger('GET', `status?msg_id=${String(row?.id)}`)).toBe('600')
  expect(await stranger('DELETE', 'sms', { ids: [row?.id] })).toEqual({ success: false, deleted: [] })
})
