import { WebhookVerifier } from '@seven.io/client'
import { expect, test } from 'vitest'
import { testDatabase } from '../../../../test/helpers/database.ts'
import { send } from '../../../../test/helpers/messaging.ts'
import type { Received } from '../../../../test/helpers/receivers.ts'
import { webhooks } from '../../../../test/helpers/webhooks.ts'
import { createEndpoint as endpointSchema } from '../../../contract/webhooks.ts'
import { updateAccount } from '../../accounts/accounts.ts'
import { sevenSigningKey } from '../../accounts/sevenSettings.ts'
import { recordInbound } from '../../messages/inbound.ts'
import { listDeliveries, showRequest } from '../deliveries.ts'
import { createEndpoint, openEndpoint, rotateSecret, showSecret } from '../endpoints.ts'
import { findEndpoint, type EndpointForm } from '../store.ts'

const db = await testDatabase({ max: 8 })
const { accountId, key, parts, remote, delivery, tell, deliver, passTime } = await webhooks(db)
const { secrets } = delivery
const signingSecret = await sevenSigningKey(db, { accountId, secrets })
await updateAccount(db, { accountId, actor: 'operator', changes: { timeZone: 'Europe/Berlin' } })

const types = { tracking: ['hit.click', 'hit.view'], dlr: ['message.delivered', 'message.failed'], sms_mo: ['message.inbound'] }
const hook = (path: string, type: keyof typeof types, form: Partial<EndpointForm> = {}, headers: Record<string, string> = {}) =>
  createEndpoint(db, {
    ...{ ...delivery, accountId, actor: 'operator', form: { format: 'seven', method: 'JSON', eventFilter: null, ...form } },
    body: endpointSchema.parse({ url: remote.url(path), types: types[type], include_recipient: true, headers }),
  })

async function aMessage(request: Record<string, unknown> = {}) {
  const { recipients } = await send(parts, key, { to: '+4915112345678', text: 'Hi: https://shop.example/spring', ...request })
  const [recipient] = recipients
  if (recipient?.kind !== 'prepared') throw new Error('not queued')
  return { id: String(recipient.id), shortLink: recipient.links[0]?.shortLink }
}

async function expectSigned({ headers, body, path }: Received, method = 'POST'): Promise<void> {
  const url = `${remote.origin}${path}`
  expect(await new WebhookVerifier({ signingSecret }).verify({ headers, body, url, method })).toMatchObject({ valid: true })
  expect(await new WebhookVerifier({ signingSecret }).verify({ headers, body, url: `${url}x`, method })).toMatchObject({ valid: false })
}

const stamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00$/)
const eventId = expect.stringMatching(/^evt_\d+$/)
function first(path: string): Received {
  const found = remote.all.find((one) => one.path.startsWith(`/${path}`))
  if (found === undefined) throw new Error(`nothing came to ${path}`)
  return found
}

test('a click is told with exactly the fields that seven.io has, and ours behind them', async () => {
  await hook('ok/click', 'tracking', {}, { 'x-shop': '7' })
  const { id, shortLink } = await aMessage({ label: 'spring', reference: 'order-1' })
  await tell('hit.click', { message_id: id, link: 0, first: true })
  await deliver()
  const request = first('ok/click')
  expect(JSON.parse(request.body)).toEqual({
    data: {
      ...{ sms_id: id, sms_label: 'spring', type: 'click', tracking_url: shortLink, final_url: 'https://shop.example/spring' },
      ...{
        total_clicks: 0,
        total_views: 0,
        recipient: '4915112345678',
        foreign_id: 'order-1',
        event_id: eventId,
        verdict: 'click',
        link: 0,
      },
    },
    webhook_event: 'tracking',
    webhook_timestamp: stamp,
  })
  expect(request.body).toBe(JSON.stringify(JSON.parse(request.body)))
  expect(request.headers).toMatchObject({ 'content-type': 'application/json', 'x-shop': '7' })
  await expectSigned(request)
})

test('a receipt is told as a form that PHP reads as a list, with an empty text for what is not there', async () => {
  await hook('ok/dlr', 'dlr', { method: 'POST' })
  const { id } = await aMessage()
  for (const type of ['message.delivered', 'message.undelivered', 'message.suppressed'] as const) await tell(type, { message_id: id })
  await tell('message.cancelled', { message_id: id })
  await deliver()
  const forms = remote.at('ok/dlr').map(({ body }) => Object.fromEntries(new URLSearchParams(body)))
  expect(forms.map((form) => form['data[status]']).toSorted()).toEqual(['DELIVERED', 'NOTDELIVERED', 'REJECTED'])
  expect(forms[0]).toEqual({
    ...{ 'data[msg_id]': id, 'data[status]': expect.any(String), 'data[recipient]': '4915112345678', 'data[foreign_id]': '' },
    'data[timestamp]': expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/),
    ...{ 'data[event_id]': eventId, 'data[sms_label]': '', webhook_event: 'dlr', webhook_timestamp: stamp },
  })
  const request = first('ok/dlr')
  expect(request.headers['content-type']).toBe('application/x-www-form-urlencoded')
  await expectSigned(request)
})

test('an answer is told in the query, and only what came to the number that is asked for', async () => {
  await hook('ok/mo?shop=7', 'sms_mo', { method: 'GET', eventFilter: '+49 15100000'.replace(' ', '') })
  await hook('ok/others', 'sms_mo', { method: 'GET', eventFilter: '999' })
  await aMessage({ to: '+4915112345670' })
  await db`update messages set submitted_at = now()`
  await recordInbound(parts, {
    carrierId: 1n,
    messages: [{ carrierMessageId: 'in-1', phone: '+4915112345670', recipient: '4915100000', text: 'Ja & nein = ü' }],
  })
  await deliver()
  expect(remote.all.filter(({ path }) => path.startsWith('/ok/others'))).toEqual([])
  const request = first('ok/mo')
  expect(Object.fromEntries(new URL(`${remote.origin}${request.path}`).searchParams)).toEqual({
    ...{ shop: '7', id: '1', sender: '4915112345670', system: '4915100000', text: 'Ja & nein = ü', message_type: 'SMS' },
    ...{ time: expect.stringMatching(/^\d{10}$/), event_id: eventId, webhook_event: 'sms_mo', webhook_timestamp: stamp },
  })
  expect(request.body).toBe('')
  await expectSigned(request, 'GET')
})

test('what an answer means is as at seven.io: 3xx is success, 404 and 410 are given up, 500 and 429 tried again', async () => {
  remote.change('missing', (answer) => void answer.writeHead(404).end())
  const states: Record<string, string> = {}
  for (const path of ['ok/a', 'redirect/a', 'missing/a', 'gone/a', 'error/a', 'later/a']) {
    const { id } = await hook(path, 'dlr')
    const message = await aMessage()
    await tell('message.delivered', { message_id: message.id })
    await deliver()
    const [row] = await listDeliveries(db, { accountId, endpointId: id, state: undefined, before: undefined, limit: 1 })
    states[path] = row?.state ?? 'none'
    await db`update webhook_endpoints set types = '{hit.view}' where id = ${id}`
  }
  expect(states).toEqual({
    'ok/a': 'delivered',
    'redirect/a': 'delivered',
    'missing/a': 'failed',
    'gone/a': 'failed',
    'error/a': 'waiting',
    'later/a': 'waiting',
  })
  const [gone] = await db`select state from webhook_endpoints where url like '%gone/a'`
  expect(gone).toEqual({ state: 'active' })
})

test('a hook that fails is tried again a minute later, with the same event and another signature', async () => {
  const { id } = await hook('error/again', 'dlr')
  await tell('message.delivered', { message_id: (await aMessage()).id })
  await deliver()
  const [row] = await db<{ seconds: number }[]>`
    select extract(epoch from next_attempt_at - attempted_at)::float as seconds from webhook_deliveries where endpoint_id = ${id}`
  expect(row?.seconds).toBeGreaterThan(50)
  expect(row?.seconds).toBeLessThan(70)
  await passTime()
  await deliver()
  const [one, two] = remote.at('error/again')
  expect(two?.body).toBe(one?.body)
  expect(two?.headers['x-nonce']).not.toBe(one?.headers['x-nonce'])
})

test('the request of a delivery is shown without what is secret', async () => {
  const { id } = await hook('ok/shown', 'dlr', {}, { authorization: 'Bearer secret' })
  await tell('message.delivered', { message_id: (await aMessage()).id })
  await deliver()
  const [row] = await listDeliveries(db, { accountId, endpointId: id, state: undefined, before: undefined, limit: 1 })
  const endpoint = await findEndpoint(db, { accountId, id })
  if (row === undefined || endpoint === undefined) throw new Error('nothing was delivered')
  const shown = await showRequest(delivery, { endpoint: openEndpoint(secrets, endpoint), delivery: row, now: new Date() })
  expect(shown).toMatchObject({
    method: 'POST',
    url: remote.url('ok/shown'),
    headers: { authorization: '********', 'x-signature': '********' },
    body: first('ok/shown').body,
  })
})

test('a hook by GET is shown with all that it says in its address, but not with what its endpoint has there', async () => {
  const { id } = await hook('ok/get?token=secret', 'dlr', { method: 'GET' })
  const { id: messageId } = await aMessage()
  await tell('message.delivered', { message_id: messageId })
  await deliver()
  const [row] = await listDeliveries(db, { accountId, endpointId: id, state: undefined, before: undefined, limit: 1 })
  const endpoint = await findEndpoint(db, { accountId, id })
  if (row === undefined || endpoint === undefined) throw new Error('nothing was delivered')
  const shown = await showRequest(delivery, { endpoint: openEndpoint(secrets, endpoint), delivery: row, now: new Date() })
  const { searchParams } = new URL(shown?.url ?? '')
  const sent = new URL(`${remote.origin}${first('ok/get').path}`).searchParams
  expect(shown).toMatchObject({ method: 'GET', body: null })
  expect(Object.fromEntries(searchParams)).toEqual({ ...Object.fromEntries(sent), token: '********' })
  expect(sent.get('token')).toBe('secret')
})

test('such an endpoint has no secret of its own', async () => {
  const { id } = await hook('ok/secret', 'dlr')
  for (const ask of [showSecret, rotateSecret])
    await expect(ask(db, { accountId, id, actor: 'operator', secrets })).rejects.toMatchObject({ code: 'not_found' })
})
