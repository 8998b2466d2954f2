import { expect, test } from 'vitest'
import { messaging, newAccount, send } from '../../../test/helpers/messaging.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { previewRequest } from '../../contract/messages.ts'
import { setPrice } from '../routing/prices.ts'
import { previewMessage } from './preview.ts'

const db = await testDatabase()
const { parts, key, accountId } = await messaging(db)
const preview = (request: Record<string, unknown>, account = accountId) =>
  previewMessage(db, { accountId: account, request: previewRequest.parse(request), allowPrivate: false })

test('what a preview shows has the length and the parts of what is sent', async () => {
  const request = {
    to: { phone: '+4915112345678', values: { name: 'Ana' } },
    text: 'Hi {name|there}, see https://shop.example/a/very/long/path and b.example',
  }
  const shown = await preview(request)
  const [sent] = (await send(parts, key, request)).recipients
  if (sent?.kind !== 'prepared') throw new Error('refused')
  expect(shown.after.example).toMatchObject({ characters: sent.text.length, parts: sent.parts.parts, encoding: sent.parts.encoding })
  expect(shown.links.map((link) => [link.written, link.tracked, link.short_length])).toEqual([
    ['https://shop.example/a/very/long/path', true, 'https://s.test/12345678'.length],
    ['b.example', true, 'https://s.test/12345678'.length],
  ])
})

test('short links that save a part say so, and those that cost one too', async () => {
  const long = await preview({ text: `${'x'.repeat(100)} https://shop.example/${'y'.repeat(80)}` })
  expect(long.advice.map((advice) => advice.code)).toEqual(['fewer_parts'])
  const short = await preview({ text: `${'x'.repeat(152)} is.de/1` })
  expect(short.advice.map((advice) => advice.code)).toContain('more_parts')
})

test('a link in the middle is advised to go last; one that is shortened already is named', async () => {
  expect((await preview({ text: 'See shop.example now' })).advice.map((advice) => advice.code)).toEqual(['link_last'])
  expect((await preview({ text: 'See https://bit.ly/abc' })).advice.map((advice) => advice.code)).toContain('link_shortened_already')
})

test('characters that force UCS-2 are named with a replacement', async () => {
  const shown = await preview({ text: 'It’s here' })
  expect(shown.after.example.encoding).toBe('ucs2')
  expect(shown.forcing_characters).toEqual([{ index: 2, character: '’', replacement: "'" }])
})

test('over a sample of recipients length, parts and price are given as min, typical and max', async () => {
  const other = await newAccount(db)
  await setPrice(db, { country: 'DE', currency: 'EUR', priceMicros: 75_000n })
  await db`update accounts set currency = 'EUR' where id = ${other.accountId}`
  const to = ['A', 'x'.repeat(50), 'y'.repeat(200)].map((name, at) => ({ phone: `+491511234567${at}`, values: { name } }))
  const shown = await preview({ to, text: 'Hi {name}' }, other.accountId)
  expect(shown.after.characters).toEqual({ min: 4, typical: 53, max: 203 })
  expect(shown.after.parts).toEqual({ min: 1, typical: 1, max: 2 })
  expect(shown.after.price).toEqual({ min: '0.075', typical: '0.075', max: '0.15', currency: 'EUR' })
})

test('without a price the cost is unknown, and a country without one makes the sample unknown', async () => {
  expect((await preview({ to: '+4915112345678', text: 'Hi' })).after.price).toBeNull()
})

test('without recipients the fallback values are measured, and fields without one stand as written', async () => {
  expect((await preview({ text: 'Hi {name|there} {city}' })).after.example.text).toBe('Hi there {city}')
})
