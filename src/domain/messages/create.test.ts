import { expect, test } from 'vitest'
import { messaging, newAccount, send, SHORT_HOST } from '../../../test/helpers/messaging.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { sendRequest } from '../../contract/messages.ts'
import { setPrice } from '../routing/prices.ts'
import { sendMessages } from './create.ts'

const db = await testDatabase()
const { parts, key, testKey, accountId, resolver } = await messaging(db)
const phone = '+4915112345678'

const codeOf = (text: string) => /s\.test\/([0-9A-Za-z]{8})/.exec(text)?.[1] ?? ''
const first = async (request: Record<string, unknown>) => {
  const [recipient] = (await send(parts, key, request)).recipients
  if (recipient?.kind !== 'prepared') throw new Error(`refused: ${recipient?.detail}`)
  return recipient
}

test('each recipient gets an own short link for each link, and each leads to its destination', async () => {
  const { recipients } = await send(parts, key, { to: [phone, '+4915112345679'], text: 'A https://shop.example/a and b.example/b' })
  const texts = recipients.map((recipient) => (recipient.kind === 'prepared' ? recipient.text : ''))
  const codes = texts.flatMap((text) => [...text.matchAll(/s\.test\/([0-9A-Za-z]{8})/g)].map((match) => match[1] ?? ''))
  expect(new Set(codes).size).toBe(4)
  const locations = []
  for (const code of codes) locations.push(await resolver.resolve(SHORT_HOST, code))
  expect(locations.map((each) => each.kind === 'redirect' && each.location)).toEqual([
    'https://shop.example/a',
    'https://b.example/b',
    'https://shop.example/a',
    'https://b.example/b',
  ])
})

test('a bad number does not sink the rest, and each says what is wrong with it', async () => {
  const { recipients } = await send(parts, key, { to: [phone, 'nonsense', '+493012345678', phone], text: 'Hi' })
  expect(recipients.map((recipient) => (recipient.kind === 'prepared' ? 'queued' : recipient.code))).toEqual([
    'queued',
    'phone_invalid',
    'phone_not_mobile',
    'recipient_duplicate',
  ])
})

test('a single recipient that cannot be sent to is the error of the request', async () => {
  await expect(send(parts, key, { to: 'nonsense', text: 'Hi' })).rejects.toMatchObject({ code: 'phone_invalid' })
})

test('the bare form leaves out the scheme', async () => {
  expect((await first({ to: phone, text: 'https://shop.example', link_form: 'bare' })).text).toMatch(/^s\.test\/[0-9A-Za-z]{8}$/)
})

test('tracking off leaves links as written, and a single link can be left as written', async () => {
  expect((await first({ to: phone, text: 'See shop.example/x', tracking: 'off' })).text).toBe('See shop.example/x')
  const mixed = await first({ to: phone, text: 'shop.example/x shop.example/y', links: [{ position: 0, tracked: false }] })
  expect(mixed.text).toMatch(/^shop\.example\/x https:\/\/s\.test\//)
})

test('a message may ask for less tracking than its account, never for more', async () => {
  const other = await newAccount(db)
  await db`update accounts set tracking = 'aggregate' where id = ${other.accountId}`
  await expect(send(parts, other.key, { to: phone, text: 'shop.example', tracking: 'full' })).rejects.toMatchObject({
    code: 'tracking_not_allowed',
  })
  const { recipients } = await send(parts, other.key, { to: phone, text: 'shop.example' })
  const [recipient] = recipients
  const resolved = await resolver.resolve(SHORT_HOST, recipient?.kind === 'prepared' ? codeOf(recipient.text) : '')
  expect(resolved.kind === 'redirect' && resolved.origin.aggregate).toBe(true)
})

test("a merge field that is a whole URL becomes a tracked link for each recipient, and a bad value is that recipient's error", async () => {
  const { recipients } = await send(parts, key, {
    text: 'Your parcel: {parcel_url}',
    to: [
      { phone, values: { parcel_url: 'https://dhl.example/1?a=b' } },
      { phone: '+4915112345680', values: { parcel_url: 'javascript:alert(1)' } },
      { phone: '+4915112345681', values: { parcel_url: 'http://127.0.0.1/x' } },
      { phone: '+4915112345682' },
    ],
  })
  expect(recipients.map((each) => (each.kind === 'prepared' ? 'queued' : each.code))).toEqual([
    'queued',
    'link_invalid',
    'link_private',
    'merge_value_missing',
  ])
  const [good] = recipients
  const resolved = await resolver.resolve(SHORT_HOST, good?.kind === 'prepared' ? codeOf(good.text) : '')
  expect(resolved).toMatchObject({ kind: 'redirect', location: 'https://dhl.example/1?a=b' })
})

test('merge fields inside a URL are off until the account allows them, then they are filled and encoded', async () => {
  const request = { to: { phone, values: { id: 'a b&c' } }, text: 'https://shop.example/p/{id}?q={id}' }
  await expect(send(parts, key, request)).rejects.toMatchObject({ code: 'merge_field_in_url_off' })
  const other = await newAccount(db)
  await db`update accounts set merge_fields_in_urls = true where id = ${other.accountId}`
  const [recipient] = (await send(parts, other.key, request)).recipients
  const resolved = await resolver.resolve(SHORT_HOST, recipient?.kind === 'prepared' ? codeOf(recipient.text) : '')
  expect(resolved).toMatchObject({ location: 'https://shop.example/p/a%20b%26c?q=a%20b%26c' })
})

test.each([
  ['a private host', 'http://localhost:9/x', 'link_private'],
  ['a loop to our own short domain', 'https://s.test/abcdefgh', 'link_loop'],
  ['user information', 'https://user:pass@shop.example/', 'link_invalid'],
])('a tracked link to %s is refused', async (_, text, code) => {
  await expect(send(parts, key, { to: phone, text })).rejects.toMatchObject({ code })
})

test('UTM parameters of the account and of the request stand in the destination', async () => {
  const other = await newAccount(db)
  await db`update accounts set utm = '{"utm_source":"sms"}' where id = ${other.accountId}`
  const [recipient] = (await send(parts, other.key, { to: phone, text: 'https://shop.example/?a=1', utm: { utm_campaign: 'spring' } }))
    .recipients
  const resolved = await resolver.resolve(SHORT_HOST, recipient?.kind === 'prepared' ? codeOf(recipient.text) : '')
  expect(resolved).toMatchObject({ location: 'https://shop.example/?a=1&utm_source=sms&utm_campaign=spring' })
})

test('UTM parameters are added where a merge value is the whole URL, too', async () => {
  const request = {
    to: phone,
    text: 'Your parcel: {parcel_url}',
    values: { parcel_url: 'https://parcel.example/1?a=1' },
    utm: { utm_source: 'sms' },
  }
  const { text } = await first(request)
  expect(await resolver.resolve(SHORT_HOST, codeOf(text))).toMatchObject({ location: 'https://parcel.example/1?a=1&utm_source=sms' })
})

test('a message has a price only where the operator named one, and keeps it', async () => {
  const unpriced = await first({ to: phone, text: 'Hi' })
  expect(unpriced.priceMicros).toBeUndefined()
  const other = await newAccount(db)
  await setPrice(db, { country: 'DE', currency: 'EUR', priceMicros: 75_000n })
  await db`update accounts set currency = 'EUR' where id = ${other.accountId}`
  const [priced] = (await send(parts, other.key, { to: phone, text: 'x'.repeat(161) })).recipients
  expect(priced).toMatchObject({ priceMicros: 150_000n })
})

test('the same Idempotency-Key gives the stored answer and sends once; with another body it is refused', async () => {
  const request = sendRequest.parse({ to: phone, from: 'Acme', text: 'Once' })
  const options = {
    key,
    request,
    now: new Date(),
    present: ({ recipients }: { recipients: { kind: string; id?: bigint }[] }) => ({ id: String(recipients[0]?.id) }),
  }
  const one = await sendMessages(parts, { ...options, idempotency: { key: 'k1', request: 'a' } })
  const two = await sendMessages(parts, { ...options, idempotency: { key: 'k1', request: 'a' } })
  expect(two).toEqual({ body: one.body, replayed: true })
  await expect(sendMessages(parts, { ...options, idempotency: { key: 'k1', request: 'b' } })).rejects.toMatchObject({
    code: 'idempotency_mismatch',
  })
  const [row] = await db<{ count: number }[]>`
    select count(*)::int from messages join renderings on renderings.id = rendering_id
    join template_versions on template_versions.id = template_version_id where text = 'Once'`
  expect(row?.count).toBe(1)
})

test('two requests at once with one Idempotency-Key send once; the second is told to wait or gets the same answer', async () => {
  const request = sendRequest.parse({ to: phone, from: 'Acme', text: 'Race' })
  const idempotency = { key: 'race', request: 'r' }
  const options = { key, request, idempotency, now: new Date(), present: () => ({ ok: true }) }
  const results = await Promise.allSettled([1, 2, 3].map(() => sendMessages(parts, options)))
  const refusals = results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as { code: string }).code] : []))
  expect(refusals.filter((code) => code !== 'idempotency_in_flight')).toEqual([])
  const [row] = await db<{ count: number }[]>`
    select count(*)::int from messages join renderings on renderings.id = rendering_id
    join template_versions on template_versions.id = template_version_id where text = 'Race'`
  expect(row?.count).toBe(1)
})

test('a text of more than ten parts is refused', async () => {
  await expect(send(parts, key, { to: phone, text: 'x'.repeat(1_531) })).rejects.toMatchObject({ code: 'text_too_long' })
})

test('messages of a test key are marked, and equal texts share one rendering', async () => {
  await send(parts, testKey, { to: phone, text: 'Shared https://shop.example' })
  await send(parts, key, { to: phone, text: 'Shared https://shop.example' })
  const rows = await db<{ test: boolean; renderingId: bigint }[]>`
    select test, rendering_id as "renderingId" from messages join renderings on renderings.id = rendering_id
    join template_versions on template_versions.id = template_version_id where text like 'Shared%' and messages.account_id = ${accountId} order by messages.id`
  expect(rows.map((row) => row.test)).toEqual([true, false])
  expect(rows[0]?.renderingId).toBe(rows[1]?.renderingId)
})
