/** Requests as seven.io's clients put them on the wire, and what each of them reads of the answer. */
import { HooksResource, LookupResource, SmsResource, StatusResource, SubaccountsResource, BalanceResource } from '@seven.io/client'
import { describe, expect, test } from 'vitest'
import { updateAccount } from '../../src/domain/accounts/accounts.ts'
import { setSpendLimit } from '../../src/domain/messages/spendLimits.ts'
import { setPrice } from '../../src/domain/routing/prices.ts'
import { api } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { officialClient, wire } from '../helpers/seven.ts'

const db = await testDatabase()
const node = await api(db)
const { client } = await officialClient(node)
const { accountId, secretKey: key } = node
const ask = wire(node)
const FORM = 'application/x-www-form-urlencoded'
let phones = 6_000_000
const aPhone = () => `49151${++phones}0`
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString()

/** A form, the key in a header, JSON back. */
const php = { 'x-api-key': key, accept: 'application/json', 'content-type': FORM, sentwith: 'php' }

test('PHP sends with 1 for true and reads every member of a message without asking', async () => {
  const fields = {
    to: aPhone(),
    text: 'Hi: https://shop.example/x',
    from: 'Acme',
    performance_tracking: '1',
    flash: '0',
    foreign_id: 'a-1',
    label: 'php',
  }
  const { text } = await ask('sms', { method: 'POST', headers: php, body: form(fields) })
  const answer = JSON.parse(text) as Record<string, unknown> & { messages: Record<string, unknown>[] }
  expect(Object.keys(answer)).toEqual(['success', 'total_price', 'balance', 'debug', 'sms_type', 'messages'])
  for (const member of [
    'id',
    'sender',
    'recipient',
    'text',
    'encoding',
    'label',
    'parts',
    'udh',
    'is_binary',
    'price',
    'success',
    'error',
    'error_text',
  ])
    expect(Object.keys(answer.messages[0] ?? {})).toContain(member)
  expect(answer.messages[0]).toMatchObject({ text: expect.stringContaining('https://s.test/'), label: 'php' })
})

test('PHP compares the raw body of a failure with the code in quotes', async () => {
  expect(await ask('balance', { headers: { ...php, 'x-api-key': 'wrong' } })).toMatchObject({ status: 200, text: '"900"' })
  expect(await ask('lookup/hlr?number=49', { headers: php })).toMatchObject({ status: 200, text: '"902"' })
  const signature = { 'x-signature': 'a'.repeat(64), 'x-timestamp': String(Math.floor(Date.now() / 1000)), 'x-nonce': 'n' }
  expect(await ask('balance', { headers: { ...php, ...signature } })).toMatchObject({ status: 200, text: '"901"' })
  expect(await ask('status?msg_id=4711', { headers: php })).toMatchObject({ status: 200, text: '"600"' })
})

test('PHP takes messages back by a list in a form, and hooks by a query', async () => {
  const planned = await ask('sms', { method: 'POST', headers: php, body: form({ to: aPhone(), text: 'Later', delay: '2199-01-01 09:00' }) })
  expect(planned.text).toBe('"700"')
  const soon = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16).replace('T', ' ')
  const { text } = await ask('sms', { method: 'POST', headers: php, body: form({ to: aPhone(), text: 'Later', delay: soon }) })
  const { messages } = JSON.parse(text) as { messages: { id: string }[] }
  const id = messages[0]?.id ?? ''
  expect((await ask('sms', { method: 'DELETE', headers: php, body: `ids[0]=${id}` })).text).toBe(
    JSON.stringify({ success: true, deleted: [id] }),
  )
  const made = await ask('hooks', {
    method: 'POST',
    headers: php,
    body: form({ target_url: 'https://receiver.example/', event_type: 'dlr', headers: '' }),
  })
  const { id: hookId } = JSON.parse(made.text) as { id: number }
  expect((await ask(`hooks?id=${hookId}`, { method: 'DELETE', headers: php })).text).toBe('{"success":true,"code":null}')
})

test('PHP reads the channel of a journal row, which it demands', async () => {
  const { text } = await ask('journal/outbound?limit=1', { headers: php })
  expect(JSON.parse(text)).toMatchObject([{ channel: 'SMS', connection: 'http', mccmnc: null }])
})

describe('Go: Basic with the bare key, a form, no Accept', () => {
  const headers = { authorization: `Basic ${key}`, 'content-type': FORM, sentwith: 'go' }

  test('reads the text of a send and of a balance, and compares a failure without quotes', async () => {
    const sent = await ask('sms', {
      method: 'POST',
      headers,
      body: form({ to: aPhone(), text: 'Hi', flash: '0', performance_tracking: '1' }),
    })
    expect(sent).toMatchObject({ status: 200, text: '100', isJson: false })
    expect(await ask('balance', { headers })).toMatchObject({ text: '1000000', isJson: false })
    expect(await ask('balance', { headers: { ...headers, authorization: 'Basic wrong' } })).toMatchObject({ text: '900', isJson: false })
  })

  test('sends json=1 for an object', async () => {
    const sent = await ask('sms', { method: 'POST', headers, body: form({ to: `${aPhone()},12`, text: 'Hi', json: '1' }) })
    const answer = JSON.parse(sent.text) as { messages: { error: unknown }[] }
    expect(answer.messages.map(({ error }) => error)).toEqual([null, 202])
  })

  test('does everything about hooks by GET and POST with an action', async () => {
    const body = form({ action: 'subscribe', target_url: 'https://receiver.example/go', event_type: 'tracking', request_method: 'GET' })
    expect(JSON.parse((await ask('hooks', { method: 'POST', headers, body })).text)).toMatchObject({
      success: true,
      id: expect.any(Number),
    })
    expect(JSON.parse((await ask('hooks?action=read', { headers })).text)).toMatchObject({
      success: true,
      hooks: [{ request_method: 'GET' }],
    })
  })
})

test('Python: a POST with everything in the query, the key as p, and no body', async () => {
  const query = form({ p: key, to: aPhone(), text: 'Grüße & mehr', json: '1', performance_tracking: '0', sentWith: 'python' })
  expect(JSON.parse((await ask(`sms?${query}`, { method: 'POST' })).text)).toMatchObject({
    success: '100',
    messages: [{ text: 'Grüße & mehr' }],
  })
  expect(await ask(`sms?${form({ p: 'wrong', to: '49', text: 'Hi' })}`, { method: 'POST' })).toMatchObject({ status: 200, text: '900' })
})

test('Ruby: a form, the key in a header, details as lines of text', async () => {
  const headers = { 'x-api-key': key, 'content-type': FORM, sentwith: 'ruby' }
  const { text } = await ask('sms', {
    method: 'POST',
    headers,
    body: form({ to: aPhone(), text: 'HI2U!', from: 'Ruby', details: '1', return_msg_id: '1' }),
  })
  expect(text.split('\n')).toEqual([
    ...['100', expect.stringMatching(/^\d+$/), 'Verbucht: 0', 'Preis: 0', 'Guthaben: 1000000', 'Text: HI2U!', 'SMS-Typ: direct'],
    ...['Flash SMS: false', 'Encoding: gsm', 'GSM0338: true', 'Debug: false'],
  ])
})

test('.NET: p and sentWith in query and form, no Accept, and a balance that is no whole number of a code', async () => {
  expect(await ask(`balance?p=${key}&sentWith=CSharp`)).toMatchObject({ text: '1000000', isJson: false })
  const body = form({ p: key, sentWith: 'CSharp', to: aPhone(), text: 'Hi', json: '1' })
  expect(JSON.parse((await ask('sms', { method: 'POST', headers: { 'content-type': FORM }, body })).text)).toMatchObject({ success: '100' })
  const analytics = await ask(`analytics?p=${key}&sentWith=CSharp&group_by=date`)
  expect(JSON.parse(analytics.text)).toMatchObject([{ sms: expect.any(Number), rcs: 0 }])
})

describe('JavaScript: the client throws each code that is bare', () => {
  const sms = (options: Record<string, unknown> = {}) =>
    new SmsResource(client({ apiKey: key })).dispatch({ to: [aPhone()], text: 'Hi', ...options })

  test.each([
    ['900: InvalidApiKey', () => new BalanceResource(client({ apiKey: 'wrong' })).get()],
    ['901: InvalidMessageId', () => new BalanceResource(client({ apiKey: key, signingSecret: 'wrong' })).get()],
    ['902: DeactivatedApi', () => new LookupResource(client({ apiKey: key })).hlr({ numbers: ['491716992343'] })],
    ['902: DeactivatedApi', () => new SubaccountsResource(client({ apiKey: key })).read(7)],
    ['301: MissingParameterTo', () => sms({ to: [] })],
    ['305: MissingParameterText', () => sms({ text: '' })],
    ['400: InvalidType', () => sms({ udh: '050003CC0201' })],
    ['401: ParameterLongExceedsCharLimit', () => sms({ text: 'a'.repeat(1_521) })],
    ['600: CarrierFailed', () => new StatusResource(client({ apiKey: key })).get([4711])],
    ['700: UnknownError', () => sms({ delay: new Date(2_554_416_000_000) })],
    ['700: UnknownError', () => new HooksResource(client({ apiKey: key })).unsubscribe(Number.NaN)],
  ])('%s', async (message, call) => {
    await expect(call()).rejects.toThrow(message)
  })

  test('500: InsufficientCredits', async () => {
    await setPrice(db, { country: 'DE', currency: 'EUR', priceMicros: 75_000n })
    await updateAccount(db, { accountId, actor: 'operator', changes: { currency: 'EUR' } })
    await setSpendLimit(db, { accountId, keyId: null, period: 'day', limitMicros: 0n })
    await expect(sms()).rejects.toThrow('500: InsufficientCredits')
    await setSpendLimit(db, { accountId, keyId: null, period: 'day', limitMicros: null })
  })

  test('what is wrong with one recipient stands in the answer', async () => {
    const to = aPhone()
    expect(await sms({ to: [to, '12'] })).toMatchObject({ success: '101', messages: [{ success: true }, { success: false, error: 202 }] })
    expect(await sms({ to: [to] })).toMatchObject({ success: '402', messages: [{ success: false, error: 402 }] })
  })
})
