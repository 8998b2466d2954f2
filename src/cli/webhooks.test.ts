import { once } from 'node:events'
import { createServer } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { api } from '../../test/helpers/api.ts'
import { commandLine } from '../../test/helpers/commandLine.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { appendEvents } from '../domain/outbox.ts'

const db = await testDatabase({ max: 8 })
const { app, accountId, secretKey } = await api(db)
let run: ReturnType<typeof commandLine>

beforeAll(async () => {
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  run = commandLine({ TAPLINE_URL: url, TAPLINE_API_KEY: secretKey })
})

test('an endpoint is made, listed, paused, resumed and deleted by hand', async () => {
  expect((await run('webhooks')).error).toContain('No endpoint yet')
  const made = await run(
    'webhooks',
    'create',
    'https://shop.example/hooks',
    '--type',
    'hit.click',
    '--type',
    'hit.view',
    '--header',
    'X-Shop: 12',
  )
  expect(made.out).toMatch(/^Made endpoint 1 for https:\/\/shop\.example\/hooks\.\nSecret: whsec_/)
  expect((await run('webhooks', 'list')).out).toContain('hit.click hit.view')
  expect((await run('webhooks', 'pause', '1')).out).toContain('paused')
  expect((await run('webhooks', 'resume', '1', '--skip')).out).toContain('active')
  const secret = (await run('webhooks', 'secret', '1')).out
  expect((await run('webhooks', 'rotate', '1')).out).not.toBe(secret)
  expect((await run('webhooks', 'deliveries', '1')).error).toContain('Nothing was offered')
  expect((await run('webhooks', 'replay', '1')).error).toContain('--failed-since')
  expect((await run('webhooks', 'replay', '1', '--failed-since', '2026-01-01T00:00:00Z')).out).toContain('under way')
  expect((await run('webhooks', 'delete', '1')).out).toContain('Deleted')
  expect((await run('webhooks', 'create', 'http://127.0.0.1/')).error).toContain('private network')
  expect((await run('webhooks', 'create', 'https://a.example', '--header', 'nothing')).error).toContain('X-Shop')
})

test('listen shows events and forwards each as a signed webhook', async () => {
  const bodies: { body: string; headers: Record<string, string> }[] = []
  const server = createServer((request, answer) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      bodies.push({ body, headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])) })
      answer.end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const since = new Date(Date.now() - 60_000).toISOString()
  await appendEvents(
    db,
    [1, 2, 3].map((n) => ({ accountId, type: 'hit.click' as const, test: false, data: { n } })),
  )
  const ran = await run('listen', '--forward-to', `http://127.0.0.1:${port}/x`, '--events', '3', '--since', since)
  expect(ran.code).toBe(0)
  expect(ran.out.match(/hit\.click/g)).toHaveLength(3)
  const secret = /Secret: (\S+)/.exec(ran.error)?.[1] ?? ''
  expect(bodies).toHaveLength(3)
  for (const { body, headers } of bodies) expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'hit.click' })
  expect((await run('listen', '--events', 'x')).error).toContain('--events')
})
