import { get, type ClientRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { api } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { newAccount } from '../../test/helpers/messaging.ts'
import { signInAs, visitor } from '../../test/helpers/people.ts'
import type { LiveEvent } from '../contract/live.ts'
import { createKey, revokeKey } from '../domain/accounts/keys.ts'
import { startSession } from '../domain/accounts/sessions.ts'
import { removeMember } from '../domain/accounts/team.ts'
import { createUser } from '../domain/accounts/users.ts'
import { appendEvents } from '../domain/outbox.ts'
import { MAX_STREAMS_OF_ONE } from '../domain/webhooks/liveFeed.ts'

const db = await testDatabase({ max: 6 })
const { app, accountId, secretKey, call } = await api(db, { liveMs: 3_600_000 })
await app.listen({ host: '127.0.0.1', port: 0 })
const open = new Set<ClientRequest>()
afterAll(() => open.forEach((request) => request.destroy()))

type Heard = LiveEvent & { place: string | undefined }

/** Listens over real HTTP. `next` waits for an event that fits. */
async function listen(headers: Record<string, string>) {
  const { port } = app.server.address() as AddressInfo
  const heard: Heard[] = []
  let told = () => undefined as void
  let hasEnded = false
  const request = get({ host: '127.0.0.1', port, path: '/v1/live', headers })
  open.add(request)
  const { status, type } = await new Promise<{ status: number | undefined; type: string | undefined }>((resolve, reject) => {
    request.on('error', reject)
    request.on('response', (response) => {
      let rest = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        const blocks = (rest + text).split('\n\n')
        rest = blocks.pop() ?? ''
        heard.push(...blocks.flatMap(parse))
        told()
      })
      response.on('end', () => {
        hasEnded = true
        told()
      })
      resolve({ status: response.statusCode, type: response.headers['content-type'] })
    })
  })
  const until = async (isThere: () => boolean) => {
    while (!isThere()) await new Promise<void>((resolve) => (told = resolve))
  }
  const next = async (fits: (event: Heard) => boolean) => {
    await until(() => heard.some(fits))
    return heard.find(fits)
  }
  return { status, type, heard, next, ended: () => until(() => hasEnded), close: () => (request.destroy(), open.delete(request)) }
}

function parse(block: string): Heard[] {
  const lines = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const))
  const data = lines.get('data')
  return data === undefined || lines.get('event') === 'beat' ? [] : [{ ...(JSON.parse(data) as LiveEvent), place: lines.get('id') }]
}

const byKey = { authorization: `Bearer ${secretKey}` }
const tell = (id: string, account = accountId) =>
  appendEvents(db, [
    { accountId: account, type: 'link.changed', test: false, data: { link_id: id, to: 'https://example.com/+4915112345678' } },
  ])

test('who listens hears what changed, by id and with nothing else', async () => {
  const stream = await listen(byKey)
  expect(stream).toMatchObject({ status: 200, type: 'text/event-stream; charset=utf-8' })
  await tell('77')
  const event = await stream.next(({ ids }) => ids.includes('77'))
  expect(event).toMatchObject({ type: 'link.changed', more: false, place: expect.any(String) })
  expect(JSON.stringify(stream.heard)).not.toContain('4915112345678')
  stream.close()
})

test('people of the account hear it too, by the cookie of a page of ours, and other accounts hear nothing', async () => {
  const { cookie } = await signInAs(db, { accountId, role: 'viewer' })
  const other = await newAccount(db)
  const [ours, theirs] = [
    await listen({ cookie, 'sec-fetch-site': 'same-origin' }),
    await listen({ authorization: `Bearer ${other.secretKey}` }),
  ]
  await tell('88')
  await ours.next(({ ids }) => ids.includes('88'))
  await tell('89', other.accountId)
  await theirs.next(({ ids }) => ids.includes('89'))
  expect(theirs.heard.flatMap(({ ids }) => ids)).not.toContain('88')
  expect(ours.heard.flatMap(({ ids }) => ids)).not.toContain('89')
  const foreign = await listen({ cookie, 'sec-fetch-site': 'cross-site' })
  expect(foreign.status).toBe(403)
  for (const stream of [ours, theirs, foreign]) stream.close()
})

test('who comes back with the id of what they heard last hears what they missed', async () => {
  const first = await listen(byKey)
  await tell('100')
  const place = (await first.next(({ ids }) => ids.includes('100')))?.place ?? ''
  first.close()
  await tell('101')
  const again = await listen({ ...byKey, 'last-event-id': place })
  const missed = await again.next(({ type }) => type === 'link.changed')
  expect(missed?.ids).toContain('101')
  expect(missed?.ids).not.toContain('100')
  again.close()
})

test.each(['nonsense', 'MCAwIDAgMjAyMC0wMS0wMVQwMDowMDowMC4wMDAwMDBa', '%00'])(
  'with the id "%s", which leads nowhere, the page is told to read anew',
  async (place) => {
    const stream = await listen({ ...byKey, 'last-event-id': place })
    expect(await stream.next(({ type }) => type === 'reset')).toMatchObject({ ids: [], more: true })
    stream.close()
  },
)

test('a flood is told in few events that name fifty ids at most', async () => {
  const stream = await listen(byKey)
  const flood = Array.from({ length: 3_000 }, (_, n) => ({
    ...{ accountId, type: 'message.accepted' as const, test: false, data: { message_id: String(1_000_000 + n) } },
  }))
  await appendEvents(db, [...flood, { accountId, type: 'campaign.done', test: false, data: { campaign_id: '5' } }])
  await stream.next(({ type, ids }) => type === 'campaign.changed' && ids.includes('5'))
  const messages = stream.heard.filter(({ type }) => type === 'message.changed')
  expect(messages).toHaveLength(1)
  expect(messages[0]).toMatchObject({ more: true })
  expect(messages[0]?.ids).toHaveLength(50)
  stream.close()
})

test('one caller has so many streams and no more, while others still get one', async () => {
  const streams = []
  for (let count = 0; count < MAX_STREAMS_OF_ONE; count++) streams.push(await listen(byKey))
  expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200))
  expect((await listen(byKey)).status).toBe(429)
  const { cookie } = await signInAs(db, { accountId, role: 'owner' })
  const other = await listen({ cookie })
  expect(other.status).toBe(200)
  for (const stream of [...streams, other]) stream.close()
})

test('who listens hears that an endpoint was sent to, though the log does not tell of it', async () => {
  const made = await call('POST', '/v1/webhooks/endpoints', { url: 'https://receiver.example/live' })
  const id = String(made.body['id'])
  const stream = await listen(byKey)
  await db`update webhook_work set last_attempt_at = now() where endpoint_id = ${id}`
  expect(await stream.next(({ type, ids }) => type === 'delivery.changed' && ids.includes(id))).toMatchObject({ more: false })
  stream.close()
})

describe('a stream ends at once, and hears nothing more,', () => {
  const signedIn = (email: string) => signInAs(db, { accountId, role: 'owner', email })
  const listening = async ({ cookie }: { cookie: string }) => {
    const stream = await listen({ cookie })
    expect(stream.status).toBe(200)
    return stream
  }

  test('when its session signs out, while another session of the same person goes on', async () => {
    const person = await signedIn('out@example.com')
    const other = { cookie: `tapline=${await startSession(db, { accountId, userId: person.userId, formerToken: undefined })}` }
    const [ending, staying] = [await listening(person), await listening(other)]
    expect((await visitor(app, person.cookie)('DELETE', '/v1/session')).status).toBe(200)
    await ending.ended()
    await tell('901')
    await staying.next(({ ids }) => ids.includes('901'))
    expect(ending.heard.flatMap(({ ids }) => ids)).not.toContain('901')
    staying.close()
  })

  test('when its person signs out everywhere', async () => {
    const person = await signedIn('everywhere@example.com')
    const stream = await listening(person)
    await visitor(app, person.cookie)('DELETE', '/v1/sessions')
    await stream.ended()
    expect((await listen({ cookie: person.cookie })).status).toBe(401)
  })

  test('when its person chooses another password elsewhere; the one that chose goes on', async () => {
    const email = 'password@example.com'
    const made = await createUser(db, { accountId, email, password: 'correct horse battery', role: 'owner' })
    const session = async () => ({ cookie: `tapline=${await startSession(db, { accountId, userId: made, formerToken: undefined })}` })
    const [here, elsewhere] = [await session(), await session()]
    const [staying, ending] = [await listening(here), await listening(elsewhere)]
    const body = { old: 'correct horse battery', new: 'another horse battery' }
    expect((await visitor(app, here.cookie)('POST', '/v1/session/password', body)).status).toBe(200)
    await ending.ended()
    await tell('902')
    await staying.next(({ ids }) => ids.includes('902'))
    staying.close()
  })

  test('when its person is removed from the team', async () => {
    const person = await signInAs(db, { accountId, role: 'viewer' })
    const stream = await listening(person)
    await removeMember(db, { accountId, userId: person.userId, actor: 'operator' })
    await stream.ended()
    expect((await listen({ cookie: person.cookie })).status).toBe(401)
  })

  test('when its key is revoked', async () => {
    const made = await createKey(db, { accountId, name: 'Ending', mode: 'live', scopes: ['events:read'] })
    const byIt = { authorization: `Bearer ${made.key}` }
    const stream = await listen(byIt)
    await revokeKey(db, { accountId, keyId: made.id, actor: 'operator' })
    await stream.ended()
    expect((await listen(byIt)).status).toBe(401)
  })
})

test('when the server stops, streams end and it does not wait for them', async () => {
  const stream = await listen({ cookie: (await signInAs(db, { accountId, role: 'owner' })).cookie })
  await app.close()
  await stream.ended()
  expect(stream.status).toBe(200)
})
