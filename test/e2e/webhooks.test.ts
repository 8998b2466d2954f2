/** Kills whole processes while events are under way, and counts at the receiver: none is missing, and doubles have the same id. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../helpers/freePort.ts'
import { dataFolder, eventually, pause, startTapline, type Tapline } from './process.ts'

/** Messages; each makes two events or more. 10,000 when somebody has the time. */
const MESSAGES = Number(process.env.WEBHOOK_MESSAGES ?? 1_000)
const TYPES = ['message.accepted', 'message.delivered', 'message.failed', 'message.unknown']

/** A receiver that takes a moment for each request, so that a kill always meets some on their way. */
async function receiver() {
  const requests: { id: string; body: string; headers: Record<string, string> }[] = []
  const server = createServer((request, answer) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      requests.push({ id: headers['webhook-id'] ?? '', body, headers })
      setTimeout(() => answer.end('ok'), 5)
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
  return { origin: `http://127.0.0.1:${address.port}`, requests }
}

async function sendAll(tapline: Tapline): Promise<void> {
  for (let sent = 0; sent < MESSAGES; sent += 500) {
    const to = Array.from({ length: Math.min(500, MESSAGES - sent) }, (_, at) => `+49151${String(10_000_000 + sent + at)}`)
    expect((await tapline.call('POST', '/v1/messages', { to, from: 'Acme', text: 'Hi' })).status).toBe(202)
  }
}

/** All events of the log, read as anybody can. */
async function logOf(tapline: Tapline): Promise<string[]> {
  const ids: string[] = []
  for (let cursor = '', isMore = true; isMore;) {
    const start = cursor === '' ? 'since=2020-01-01T00:00:00Z' : `cursor=${cursor}`
    const { status, body } = await tapline.call('GET', `/v1/events?limit=200&types=${TYPES.join(',')}&${start}`)
    if (status !== 200) throw new Error(`the log answered ${status}`)
    ids.push(...(body.events as { data: { id: string } }[]).map(({ data }) => data.id))
    cursor = String(body.next_cursor)
    isMore = body.more === true
  }
  return ids
}

test('kill -9 of the node and of PostgreSQL under 2,000 events: none is missing at the receiver, and doubles have the same id', async () => {
  const dataDir = dataFolder()
  const { origin, requests } = await receiver()
  const env = { TAPLINE_PRIVATE_ORIGINS: origin, PORT: String(await freePort()), LINK_PORT: String(await freePort()) }
  let tapline = await startTapline({ dataDir, env })
  const made = await tapline.call('POST', '/v1/webhooks/endpoints', { url: `${origin}/hooks`, types: TYPES, concurrency: 5 })
  const { body: shown } = await tapline.call('GET', `/v1/webhooks/endpoints/${String(made.body.id)}/secret`)
  await sendAll(tapline)
  await eventually('the first deliveries', async () => (requests.length > 100 ? true : undefined))
  await tapline.end('SIGKILL')
  tapline = await startTapline({ dataDir, env })
  const before = requests.length
  await eventually('deliveries after the kill', async () => (requests.length > before + 100 ? true : undefined), 60_000)
  process.kill(Number(readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL')
  const seen = new Set<string>()
  const wanted = await eventually(
    'all events at the receiver',
    async () => {
      for (const { id } of requests) seen.add(id)
      const ids = await logOf(tapline).catch(() => [])
      return ids.length > 1.9 * MESSAGES && ids.every((id) => seen.has(id)) ? ids : undefined
    },
    90_000,
  )
  await pause(500)
  const secret = new Webhook(String(shown.secret))
  const bodies = new Map<string, string>()
  for (const { id, body, headers } of requests) {
    secret.verify(body, headers)
    const type: unknown = JSON.parse(body).type
    expect([id, bodies.get(id) ?? type]).toEqual([id, type])
    bodies.set(id, String(type))
  }
  expect(new Set(wanted).size).toBe(wanted.length)
  // Messages whose fate a kill made unknown make events for minutes; what came of them stands in the log too.
  const logged = new Set(await logOf(tapline))
  expect([...bodies.keys()].filter((id) => !logged.has(id))).toEqual([])
  process.stdout.write(`webhooks: ${wanted.length} events, ${requests.length - bodies.size} doubles with the same id\n`)
  expect((await tapline.end('SIGTERM')).code).toBe(0)
})
