import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { insertAccount } from '../../domain/accounts/store.ts'
import { startSession } from '../../domain/accounts/sessions.ts'
import { insertUser } from '../../domain/accounts/userStore.ts'
import type { PhoneReply } from '../../domain/messages/phoneReply.ts'
import { createLog } from '../../platform/log.ts'
import { registerPages } from './pages.ts'

const db = await testDatabase()
const app = fastify()
const replies: PhoneReply[] = []
registerPages(app, {
  db,
  log: createLog({ level: 'silent' }),
  config: { baseUrl: 'http://localhost:4100' },
  reply: async (written) => void replies.push(written),
})

await db`insert into code_spaces (id, cipher, code_length, sealed_key) values (1, 'speck48/96', 8, '') on conflict do nothing`
await db`insert into short_domains (host, scheme, code_space_id, is_default) values ('localhost:4101', 'http', 1, true)`

async function visitorOf(name: string) {
  const accountId = await insertAccount(db, { name })
  const userId = await insertUser(db, { accountId, email: `${name}@example.com`, passwordHash: 'none', role: 'owner' })
  if (userId === undefined) throw new Error(`${name} is there already`)
  const token = await startSession(db, { accountId, userId, formerToken: undefined })
  const get = (url: string) => app.inject({ url, headers: { cookie: `tapline=${token}` } })
  const post = (url: string, form: Record<string, string>) =>
    app.inject({
      method: 'POST',
      url,
      headers: { cookie: `tapline=${token}`, origin: 'http://localhost:4100', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    })
  return { accountId, get, post }
}

type Sms = { accountId: bigint; phone: string; text: string; sender?: string; tracking?: string; state?: string; test?: boolean }
let nextId = 1n

/** A message with one tracked link, as the simulator has received it. */
async function receive({
  accountId,
  phone,
  text,
  sender = 'Acme',
  tracking = 'full',
  state = 'delivered',
  test: isTest = false,
}: Sms): Promise<bigint> {
  const id = nextId++
  const [version] =
    await db`insert into template_versions (account_id, text, hash) values (${accountId}, ${text}, ${String(id)}) returning id`
  const [rendering] = await db`
    insert into renderings (account_id, template_version_id, short_domain_id, link_form, renderer_version, link_kinds)
    values (${accountId}, ${version?.id}, (select id from short_domains), 'full', 1, array['tracked']) returning id`
  await db`
    insert into links (account_id, rendering_id, position, destination_kind, destination)
    values (${accountId}, ${rendering?.id}, 0, 'fixed', 'https://acme.example/spring')`
  await db`
    insert into messages (id, account_id, rendering_id, carrier_id, test, phone, sender, tracking, link_count, encoding, parts, on_unknown, state,
      send_at, valid_until)
    select ${id}, ${accountId}, ${rendering?.id}, carriers.id, ${isTest}, ${phone}, 'Acme', ${tracking}, 1, 'gsm7', 1, 'keep', ${state},
      now(), now() + interval '1 day'
    from carriers`
  await db`
    insert into simulator_messages (account_id, carrier_message_id, reference, phone, sender, text, flash)
    values (${accountId}, ${`sim-${id}`}, ${String(id)}, ${phone}, ${sender}, ${text}, false)`
  return id
}

const countHits = (messageId: bigint, { clicks, views }: { clicks: number; views: number }) => db`
  insert into link_totals (message_id, link, account_id, clicks, views, prefetches, bots, first_click_at, first_view_at, last_hit_at,
    message_clicks, message_views, message_prefetches, message_bots)
  select id, 0, account_id, ${clicks}, ${views}, 0, 0, now(), now(), now(), ${clicks}, ${views}, 0, 0 from messages where id = ${messageId}`

test('a phone shows its messages with links to tap, and what was recorded of them', async () => {
  const { accountId, get } = await visitorOf('ana')
  const id = await receive({ accountId, phone: '+4915112345678', text: 'Sale: http://localhost:4101/Xk3aB9zQ' })
  const before = await get('/phone')
  expect(before.body).toContain('Simulation:')
  expect(before.body).toContain(
    '<a href="http://localhost:4101/Xk3aB9zQ" target="_blank" rel="noopener noreferrer">http://localhost:4101/Xk3aB9zQ</a>',
  )
  expect(before.body).toContain('not clicked')
  expect(before.body).not.toContain('class="card"')
  await countHits(id, { clicks: 2, views: 1 })
  const after = await get('/phone')
  expect(after.body).toMatch(/clicked 2 \(first <time/)
  expect(after.body).toMatch(/viewed 1 \(first <time/)
  expect(after.body).toMatch(/class="card"[^]*acme\.example[^]*\/spring/)
})

test('the text of a message cannot become markup, and only http and https can be tapped', async () => {
  const { accountId, get } = await visitorOf('bo')
  const text = `<img src=x onerror=alert(1)> javascript:alert(1) "'&`
  await receive({ accountId, phone: '+4915112345679', text })
  const { body } = await get('/phone')
  expect(body).toContain('&lt;img src=x onerror=alert(1)&gt; javascript:alert(1) &quot;&#39;&amp;')
  expect(body).not.toContain('<img')
  expect(body).not.toContain('href="javascript:')
})

test('nobody sees the phones or messages of another account', async () => {
  const owner = await visitorOf('cy')
  const stranger = await visitorOf('di')
  await receive({ accountId: owner.accountId, phone: '+4915100000009', text: 'For Cy only' })
  expect((await owner.get('/phone')).body).toContain('For Cy only')
  for (const url of ['/phone', '/phone?number=%2B4915100000009']) expect((await stranger.get(url)).body).not.toContain('For Cy only')
})

test('phones stand in the order of their last message, and the one that is asked for is open', async () => {
  const { accountId, get } = await visitorOf('eli')
  for (const ending of ['11', '22', '11', '33', '22']) await receive({ accountId, phone: `+49151000000${ending}`, text: `Hello ${ending}` })
  const { body } = await get('/phone?number=%2B4915100000033')
  expect([...body.matchAll(/class="number">([^<]+)/g)].map((match) => match[1]?.slice(-2))).toEqual(['22', '33', '11'])
  expect(body).toMatch(/<h2>\+4915100000033<\/h2>/)
  expect(body.match(/class="message"/g)).toHaveLength(1)
})

test('at most 50 messages of a phone are shown, the newest last', async () => {
  const { accountId, get } = await visitorOf('fay')
  for (let count = 0; count < 52; count++) await receive({ accountId, phone: '+4915100000044', text: `Number ${count}.` })
  const { body } = await get('/phone')
  expect(body.match(/class="message"/g)).toHaveLength(50)
  expect(body).not.toContain('Number 1.')
  const thread = body.slice(body.indexOf('class="thread"'))
  expect(thread.indexOf('Number 2.')).toBeLessThan(thread.indexOf('Number 51.'))
})

test.each([
  ['full', 'not viewed'],
  ['aggregate', 'Counts in totals only, not for this message.'],
  ['off', 'No tracked link.'],
])('a message tracked "%s" says: %s', async (tracking, sentence) => {
  const { accountId, get } = await visitorOf(`gil-${tracking}`)
  await receive({ accountId, phone: '+4915100000055', text: 'Go https://acme.example/spring', tracking })
  expect((await get('/phone')).body).toContain(sentence)
})

test.each(['queued', 'submitting', 'accepted', 'rejected', 'unknown', 'delivered', 'undelivered', 'expired', 'cancelled', 'suppressed'])(
  'the state %s is a word on the phone, and a test message says that it is one',
  async (state) => {
    const { accountId, get } = await visitorOf(`hal-${state}`)
    await receive({ accountId, phone: '+4915100000066', text: 'Hello', state: state === 'submitting' ? 'queued' : state, test: true })
    if (state === 'submitting') await db`update messages set state = 'submitting', claimed_until = now() where account_id = ${accountId}`
    const { body } = await get('/phone')
    expect(body).toMatch(new RegExp(`class="badge \\w+"[^>]*>\\s*<svg[^]*?</svg> ${state}`))
    expect(body).toContain('>test</span>')
  },
)

test('without any message the page says what to do, and an unknown number is no fault', async () => {
  const { get } = await visitorOf('ida')
  expect((await get('/phone')).body).toContain('No phone has received anything yet.')
  const odd = await get(`/phone?number=${encodeURIComponent(`"><b>'`)}&number=2`)
  expect(odd.statusCode).toBe(200)
  expect(odd.body).not.toContain('<b>')
  expect(odd.body).toContain('This number has received nothing.')
})

test('a phone replies to the number that wrote to it, and only to that', async () => {
  const { accountId, get, post } = await visitorOf('kim')
  const phone = '+4915100000077'
  await receive({ accountId, phone, text: 'From a number', sender: '4915799999999' })
  await receive({ accountId, phone, text: 'From a name' })
  expect((await get('/phone')).body).toMatch(/<input type="hidden" name="to" value="4915799999999"[^]*<textarea\s+id="reply-text"/)
  const sent = await post('/phone/reply', { number: phone, to: '4915799999999', text: ' STOP ' })
  expect(sent).toMatchObject({ statusCode: 303, headers: { location: `/phone?number=${encodeURIComponent(phone)}` } })
  expect(replies).toEqual([{ accountId, phone, recipient: '4915799999999', text: 'STOP' }])
  await post('/phone/reply', { number: phone, to: '4915799999999', text: '   ' })
  for (const form of [
    { to: 'Acme' },
    { to: '49157' },
    { to: '4915799999999', number: '+4915100000078' },
    { to: '4915799999999', text: 'a\u0000b' },
  ])
    expect((await post('/phone/reply', { number: phone, text: 'STOP', ...form })).statusCode).toBeGreaterThanOrEqual(400)
  const stranger = await visitorOf('lou')
  expect((await stranger.post('/phone/reply', { number: phone, to: '4915799999999', text: 'STOP' })).statusCode).toBe(404)
  expect(replies).toHaveLength(1)
})

test('of several numbers one is chosen; a name alone says that nobody can reply to it', async () => {
  const { accountId, get } = await visitorOf('mia')
  await receive({ accountId, phone: '+4915100000081', text: 'a', sender: '49157111' })
  await receive({ accountId, phone: '+4915100000081', text: 'b', sender: '49157222' })
  expect((await get('/phone')).body).toMatch(/<select id="reply-to"[^]*<option>49157222<\/option>[^]*<option>49157111<\/option>/)
  await receive({ accountId, phone: '+4915100000082', text: 'c' })
  const { body } = await get('/phone')
  expect(body).toContain('A phone cannot reply to “Acme”, which is a name.')
  expect(body).not.toContain('reply-text')
})

test('what was written stands between the messages by its time, with what was made of it', async () => {
  const { accountId, get } = await visitorOf('noa')
  const phone = '+4915100000091'
  await receive({ accountId, phone, text: 'First', sender: '49157111' })
  await db`
    insert into inbound_messages (carrier_id, carrier_message_id, account_id, phone, recipient, text, kind, is_sure, handled)
    select id, 'noa-1', ${accountId}, ${phone}, '49157111', '<b>stop it', 'opt_out', false, 'opted_out' from carriers where kind = 'simulator'`
  await receive({ accountId, phone, text: 'Second', sender: '49157111' })
  const { body } = await get('/phone')
  const places = ['>First<', '&lt;b&gt;stop it', '>Second<'].map((words) => body.indexOf(words, body.indexOf('class="thread"')))
  expect(places.every((place) => place > 0)).toBe(true)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(body).toContain('read as an opt-out; not sure: listed for review; nothing more is sent to this number')
})
