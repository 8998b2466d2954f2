import { beforeAll, expect, test } from 'vitest'
import { api } from '../../../../test/helpers/api.ts'
import { testDatabase } from '../../../../test/helpers/database.ts'
import { asker, wire } from '../../../../test/helpers/seven.ts'
import { updateAccount } from '../../../domain/accounts/accounts.ts'
import { setSpendLimit } from '../../../domain/messages/spendLimits.ts'
import { setPrice } from '../../../domain/routing/prices.ts'

const db = await testDatabase()
const node = await api(db)
const { accountId } = node
const ask = asker(node)
const raw = wire(node)
const send = (body: Record<string, unknown>) => ask('POST', 'sms', { to: '+4915112345678', text: 'Hi', ...body })
let phones = 4_000_000
const aPhone = () => `49151${++phones}0`

beforeAll(async () => {
  await setPrice(db, { country: 'DE', currency: 'EUR', priceMicros: 75_000n })
  await updateAccount(db, { accountId, actor: 'operator', changes: { currency: 'EUR', defaultCountry: 'DE', timeZone: 'Europe/Berlin' } })
})

const rowOf = async (recipient: string) =>
  (
    await db`select sender, label, reference, flash, tracking, send_at, valid_until, state from messages where phone = ${`+${recipient}`} order by id desc`
  )[0]

test('a message is accepted with exactly the fields that clients read, and stands in the logbook', async () => {
  const to = aPhone()
  const answer = await send({ to, text: 'HI2U!', from: 'Acme', label: 'spring', foreign_id: 'order-7', flash: true })
  expect(answer).toEqual({
    ...{ success: '100', total_price: 0.075, balance: 1_000_000, debug: 'false', sms_type: 'direct' },
    messages: [
      {
        ...{ id: expect.stringMatching(/^\d+$/), sender: 'Acme', recipient: to, text: 'HI2U!', encoding: 'gsm', label: 'spring' },
        ...{ parts: 1, udh: null, is_binary: false, price: 0.075, success: true, error: null, error_text: null },
      },
    ],
  })
  expect(await rowOf(to)).toMatchObject({
    sender: 'Acme',
    label: 'spring',
    reference: 'order-7',
    flash: true,
    tracking: 'off',
    state: 'queued',
  })
})

test('the text goes out as it is, braces and all', async () => {
  const text = 'Hi {name}, {{x}} {a|b} {opt_out_link} ü€'
  expect(await send({ to: aPhone(), text })).toMatchObject({ messages: [{ text }] })
})

test('performance_tracking puts short links into the text; without it links stay as they are', async () => {
  const text = 'Look: https://shop.example/a/very/long/path?that=nobody&wants=to&type=it'
  expect(await send({ to: aPhone(), text })).toMatchObject({ messages: [{ text }] })
  for (const performance_tracking of [true, 1, '1', 'true'])
    expect(await send({ to: aPhone(), text, performance_tracking })).toMatchObject({
      messages: [{ text: expect.stringMatching(/^Look: https:\/\/s\.test\/\w+$/) }],
    })
})

test('a sender that is missing or cannot be shown becomes the default one', async () => {
  for (const from of [undefined, '', 'undefined', 'far too long a name', 'Hi!']) {
    const to = aPhone()
    expect(await send({ to, from })).toMatchObject({ messages: [{ sender: 'SMS', success: true }] })
  }
})

test('numbers in every form that people write are sent to, a bad one is told among the messages', async () => {
  const [one, two, three] = [aPhone(), aPhone(), aPhone()]
  const answer = await send({ to: `+${one}, 00${two},0${three.slice(2)},12` })
  expect(answer).toMatchObject({
    success: '101',
    total_price: 0.225,
    messages: [
      { recipient: one, success: true },
      { recipient: two, success: true },
      { recipient: three, success: true },
      { recipient: '12', success: false, id: null, price: 0, error: 202, error_text: expect.stringContaining('Cannot parse') },
    ],
  })
  expect(await send({ to: [aPhone(), aPhone()] })).toMatchObject({ success: '100', messages: [{}, {}] })
  expect(await send({ to: 'nobody' })).toMatchObject({ success: '202', messages: [{ recipient: 'nobody', error: 202 }] })
})

test.each([
  ['a missing recipient', { to: undefined }, '301'],
  ['a recipient of undefined', { to: 'undefined' }, '301'],
  ['a missing text', { text: '' }, '305'],
  ['a text of blanks', { text: '  ' }, '305'],
  ['a text with control characters', { text: 'a\u0007b' }, '305'],
  ['a text of 1521 characters', { text: 'a'.repeat(1521) }, '401'],
  ['more recipients than one request may have', { to: Array.from({ length: 1001 }, (_, at) => String(4915110000000 + at)) }, '202'],
  ['a header of its own', { udh: '050003CC0201' }, '400'],
  ['a binary message', { is_binary: true }, '400'],
  ['files', { files: [{ name: 'a.pdf', contents: 'YQ==' }] }, '400'],
  ['a time that is none', { delay: 'tomorrow' }, '700'],
  ['a time in ten years', { delay: '2554416000' }, '700'],
  ['a label that is too long', { label: 'x'.repeat(101) }, '700'],
])('%s is answered with the bare code', async (_what, body, code) => {
  expect(await send(body)).toBe(code)
})

test('a time is understood as seconds, milliseconds and local time; one that has passed is now', async () => {
  const at = new Date(Date.now() + 86_400_000)
  at.setUTCMilliseconds(0)
  const local = new Date(at.getTime()).toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' })
  for (const delay of [at.getTime(), at.getTime() / 1000, String(at.getTime() / 1000), local]) {
    const to = aPhone()
    expect(await send({ to, delay, ttl: 60 })).toMatchObject({ success: '100' })
    expect(await rowOf(to)).toMatchObject({ send_at: at, valid_until: new Date(at.getTime() + 3_600_000) })
  }
  for (const delay of ['2020-01-01 10:00', 1_500_000_000]) expect(await send({ to: aPhone(), delay })).toMatchObject({ success: '100' })
})

test('debug says what would be, and nothing of it stays', async () => {
  const before = await db`select count(*)::int as count from messages`
  const answer = await send({ to: `${aPhone()},12`, text: 'https://shop.example/x', debug: 1, performance_tracking: 1 })
  expect(answer).toMatchObject({
    ...{ success: '101', debug: 'true', total_price: 0 },
    messages: [
      { id: null, price: 0, success: true, text: expect.stringContaining('https://s.test/') },
      { success: false, error: 202 },
    ],
  })
  expect(await db`select count(*)::int as count from messages`).toEqual(before)
})

test('the same text to the same number is refused for 180 seconds, unless no_reload says so', async () => {
  const [to, other] = [aPhone(), aPhone()]
  expect(await send({ to, text: 'again' })).toMatchObject({ success: '100' })
  expect(await send({ to, text: 'again' })).toMatchObject({ success: '402', messages: [{ success: false, error: 402, recipient: to }] })
  expect(await send({ to: [to, other], text: 'again' })).toMatchObject({ success: '101', messages: [{ error: 402 }, { success: true }] })
  expect(await send({ to, text: 'again!' })).toMatchObject({ success: '100' })
  expect(await send({ to, text: 'again', no_reload: 1 })).toMatchObject({ success: '100' })
  await db`update messages set created_at = now() - interval '181 s' where phone = ${`+${to}`}`
  expect(await send({ to, text: 'again' })).toMatchObject({ success: '100' })
})

test('of two equal requests at the same moment one is sent', async () => {
  const to = aPhone()
  const answers = await Promise.all([1, 2, 3].map(() => send({ to, text: 'at once' })))
  expect(answers.map((answer) => (answer as { success: string }).success).sort()).toEqual(['100', '402', '402'])
})

test('a scheduled message is taken back by its id, in every form that clients send ids', async () => {
  const idOf = async () => {
    const answer = await send({ to: aPhone(), delay: Math.floor(Date.now() / 1000) + 3_600 })
    return (answer as { messages: { id: string }[] }).messages[0]?.id ?? ''
  }
  const headers = { 'x-api-key': node.secretKey, accept: 'application/json' }
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
  const forms: ((id: string) => Promise<{ text: string }>)[] = [
    (id) =>
      raw('sms', {
        method: 'DELETE',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ ids: `${id},999999` }),
      }),
    (id) => raw('sms', { method: 'DELETE', headers: form, body: `ids[0]=${id}&ids[1]=999999` }),
    (id) => raw(`sms?ids[]=${id}`, { method: 'DELETE', headers }),
    (id) => raw(`sms?ids=${encodeURIComponent(JSON.stringify({ ids: [Number(id)] }))}`, { method: 'DELETE', headers }),
  ]
  for (const remove of forms) {
    const id = await idOf()
    expect(JSON.parse((await remove(id)).text)).toEqual({ success: true, deleted: [id] })
    expect(JSON.parse((await remove(id)).text)).toEqual({ success: false, deleted: [] })
  }
  expect(await ask('DELETE', 'sms', { ids: '' })).toEqual({ success: false, deleted: [] })
})

test('as text the answer is the code, and on request the id and details', async () => {
  const get = (query: string) => raw(`sms?p=${node.secretKey}&text=Hi&${query}`)
  expect(await get(`to=${aPhone()}`)).toMatchObject({ text: '100', isJson: false })
  expect((await get(`to=${aPhone()}&return_msg_id=1`)).text).toMatch(/^100\n\d+$/)
  expect((await get(`to=${aPhone()}&details=1&debug=1&from=Acme`)).text.split('\n')).toEqual([
    ...['100', 'Verbucht: 0', 'Preis: 0', 'Guthaben: 1000000', 'Text: Hi', 'SMS-Typ: direct', 'Flash SMS: false', 'Encoding: gsm'],
    ...['GSM0338: true', 'Debug: true'],
  ])
  expect(await get('to=12')).toMatchObject({ text: '202' })
  expect(await get('')).toMatchObject({ text: '301' })
})

test('the balance is what the narrowest spend limit leaves, and nothing is sent beyond it', async () => {
  await setSpendLimit(db, { accountId, keyId: null, period: 'month', limitMicros: 10_000_000n })
  expect(await ask('GET', 'balance')).toEqual({ amount: 10, currency: 'EUR' })
  expect(await send({ to: aPhone() })).toMatchObject({ balance: 9.925 })
  await setSpendLimit(db, { accountId, keyId: null, period: 'day', limitMicros: 0n })
  expect(await ask('GET', 'balance')).toEqual({ amount: 0, currency: 'EUR' })
  expect(await send({ to: aPhone() })).toBe('500')
  for (const period of ['day', 'month'] as const) await setSpendLimit(db, { accountId, keyId: null, period, limitMicros: null })
})

test('prices are those of the operator', async () => {
  const german = { mcc: '', mncs: null, networkName: null, price: 0.075, features: ['alpha', 'numeric', 'dlr'], comment: null }
  const countries = [{ countryCode: 'DE', countryName: 'Germany', countryPrefix: '49', networks: [german] }]
  expect(await ask('GET', 'pricing?country=de')).toEqual({ countCountries: 1, countNetworks: 1, countries })
  expect(await ask('GET', 'pricing?country=at')).toEqual({ countCountries: 0, countNetworks: 0, countries: [] })
  expect((await raw(`pricing?p=${node.secretKey}&format=csv`)).text).toContain('"DE";"Germany";"49"')
})
