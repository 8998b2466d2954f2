import { expect, test, vi } from 'vitest'
import { hitGroups } from '../../src/contract/stats.ts'
import { testDatabase } from '../helpers/database.ts'
import { api, caller } from '../helpers/api.ts'
import { newAccount } from '../helpers/messaging.ts'

const db = await testDatabase()
const { app, call } = await api(db)
const phone = '+4915112345678'
const sendOne = async (request: Record<string, unknown> = {}) => {
  const { status, body } = await call('POST', '/v1/messages', { to: phone, from: 'Acme', text: 'Hi https://shop.example/', ...request })
  expect(status).toBe(202)
  const [message] = body.messages as { id: string; text: string; links: { short_link: string }[] }[]
  if (message === undefined) throw new Error('nothing was sent')
  return message
}

test('one call sends a tracked message, and the answer holds the text with its short link', async () => {
  const message = await sendOne()
  expect(message.text).toMatch(/^Hi https:\/\/s\.test\/[0-9A-Za-z]{8}$/)
  expect(message.links[0]?.short_link).toBe(message.text.slice(3))
})

test('a node whose clock is off sends now, and in time, by the clock that the sender goes by', async () => {
  const soon = new Date(Date.now() + 600_000).toISOString()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 })
  const ids = [(await sendOne()).id, (await sendOne({ send_at: soon })).id]
  vi.useRealTimers()
  const rows = await db<{ id: bigint; inSeconds: number }[]>`
    select id, extract(epoch from send_at - created_at)::int as "inSeconds" from messages where id = any(${ids}::bigint[]) order by id`
  expect(rows.map(({ inSeconds }) => Math.round(inSeconds / 60))).toEqual([0, 10])
})

test('a message is read with its links, counts and timeline', async () => {
  const { id } = await sendOne({ label: 'spring', reference: 'order-1' })
  const { status, body } = await call('GET', `/v1/messages/${id}`)
  expect(status).toBe(200)
  expect(body).toMatchObject({ id, state: 'queued', label: 'spring', reference: 'order-1', clicks: 0, views: 0, price: null })
  expect(body.links).toMatchObject([{ position: 0, destination: 'https://shop.example/', clicks: 0, taken_down: false }])
  expect(body.timeline).toMatchObject([{ event: 'queued' }])
})

test('lists are filtered and paged without gap or double', async () => {
  const other = await newAccount(db)
  const callOther = caller(app, other.secretKey)
  for (let each = 0; each < 5; each++)
    await callOther('POST', '/v1/messages', { to: phone, from: 'Acme', text: `Nr ${each}`, label: each % 2 === 0 ? 'even' : 'odd' })
  const ids: string[] = []
  for (let cursor = ''; ;) {
    const { body } = await callOther('GET', `/v1/messages?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
    ids.push(...(body.messages as { id: string }[]).map((message) => message.id))
    if (body.next_cursor === null) break
    cursor = String(body.next_cursor)
  }
  expect(ids).toHaveLength(5)
  expect(new Set(ids).size).toBe(5)
  const even = await callOther('GET', '/v1/messages?label=even&state=queued&has_clicks=false')
  expect(even.body.messages).toHaveLength(3)
  expect((await callOther('GET', '/v1/messages?has_clicks=true')).body.messages).toEqual([])
  for (const number of ['%2B4915112345678', '+4915112345678', '+49%20151%2012345678'])
    expect((await callOther('GET', `/v1/messages?phone=${number}`)).body.messages).toHaveLength(5)
})

test('a list goes by time, then by id, whatever filter and page', async () => {
  const { accountId, secretKey } = await newAccount(db)
  const callOther = caller(app, secretKey)
  for (let each = 0; each < 6; each++) await callOther('POST', '/v1/messages', { to: phone, from: 'Acme', text: `Nr ${each}`, label: 'x' })
  // Ids of several processes: a later message can have a lower one. Microseconds count, and several messages share a time.
  const rows = await db<{ id: string }[]>`
    with numbered as (select id, row_number() over (order by id) as n from messages where account_id = ${accountId})
    update messages set created_at = timestamptz '2026-11-24 10:00:00.000001Z' - numbered.n / 2 * interval '1 microsecond'
    from numbered where numbered.id = messages.id returning messages.id::text`
  const inOrder = await db<{ text: string }[]>`
    select id::text as text from messages where account_id = ${accountId} order by created_at desc, id desc`
  for (const filter of ['', '&label=x', '&state=queued&created_before=2027-01-01T00:00:00Z', '&has_clicks=false']) {
    const ids: string[] = []
    for (let cursor = ''; ;) {
      const { body } = await callOther('GET', `/v1/messages?limit=1${filter}${cursor}`)
      ids.push(...(body.messages as { id: string }[]).map((message) => message.id))
      if (body.next_cursor === null) break
      cursor = `&cursor=${String(body.next_cursor)}`
    }
    expect(ids).toEqual(inOrder.map(({ text }) => text))
  }
  expect(rows).toHaveLength(6)
})

test("another account's messages do not exist", async () => {
  const { id } = await sendOne()
  const callOther = caller(app, (await newAccount(db)).secretKey)
  for (const url of [`/v1/messages/${id}`, `/v1/messages/${id}/hits`]) expect((await callOther('GET', url)).status).toBe(404)
  expect((await callOther('POST', `/v1/messages/${id}/cancel`)).status).toBe(404)
  expect((await callOther('GET', '/v1/messages')).body.messages).toEqual([])
})

test('a scheduled message is cancelled, and one that is cancelled stays so', async () => {
  const { id } = await sendOne({ send_at: '2027-01-31T09:00:00', time_zone: 'Europe/Berlin' })
  expect((await call('GET', `/v1/messages/${id}`)).body.send_at).toBe('2027-01-31T08:00:00.000Z')
  expect((await call('POST', `/v1/messages/${id}/cancel`)).body.state).toBe('cancelled')
  expect((await call('POST', `/v1/messages/${id}/cancel`)).status).toBe(200)
})

test('the same Idempotency-Key gives the same answer', async () => {
  const request = { to: phone, from: 'Acme', text: 'Once' }
  const one = await call('POST', '/v1/messages', request, { 'idempotency-key': 'abc' })
  const two = await call('POST', '/v1/messages', request, { 'idempotency-key': 'abc' })
  expect(two.body).toEqual(one.body)
  expect(two.headers['idempotency-replayed']).toBe('true')
  const other = await call('POST', '/v1/messages', { ...request, text: 'Twice' }, { 'idempotency-key': 'abc' })
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch' } })
})

test.each([
  ['malformed JSON', '{"to":', 400, 'json_invalid'],
  ['an unknown field', { to: phone, from: 'Acme', text: 'Hi', colour: 'red' }, 400, 'body_invalid'],
  ['a wrong type', { to: phone, from: 'Acme', text: 5 }, 400, 'body_invalid'],
  ['a missing text', { to: phone, from: 'Acme' }, 400, 'body_invalid'],
  ['a bad number', { to: '12', from: 'Acme', text: 'Hi' }, 422, 'phone_invalid'],
  ['a landline', { to: '+493012345678', from: 'Acme', text: 'Hi' }, 422, 'phone_not_mobile'],
  ['a long sender', { to: phone, from: 'AcmeIncorporated', text: 'Hi' }, 422, 'sender_invalid'],
  ['an empty text', { to: phone, from: 'Acme', text: '  ' }, 422, 'text_empty'],
  ['control characters', { to: phone, from: 'Acme', text: 'a\u0007b' }, 422, 'template_invalid'],
  ['what no text can hold', { to: phone, from: 'Acme', text: 'a\u0000b' }, 400, 'body_invalid'],
  ['a text over the limit', { to: phone, from: 'Acme', text: 'x'.repeat(1_600) }, 422, 'text_too_long'],
  ['a private destination', { to: phone, from: 'Acme', text: 'http://127.0.0.1/' }, 422, 'link_private'],
  ['a loop', { to: phone, from: 'Acme', text: 'https://s.test/abcdefgh' }, 422, 'link_loop'],
  ['a time that has passed', { to: phone, from: 'Acme', text: 'Hi', send_at: '2020-01-01T00:00:00Z' }, 422, 'send_at_invalid'],
  ['a time without a zone', { to: phone, from: 'Acme', text: 'Hi', send_at: '2027-01-01T00:00:00' }, 422, 'send_at_invalid'],
  [
    'eleven tracked links',
    { to: phone, from: 'Acme', text: Array.from({ length: 11 }, (_, at) => `a${at}.example`).join(' ') },
    422,
    'too_many_links',
  ],
])('%s is refused with a sentence', async (_, body, status, code) => {
  const answer = await call('POST', '/v1/messages', body)
  expect(answer).toMatchObject({ status, body: { status, code } })
  expect(String(answer.body.detail).length).toBeGreaterThan(20)
})

test('a cursor that we did not make and a bad Idempotency-Key are refused by name', async () => {
  for (const cursor of ['nonsense', 'LTE', '!'])
    for (const url of ['/v1/messages', '/v1/messages/1/hits'])
      expect((await call('GET', `${url}?cursor=${cursor}`)).body.code).toMatch(/^(?:cursor_invalid|not_found)$/)
  expect((await call('GET', '/v1/messages?cursor=nonsense')).body.code).toBe('cursor_invalid')
  const answer = await call('POST', '/v1/messages', { to: phone, from: 'Acme', text: 'Hi' }, { 'idempotency-key': 'two words' })
  expect(answer.body.code).toBe('header_invalid')
})

test('a body of 10 MB is refused, not read', async () => {
  expect((await call('POST', '/v1/messages', { to: phone, from: 'Acme', text: 'x'.repeat(10_000_000) })).status).toBe(413)
})

test('a preview tells links, lengths and advice without sending', async () => {
  const { status, body } = await call('POST', '/v1/messages/preview', { text: 'See shop.example now', to: phone })
  expect(status).toBe(200)
  expect(body).toMatchObject({ links: [{ written: 'shop.example', tracked: true }], advice: [{ code: 'link_last' }], refused: [] })
})

test('a link is led elsewhere, taken down and restored', async () => {
  const { id } = await sendOne({ text: 'Take https://down.example/' })
  const [link] = (await call('GET', `/v1/messages/${id}`)).body.links as { id: string }[]
  expect((await call('PATCH', `/v1/links/${link?.id}`, { destination: 'https://else.example' })).body.destination).toBe(
    'https://else.example/',
  )
  expect((await call('PATCH', `/v1/links/${link?.id}`, { destination: 'javascript:alert(1)' })).body.code).toBe('link_invalid')
  expect((await call('POST', `/v1/links/${link?.id}/takedown`)).body.taken_down_at).not.toBeNull()
  expect((await call('POST', `/v1/links/${link?.id}/restore`)).body.taken_down_at).toBeNull()
})

test('short domains are added and listed', async () => {
  expect((await call('POST', '/v1/short-domains', { url: 'https://go.shop.test' })).status).toBe(201)
  expect((await call('GET', '/v1/short-domains')).body.domains).toMatchObject([
    { host: 's.test', default: true },
    { host: 'go.shop.test', default: false },
  ])
  expect((await call('POST', '/v1/short-domains', { url: 'not a host' })).body.code).toBe('host_invalid')
})

test("an account's own short domain becomes the default of new messages, and that of another account does not", async () => {
  const own = await newAccount(db)
  const theirs = caller(app, own.secretKey)
  const change = (short_domain: string | null) => theirs('PATCH', '/v1/account', { short_domain })
  const linkOf = async (more: Record<string, unknown> = {}) => {
    const { body } = await theirs('POST', '/v1/messages', {
      to: '+4915112345678',
      from: 'Acme',
      text: 'See https://shop.example/',
      ...more,
    })
    const [message] = body.messages as { links: { short_link: string }[] }[]
    return new URL(message?.links[0]?.short_link ?? '').host
  }
  await theirs('POST', '/v1/short-domains', { url: 'https://Go.Acme.test' })
  expect(await linkOf()).toBe('s.test')
  expect((await change('GO.acme.test')).body).toMatchObject({ short_domain: 'go.acme.test' })
  expect((await theirs('GET', '/v1/short-domains')).body.domains).toEqual([
    { host: 'go.acme.test', scheme: 'https', default: true, own: true },
    { host: 's.test', scheme: 'https', default: false, own: false },
  ])
  expect([await linkOf(), await linkOf({ short_domain: 's.test' })]).toEqual(['go.acme.test', 's.test'])
  expect(await change('go.shop.test')).toMatchObject({ status: 422, body: { code: 'host_invalid', field: 'short_domain' } })
  // That of the installation is kept as none, so that another one of it is followed.
  expect((await change('s.test')).body).toMatchObject({ short_domain: null })
  expect(await linkOf()).toBe('s.test')
})

test('settings are read and changed, and bad ones refused', async () => {
  expect((await call('PATCH', '/v1/account', { currency: 'EUR', default_country: 'DE' })).body).toMatchObject({
    currency: 'EUR',
    default_country: 'DE',
  })
  expect((await call('GET', '/v1/account')).body).toMatchObject({ currency: 'EUR', tracking: 'full' })
  expect((await call('PATCH', '/v1/account', { currency: 'euros' })).status).toBe(400)
  expect((await call('PATCH', '/v1/account', { fallback_url: 'https://s.test/abcdefgh' })).body.code).toBe('link_loop')
  expect((await call('PATCH', '/v1/account', { fallback_url: 'https://home.example' })).body.fallback_url).toBe('https://home.example/')
  expect((await call('GET', '/v1/account')).body.ignored_suspicions).toEqual([])
  expect((await call('PATCH', '/v1/account', { ignored_suspicions: ['burst', 'burst'] })).body.ignored_suspicions).toEqual(['burst'])
  expect((await call('PATCH', '/v1/account', { ignored_suspicions: ['taps'] })).status).toBe(400)
  expect((await call('POST', '/v1/messages', { to: '0151 12345679', from: 'Acme', text: 'Hi' })).status).toBe(202)
})

test('figures of an account without hits are zero, and rates without a denominator are null', async () => {
  const callOther = caller(app, (await newAccount(db)).secretKey)
  for (const by of hitGroups) {
    const { status, body } = await callOther('GET', `/v1/stats?by=${by}&time_zone=Europe/Berlin`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      messages: { created: 0, click_rate: null },
      hits: { total_clicks: 0, unique_clicks: 0, bots: 0 },
      groups: [],
    })
  }
  expect((await callOther('GET', '/v1/stats?time_zone=Mars')).body.code).toBe('query_invalid')
})

test('without a key nothing is answered, and a key without the scope is told so', async () => {
  expect((await app.inject('/v1/messages')).statusCode).toBe(401)
})
