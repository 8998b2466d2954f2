import { expect, test } from 'vitest'
import { api, caller } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { newAccount } from '../../test/helpers/messaging.ts'
import type { Conversation } from '../contract/simulator.ts'
import { createKey } from '../domain/accounts/keys.ts'

const db = await testDatabase({ max: 8 })
const { app } = await api(db)

async function visitor() {
  const { accountId, secretKey } = await newAccount(db)
  const call = caller(app, secretKey)
  const talk = async (phone: string) =>
    (await call('GET', `/v1/simulator/phones/${encodeURIComponent(phone)}`)).body as unknown as Conversation
  return { accountId, call, talk }
}

type Sms = { accountId: bigint; phone: string; text: string; sender?: string; tracking?: string }
let nextId = 1_000_000n

/** A message with one tracked link, as the simulator has received it. */
async function receive({ accountId, phone, text, sender = 'Acme', tracking = 'full' }: Sms): Promise<bigint> {
  const id = nextId++
  const [version] =
    await db`insert into template_versions (account_id, text, hash) values (${accountId}, ${text}, ${String(id)}) returning id`
  const [rendering] = await db`
    insert into renderings (account_id, template_version_id, short_domain_id, link_form, renderer_version, link_kinds)
    values (${accountId}, ${version?.id}, (select id from short_domains limit 1), 'full', 1, array['tracked']) returning id`
  await db`
    insert into links (account_id, rendering_id, position, destination_kind, destination)
    values (${accountId}, ${rendering?.id}, 0, 'fixed', 'https://acme.example/spring')`
  await db`
    insert into messages (id, account_id, rendering_id, carrier_id, test, phone, sender, tracking, link_count, encoding, parts, on_unknown, state,
      send_at, valid_until)
    select ${id}, ${accountId}, ${rendering?.id}, carriers.id, false, ${phone}, 'Acme', ${tracking}, 1, 'gsm7', 1, 'keep', 'delivered',
      now(), now() + interval '1 day'
    from carriers where kind = 'simulator'`
  await db`
    insert into simulator_messages (account_id, carrier_message_id, reference, phone, sender, text, flash)
    values (${accountId}, ${`sim-${id}`}, ${String(id)}, ${phone}, ${sender}, ${text}, false)`
  return id
}

test('a phone shows its messages cut at their links, and what was recorded of them', async () => {
  const { accountId, talk } = await visitor()
  const phone = '+4915112345678'
  const id = await receive({ accountId, phone, text: 'Sale: https://s.test/Xk3aB9zQ <b>now</b>' })
  const [before] = (await talk(phone)).messages
  expect(before?.pieces).toEqual([
    { text: 'Sale: ', href: null, link: null },
    { text: 'https://s.test/Xk3aB9zQ', href: 'https://s.test/Xk3aB9zQ', link: 0 },
    { text: ' <b>now</b>', href: null, link: null },
  ])
  expect(before?.record).toMatchObject({ message_id: String(id), state: 'delivered', links: [{ clicks: 0, first_click_at: null }] })
  await db`
    insert into link_totals (message_id, link, account_id, clicks, views, prefetches, bots, first_click_at, first_view_at, last_hit_at,
      message_clicks, message_views, message_prefetches, message_bots)
    select id, 0, account_id, 2, 1, 0, 0, now(), now(), now(), 2, 1, 0, 0 from messages where id = ${id}`
  const [after] = (await talk(phone)).messages
  expect(after?.record?.links).toMatchObject([{ clicks: 2, views: 1, destination: 'https://acme.example/spring' }])
  expect(after?.record?.links[0]?.first_click_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
})

test('only http and https can be tapped', async () => {
  const { accountId, talk } = await visitor()
  await receive({ accountId, phone: '+4915112345679', text: 'javascript:alert(1) data:text/html,x https://acme.example/a' })
  const [message] = (await talk('+4915112345679')).messages
  expect(message?.pieces.map(({ href }) => href).filter((href) => href !== null)).toEqual(['https://acme.example/a'])
})

test('phones stand in the order of their last message, and a number that has got nothing is none', async () => {
  const { accountId, call, talk } = await visitor()
  for (const ending of ['11', '22', '11', '33', '22']) await receive({ accountId, phone: `+49151000000${ending}`, text: `Hello ${ending}` })
  expect((await call('GET', '/v1/simulator/phones')).body).toMatchObject({
    phones: [{ phone: '+4915100000022', last_text: 'Hello 22' }, { phone: '+4915100000033' }, { phone: '+4915100000011' }],
  })
  for (const odd of [`"><b>'`, '\u0000', '+4915100000099']) expect(await talk(odd)).toMatchObject({ code: 'not_found' })
})

test('at most 50 messages of a phone are shown, the newest first', async () => {
  const { accountId, talk } = await visitor()
  for (let count = 0; count < 52; count++) await receive({ accountId, phone: '+4915100000044', text: `Number ${count}.` })
  const { messages } = await talk('+4915100000044')
  expect([messages.length, messages[0]?.pieces[0]?.text, messages.at(-1)?.pieces[0]?.text]).toEqual([50, 'Number 51.', 'Number 2.'])
})

test('nobody sees the phones of another account or writes on them, and a key that may not send sees none', async () => {
  const [owner, stranger] = [await visitor(), await visitor()]
  const phone = '+4915100000009'
  await receive({ accountId: owner.accountId, phone, text: 'For the owner only', sender: '49157111' })
  expect((await stranger.call('GET', '/v1/simulator/phones')).body).toEqual({ phones: [] })
  expect(await stranger.talk(phone)).toMatchObject({ code: 'not_found' })
  const reply = { to: '49157111', text: 'STOP' }
  expect((await stranger.call('POST', `/v1/simulator/phones/${phone}/replies`, reply)).body.code).toBe('not_found')
  const reader = await createKey(db, { accountId: owner.accountId, name: 'Reader', mode: 'live', scopes: ['messages:read'] })
  for (const path of ['', `/${phone}`])
    expect((await caller(app, reader.key)('GET', `/v1/simulator/phones${path}`)).body.code).toBe('scope_missing')
})

test('a phone replies to the number that wrote to it, and what it wrote stands with what was made of it', async () => {
  const { accountId, call, talk } = await visitor()
  const phone = '+4915100000077'
  await receive({ accountId, phone, text: 'From a number', sender: '4915799999999' })
  await receive({ accountId, phone, text: 'From a name' })
  expect((await talk(phone)).answerable).toEqual(['4915799999999'])
  const path = `/v1/simulator/phones/${encodeURIComponent(phone)}/replies`
  const sent = await call('POST', path, { to: '4915799999999', text: ' STOP ' })
  expect(sent).toMatchObject({
    status: 201,
    body: { to: '4915799999999', text: 'STOP', kind: 'opt_out', handled: 'opted_out', sure: true },
  })
  expect((await talk(phone)).replies).toEqual([sent.body])
  const refused = [
    { to: 'Acme', text: 'STOP' },
    { to: '49157', text: 'STOP' },
    { to: '4915799999999', text: '   ' },
    { to: '4915799999999', text: 'a\u0007b' },
  ]
  for (const body of refused) expect((await call('POST', path, body)).status).toBeGreaterThanOrEqual(400)
  expect((await talk(phone)).replies).toHaveLength(1)
})
