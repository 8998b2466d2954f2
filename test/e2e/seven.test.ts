/** seven.io's own client drives a whole product: it is told another address and nothing else. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import {
  AnalyticsResource,
  BalanceResource,
  Client,
  ContactsResource,
  GroupsResource,
  HooksResource,
  JournalResource,
  SmsResource,
  StatusResource,
  WebhookVerifier,
} from '@seven.io/client'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../helpers/freePort.ts'
import { dataFolder, eventually, startTapline } from './process.ts'

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

type Hook = { method: string; url: string; headers: Record<string, string>; body: string }

/** Takes hooks at any path. */
async function receiver() {
  const hooks: Hook[] = []
  const server = createServer((request, answer) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      hooks.push({ method: request.method ?? '', url: `${origin}${request.url ?? ''}`, headers, body })
      answer.end('ok')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const origin = `http://127.0.0.1:${address.port}`
  return { origin, at: (path: string) => hooks.filter(({ url }) => url.startsWith(`${origin}${path}`)) }
}

/** A running product, and what a client of seven.io knows of it. */
async function start(origin: string, { isSigned }: { isSigned: boolean }) {
  const [PORT, LINK_PORT] = [String(await freePort()), String(await freePort())]
  const tapline = await startTapline({ dataDir: dataFolder(), env: { PORT, LINK_PORT, TAPLINE_PRIVATE_ORIGINS: origin } })
  const { body } = await tapline.call('GET', '/v1/seven/signing-key')
  const signingSecret = String(body.signing_key)
  if (isSigned) await tapline.call('PATCH', '/v1/seven', { requires_signature: true })
  Object.assign(Client, { BASE_URL: `${tapline.baseUrl}/compat/seven/api` })
  const client = new Client({
    apiKey: readFileSync(join(tapline.dataDir, 'cli.key'), 'utf8').trim(),
    ...(isSigned ? { signingSecret } : {}),
  })
  return { tapline, client, signingSecret }
}

const tap = (url: string) => fetch(url, { headers: { 'user-agent': IPHONE }, redirect: 'manual' })
const linksIn = (text: string) => text.match(/http:\/\/localhost:\d+\/\w+/g) ?? []

async function sendTwo(client: Client) {
  const answer = await new SmsResource(client).dispatch({
    to: ['+4915112345601', '0049 1511 2345602'],
    text: 'Spring sale: https://shop.example/spring and the map: https://shop.example/map',
    from: 'Acme',
    label: 'spring',
    foreign_id: 'campaign-7',
    performance_tracking: true,
  })
  expect(answer).toMatchObject({ success: '100', debug: 'false', messages: [{ success: true }, { success: true }] })
  return answer.messages.map(({ id, text }) => ({ id: String(id), links: linksIn(text) }))
}

async function scheduleAndDelete(client: Client): Promise<void> {
  const sms = new SmsResource(client)
  const planned = await sms.dispatch({ to: ['+4915112345603'], text: 'Later', delay: new Date(Date.now() + 3_600_000) })
  const id = planned.messages[0]?.id
  expect(await new StatusResource(client).get([Number(id)])).toMatchObject([{ id, status: 'BUFFERED' }])
  expect(await sms.delete({ ids: [String(id)] })).toEqual({ success: true, deleted: [id] })
  expect(await sms.delete({ ids: [String(id)] })).toEqual({ success: false, deleted: [] })
}

async function keepContacts(client: Client): Promise<void> {
  const [groups, contacts] = [new GroupsResource(client), new ContactsResource(client)]
  const { id: groupId } = await groups.create({ name: 'Customers' })
  const properties = { firstname: 'Ana', lastname: 'Löw', mobile_number: '4915112345604', notes: null, home_number: null, email: null }
  const rest = { address: null, birthday: null, city: null, postal_code: null }
  const made = await contacts.create({ avatar: '', groups: [groupId], properties: { ...properties, ...rest } })
  expect(made).toMatchObject({ groups: [groupId], properties: { fullname: 'Ana Löw', mobile_number: '4915112345604' } })
  const moved = await contacts.update({ ...made, properties: { ...made.properties, city: 'Ulm' } })
  expect(moved).toMatchObject({ id: made.id, properties: { city: 'Ulm' }, groups: [groupId] })
  expect(await contacts.list({ groupId })).toMatchObject({ data: [{ id: made.id }], pagingMetadata: { total: 1 } })
  expect(await groups.one(groupId)).toMatchObject({ name: 'Customers', members_count: 1 })
  expect(await contacts.delete(made.id)).toEqual({ success: true })
  expect(await groups.delete(groupId)).toEqual({ success: true })
}

test.each([
  ['unsigned', false],
  ['signed', true],
])('the official client subscribes, sends, schedules, reads and is told of a tap, %s', async (_how, isSigned) => {
  const remote = await receiver()
  const { tapline, client, signingSecret } = await start(remote.origin, { isSigned })
  const hooks = new HooksResource(client)
  const { id } = await hooks.subscribe({ eventType: 'tracking', targetUrl: `${remote.origin}/json?shop=7`, requestMethod: 'JSON' })
  await hooks.subscribe({ eventType: 'dlr', targetUrl: `${remote.origin}/form`, requestMethod: 'POST' })
  expect((await hooks.read()).hooks).toMatchObject([
    { id: String(id), event_type: 'tracking', request_method: 'JSON', enabled: true, created: expect.any(Date) },
    { event_type: 'dlr', request_method: 'POST' },
  ])

  const [first, second] = await sendTwo(client)
  if (first === undefined || second === undefined) throw new Error('two messages were sent')
  expect(new Set([...first.links, ...second.links]).size).toBe(4)
  const answer = await tap(first.links[1] ?? '')
  expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://shop.example/map'])

  const told = await eventually('the tap at the receiver', async () => remote.at('/json')[0])
  expect(told.headers['content-type']).toBe('application/json')
  expect(JSON.parse(told.body)).toMatchObject({
    webhook_event: 'tracking',
    data: {
      ...{ sms_id: first.id, sms_label: 'spring', type: 'click', tracking_url: first.links[1], final_url: 'https://shop.example/map' },
      ...{ total_clicks: 1, total_views: 0, recipient: '4915112345601', foreign_id: 'campaign-7', verdict: 'click', link: 1 },
    },
  })
  const verifier = new WebhookVerifier({ signingSecret })
  expect(await verifier.verify(told)).toMatchObject({ valid: true })
  expect(await verifier.verify({ ...told, body: JSON.parse(told.body) })).toMatchObject({ valid: true })
  expect(await verifier.verify({ ...told, body: told.body.replace('"click"', '"view"') })).toMatchObject({ valid: false })
  const receipt = await eventually('a receipt at the receiver', async () =>
    remote.at('/form').find(({ body }) => body.includes('DELIVERED')),
  )
  expect(await verifier.verify(receipt)).toMatchObject({ valid: true })
  expect(new URLSearchParams(receipt.body).get('webhook_event')).toBe('dlr')

  await readAll(client, { first, second })
  await scheduleAndDelete(client)
  await keepContacts(client)
  expect(await hooks.unsubscribe(Number(id))).toMatchObject({ success: true })
  expect((await hooks.read()).hooks).toHaveLength(1)
  expect((await tapline.end('SIGTERM')).code).toBe(0)
})

type Sent = { id: string; links: string[] }

async function readAll(client: Client, { first, second }: { first: Sent; second: Sent }): Promise<void> {
  const journal = new JournalResource(client)
  const rows = await eventually('receipts and the click in the journal', async () => {
    const found = await journal.outbound({ limit: 10, dateFrom: '2026-01-01' })
    const isDone = found.every(({ dlr }) => dlr === 'DELIVERED') && found.some((row) => 'clicks' in row && row.clicks === 1)
    return isDone ? found : undefined
  })
  expect(rows).toMatchObject([
    { id: second.id, to: '4915112345602', from: 'Acme', dlr: 'DELIVERED', clicks: 0 },
    { id: first.id, to: '4915112345601', label: 'spring', foreign_id: 'campaign-7', clicks: 1, views: 0, conversions: 0 },
  ])
  expect(await journal.inbound()).toEqual([])
  expect(await new StatusResource(client).get([Number(first.id)])).toMatchObject([{ id: first.id, status: 'DELIVERED' }])
  expect(await new AnalyticsResource(client).byLabel({ label: 'all' })).toMatchObject([{ label: 'spring', sms: 2, clicks: 1 }])
  expect(await new BalanceResource(client).get()).toEqual({ amount: 1_000_000, currency: 'EUR' })
}
