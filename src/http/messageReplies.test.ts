import { expect, test } from 'vitest'
import { api, caller } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { newAccount } from '../../test/helpers/messaging.ts'
import { signInAs, visitor } from '../../test/helpers/people.ts'
import { createKey } from '../domain/accounts/keys.ts'
import { recordInbound } from '../domain/messages/inbound.ts'

const db = await testDatabase({ max: 6 })
const { app, accountId, call, parts } = await api(db)
const OURS = '4915799999999'
let [phones, received] = [0, 0]

/** A message that has reached its phone. */
async function sent(): Promise<{ id: string; phone: string }> {
  const phone = `+49151234510${String(++phones).padStart(2, '0')}`
  const { body } = await call('POST', '/v1/messages', { to: phone, from: OURS, text: 'Sale' })
  const [message] = body['messages'] as { id: string }[]
  if (message === undefined) throw new Error('nothing was sent')
  await db`update messages set state = 'delivered', submitted_at = now() where id = ${message.id}`
  return { id: message.id, phone }
}
const write = (phone: string, text: string) =>
  recordInbound(parts, { carrierId: 1n, messages: [{ carrierMessageId: `in${++received}`, phone, recipient: OURS, text }] })

type Listed = Record<string, { text: string; message_id: string }[]>
type Steps = { event: string; detail: string }[]
const afterwards = (body: Record<string, unknown>) =>
  (body['timeline'] as Steps).filter(({ event }) => event === 'reply' || event === 'opt_out').map(({ event, detail }) => [event, detail])

test('what a person answers to a message, and that they opt out by it, stands on its timeline and on that of no other', async () => {
  const [message, other] = [await sent(), await sent()]
  await write(message.phone, 'Which colours are there?')
  await write(message.phone, 'STOP')
  await write(other.phone, 'Thanks')
  const { body } = await call('GET', `/v1/messages/${message.id}`)
  expect(afterwards(body)).toEqual([
    ['reply', 'Which colours are there?'],
    ['reply', 'STOP'],
    ['opt_out', 'Opted out by a reply'],
  ])
  const replies = (await call('GET', `/v1/inbound?message_id=${message.id}`)).body as Listed
  expect(replies['inbound']?.map(({ text }) => text)).toEqual(['STOP', 'Which colours are there?'])
  const optOuts = (await call('GET', `/v1/opt-outs?message_id=${message.id}`)).body as Listed
  expect(optOuts['opt_outs']).toMatchObject([{ message_id: message.id, source: 'reply', text: 'STOP' }])
  expect(((await call('GET', `/v1/opt-outs?message_id=${other.id}`)).body as Listed)['opt_outs']).toEqual([])
})

test('a key that may not read contacts is told of the reply and of no opt-out', async () => {
  const message = await sent()
  await write(message.phone, 'STOP')
  const { key } = await createKey(db, { accountId, name: 'Reader', mode: 'live', scopes: ['messages:read'] })
  const { body } = await caller(app, key)('GET', `/v1/messages/${message.id}`)
  expect(afterwards(body)).toEqual([['reply', 'STOP']])
})

test('a viewer reads replies with the numbers in them masked', async () => {
  const message = await sent()
  await write(message.phone, `Call me: ${message.phone}`)
  const { cookie } = await signInAs(db, { accountId, role: 'viewer' })
  const ask = visitor(app, cookie)
  for (const path of [`/v1/messages/${message.id}`, `/v1/inbound?message_id=${message.id}`]) {
    const { status, body } = await ask('GET', path)
    expect(status).toBe(200)
    expect(JSON.stringify(body)).toContain('Call me')
    expect(JSON.stringify(body)).not.toContain(message.phone)
  }
})

test('another account finds nothing by the id of a message that is not its own', async () => {
  const message = await sent()
  await write(message.phone, 'STOP')
  const stranger = caller(app, (await newAccount(db)).secretKey)
  expect((await stranger('GET', `/v1/inbound?message_id=${message.id}`)).body['inbound']).toEqual([])
  expect((await stranger('GET', `/v1/opt-outs?message_id=${message.id}`)).body['opt_outs']).toEqual([])
})
