import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { messaging, newAccount, send, silentLog } from '../../../test/helpers/messaging.ts'
import { accountSettings, updateAccount } from '../accounts/accounts.ts'
import { suppress } from '../contacts/suppressions.ts'
import type { OutboundMessage } from './carrier.ts'
import { recordInbound } from './inbound.ts'
import { replyFromPhone } from './phoneReply.ts'
import { sendDue } from './send.ts'

const db = await testDatabase()
const { parts, key, testKey, accountId } = await messaging(db)
const replies = { stopReply: 'You are out. START to return.', startReply: 'Welcome back', helpReply: 'Acme. {opt_out_link}' }
await accountSettings(db, accountId)
await updateAccount(db, { accountId, actor: 'operator', changes: replies })
const OURS = '4915799999999'
let phones = 5_000_000
let ids = 0
const aPhone = () => `+49151${++phones}0`

async function queue(phone: string, { by = key, from = OURS }: { by?: typeof key; from?: string } = {}): Promise<bigint> {
  const [recipient] = (await send(parts, by, { to: phone, text: 'Hi', from })).recipients
  if (recipient?.kind !== 'prepared') throw new Error('refused')
  return recipient.id
}

/** Sends what is due by the simulator's row, and says what reached the carrier. */
async function sendAll(): Promise<OutboundMessage[]> {
  const got: OutboundMessage[] = []
  const submit = async (message: OutboundMessage) => (got.push(message), { kind: 'accepted' as const, carrierMessageId: `s${message.id}` })
  await sendDue({ db, renderings: parts.renderings, carrier: { submit }, carrierId: 1n, limit: 200, log: silentLog })
  return got
}
const receive = (phone: string, text: string, recipient = OURS) =>
  recordInbound(parts, { carrierId: 1n, messages: [{ carrierMessageId: `in${++ids}`, phone, recipient, text }] })
const sourceOf = async (phone: string) =>
  (await db<{ source: string }[]>`select source from suppressions where phone = ${phone}`)[0]?.source
const eventsOf = (messageId: bigint) =>
  db<{ type: string; test: boolean; data: Record<string, unknown> }[]>`
    select type, test, data from outbox where type like 'contact.%' and data->>'message_id' = ${String(messageId)} order by id`
const lastInbound = async (phone: string) =>
  (
    await db`select kind, is_sure, handled, test, answer_message_id is not null as answered from inbound_messages where phone = ${phone} order by id desc limit 1`
  )[0]

async function answered(phone: string): Promise<bigint> {
  const id = await queue(phone)
  await sendAll()
  return id
}

test('STOP suppresses the number, stops what waits, is told once, and its confirmation still goes out, once', async () => {
  const phone = aPhone()
  const id = await answered(phone)
  const waiting = await queue(phone)
  await receive(phone, 'Stop!')
  expect(await sourceOf(phone)).toBe('reply')
  expect(await lastInbound(phone)).toEqual({ kind: 'opt_out', is_sure: true, handled: 'opted_out', test: false, answered: true })
  const sent = await sendAll()
  expect(sent.map(({ phone: to, sender, text }) => [to, sender, text])).toEqual([[phone, OURS, replies.stopReply]])
  expect(await db`select state from messages where id = ${waiting}`).toEqual([{ state: 'suppressed' }])
  await receive(phone, 'STOP')
  expect(await sendAll()).toEqual([])
  expect(await eventsOf(id)).toEqual([
    {
      type: 'contact.opted_out',
      test: false,
      data: {
        opt_out_id: expect.any(String),
        source: 'reply',
        review: null,
        message_id: String(id),
        inbound_message_id: expect.any(String),
      },
    },
  ])
})

test('what only sounds like an opt-out is one too, and waits for a look until STOP settles it', async () => {
  const phone = aPhone()
  await answered(phone)
  await receive(phone, 'please stop texting me')
  expect(await sourceOf(phone)).toBe('reply')
  const review = async () => (await db`select review from opt_outs where phone = ${phone}`).map((row) => row.review)
  expect(await review()).toEqual(['pending'])
  await receive(phone, 'STOP')
  expect(await review()).toEqual(['confirmed'])
  await sendAll()
})

test('START lifts what a reply did, and nothing that somebody else did', async () => {
  const [own, manual] = [aPhone(), aPhone()]
  const id = await answered(own)
  await answered(manual)
  await receive(own, 'STOP')
  await sendAll()
  await receive(own, 'start')
  expect(await sourceOf(own)).toBeUndefined()
  expect((await sendAll()).map(({ text }) => text)).toEqual([replies.startReply])
  expect((await eventsOf(id)).map(({ type }) => type)).toEqual(['contact.opted_out', 'contact.opted_in'])
  expect(await db`select ended_at is not null as ended from opt_outs where phone = ${own}`).toEqual([{ ended: true }])

  await receive(manual, 'STOP')
  await sendAll()
  await suppress(db, parts.phoneHash, { accountId, phone: manual, source: 'complaint' })
  await receive(manual, 'START')
  expect(await sourceOf(manual)).toBe('complaint')
  expect(await lastInbound(manual)).toMatchObject({ handled: 'kept', answered: false })
  expect(await sendAll()).toEqual([])
})

test('HELP is answered also to who is out, with a link of its own, but not where somebody else wants nothing to be sent', async () => {
  const [free, out, manual] = [aPhone(), aPhone(), aPhone()]
  for (const phone of [free, out, manual]) await answered(phone)
  await receive(out, 'STOP')
  await suppress(db, parts.phoneHash, { accountId, phone: manual, source: 'manual' })
  await sendAll()
  for (const phone of [free, out, manual]) await receive(phone, 'Help?')
  const sent = await sendAll()
  expect(sent.map(({ phone }) => phone).toSorted()).toEqual([free, out].toSorted())
  for (const { text } of sent) expect(text).toMatch(/^Acme\. https:\/\/s\.test\/[0-9A-Za-z]{14}$/)
})

test('two machines that answer each other fall silent: one answer of a kind in an hour, and none to our own words', async () => {
  const phone = aPhone()
  await answered(phone)
  for (let turn = 0; turn < 5; turn++) {
    await receive(phone, 'HELP')
    await receive(phone, 'START')
    for (const text of Object.values(replies)) await receive(phone, text.toUpperCase())
  }
  expect((await sendAll()).map(({ text }) => text.slice(0, 5)).toSorted()).toEqual(['Acme.', 'Welco'])
  expect(await sourceOf(phone)).toBeUndefined()
  await db`update inbound_messages set received_at = received_at - interval '61 minutes' where phone = ${phone}`
  await receive(phone, 'HELP')
  expect(await sendAll()).toHaveLength(1)
})

test('a text of a name or a short code changes nothing, and nothing is sent from what is no number', async () => {
  await receive('Telekom', 'STOP')
  await receive('12345', 'STOP')
  expect(await db`select from suppressions where phone in ('Telekom', '12345')`).toEqual([])
  const phone = aPhone()
  await answered(phone)
  await receive(phone, 'HELP', 'Acme')
  await receive(phone, 'HELP', '')
  await receive(phone, 'HELP', phone.slice(1))
  expect(await sendAll()).toEqual([])
})

test('a reply to a message of a test key is told and answered as a test, and suppresses nobody', async () => {
  const phone = aPhone()
  const id = await queue(phone, { by: testKey })
  await sendAll()
  await receive(phone, 'STOP')
  expect(await sourceOf(phone)).toBeUndefined()
  expect(await lastInbound(phone)).toEqual({ kind: 'opt_out', is_sure: true, handled: 'none', test: true, answered: true })
  expect(await eventsOf(id)).toMatchObject([{ type: 'contact.opted_out', test: true, data: { opt_out_id: null } }])
  const [answer] = await sendAll()
  expect(await db`select test from messages where id = ${answer?.id ?? 0n}`).toEqual([{ test: true }])
  expect(await db`select from opt_outs where phone = ${phone}`).toEqual([])
})

test('a STOP counts however old the message is that it answers', async () => {
  const phone = aPhone()
  const id = await answered(phone)
  const other = await newAccount(db)
  await db`update messages set submitted_at = now() - interval '400 days' where id = ${id}`
  await receive(phone, 'STOP')
  expect(await db`select account_id from suppressions where phone = ${phone}`).toEqual([{ account_id: accountId }])
  expect(other.accountId).not.toBe(accountId)
  await sendAll()
})

test('a simulated phone writes to its own account only', async () => {
  const phone = aPhone()
  const other = await newAccount(db)
  await queue(phone, { by: other.key })
  await queue(phone)
  await sendAll()
  await replyFromPhone(parts, { accountId: other.accountId, phone, recipient: OURS, text: 'STOP' })
  expect(await db`select account_id from suppressions where phone = ${phone}`).toEqual([{ account_id: other.accountId }])
  await replyFromPhone(parts, { accountId: other.accountId, phone: aPhone(), recipient: OURS, text: 'Hi' })
  expect(await db`select account_id, answers_message_id as answers from inbound_messages order by id desc limit 1`).toEqual([
    { account_id: other.accountId, answers: null },
  ])
})

test('an answer that cannot be sent any more keeps nobody from opting out', async () => {
  const phone = aPhone()
  await answered(phone)
  await db`update accounts set stop_reply = 'Bye {name}' where id = ${accountId}`
  await updateAccount(db, { accountId, actor: 'operator', changes: {} })
  await receive(phone, 'STOP')
  expect(await sourceOf(phone)).toBe('reply')
  expect(await lastInbound(phone)).toMatchObject({ handled: 'opted_out', answered: false })
  await updateAccount(db, { accountId, actor: 'operator', changes: replies })
})

test('several STOPs of one number at the same moment make one opt-out and one answer', async () => {
  const phone = aPhone()
  await answered(phone)
  await Promise.all(Array.from({ length: 6 }, () => receive(phone, 'STOP')))
  expect(await db`select from opt_outs where phone = ${phone}`).toHaveLength(1)
  expect(await sendAll()).toHaveLength(1)
})
