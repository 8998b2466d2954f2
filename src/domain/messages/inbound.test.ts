import { expect, test } from 'vitest'
import { newAccount, messaging, send } from '../../../test/helpers/messaging.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { insertCarrier } from '../routing/carriers.ts'
import { recordInbound } from './inbound.ts'

const db = await testDatabase()
const { parts, key, testKey, accountId } = await messaging(db)
// Not the simulator, which alone takes messages of test keys.
const carrierId = (await insertCarrier(db, { kind: 'generic', name: 'Real', messagesPerSecond: 1, settings: {} })) ?? 0n
let ids = 0

async function sent(phone: string, from: string, by = key): Promise<bigint> {
  const [recipient] = (await send(parts, by, { to: phone, text: 'Hi', from })).recipients
  if (recipient?.kind !== 'prepared' || !('id' in recipient)) throw new Error('refused')
  await db`update messages set state = 'accepted', attempts = 1, submitted_at = now(), carrier_id = case when test then carrier_id else ${carrierId} end where id = ${recipient.id}`
  return recipient.id
}
const receive = (phone: string, recipient: string, more: { id?: string; text?: string } = {}) =>
  recordInbound(parts, {
    carrierId,
    messages: [{ carrierMessageId: more.id ?? `in${++ids}`, phone, recipient, text: more.text ?? 'Yes' }],
  })
const last = async () =>
  (
    await db<{ account: bigint | null; answers: bigint | null; text: string }[]>`
      select account_id as account, answers_message_id as answers, text from inbound_messages order by id desc limit 1`
  )[0]
const events = async () =>
  (await db<{ data: unknown }[]>`select data from outbox where type = 'message.inbound' order by id desc limit 1`)[0]?.data

test("with one account a stranger's text is for it, and makes an event", async () => {
  expect(await receive('+4915110000001', '4915799999999')).toBe(1)
  expect(await last()).toMatchObject({ account: accountId, answers: null })
  expect(await events()).toEqual({ inbound_message_id: expect.any(String), message_id: null, kind: 'text' })
})

test('the same message twice is stored once', async () => {
  expect(await receive('+4915110000001', '4915799999999', { id: 'twice' })).toBe(1)
  expect(await receive('+4915110000001', '4915799999999', { id: 'twice' })).toBe(0)
})

test('a text answers the newest message from the number that it was sent to', async () => {
  await sent('+4915110000002', '4915799999999')
  const answered = await sent('+4915110000002', '4915799999999')
  await sent('+4915110000002', 'Acme')
  await receive('+4915110000002', '4915799999999')
  expect(await last()).toMatchObject({ account: accountId, answers: answered })
  expect(await events()).toMatchObject({ message_id: String(answered) })
})

test('of several accounts it belongs to the one whose number was answered, else to the one that wrote last', async () => {
  const other = await newAccount(db)
  const own = await sent('+4915110000003', '4915788888888')
  const theirs = await sent('+4915110000003', 'Other', other.key)
  await receive('+4915110000003', '4915788888888')
  expect(await last()).toMatchObject({ account: accountId, answers: own })
  await receive('+4915110000003', '4915777777777')
  expect(await last()).toMatchObject({ account: other.accountId, answers: theirs })
})

test('messages of a test key and those of more than 30 days ago are answered by nobody; with several accounts such a text belongs to none', async () => {
  await sent('+4915110000004', '4915799999999', testKey)
  const old = await sent('+4915110000004', '4915799999999')
  await db`update messages set submitted_at = now() - interval '31 days' where id = ${old}`
  const before = await events()
  expect(await receive('+4915110000004', '4915799999999', { text: 'x'.repeat(5_000) })).toBe(1)
  expect(await last()).toEqual({ account: null, answers: null, text: 'x'.repeat(2_000) })
  expect(await events()).toEqual(before)
})
