import { expect, test } from 'vitest'
import type { OutboundMessage } from '../../domain/messages/carrier.ts'
import { createCrowd, type PersonActs } from './crowd.ts'

const everything = { view: 1, tap: 1, convert: 1, optOut: 1 }
const link = 'https://go.example/Xk3mPq7w'
const optOut = 'https://go.example/Xk3mPq7wAbCd12'
let ids = 0n
const message = (phone: string, text: string): OutboundMessage => ({
  ...{ id: ++ids, accountId: 1n, phone, sender: 'Acme', text, encoding: 'gsm7', flash: false },
  ...{ validUntil: new Date(0), attempt: 1 },
})

/** People who do what the rates say, on a clock that is moved by hand. */
function crowd(rates = everything, leadsTo: { location: string | undefined } = { location: 'https://shop.example/?tl=abc' }) {
  const did: string[] = []
  let at = 0
  const acts: PersonActs = {
    open: async ({ url }) => (did.push(`tap ${url}`), leadsTo.location),
    leave: async ({ url }) => did.push(`leave ${url}`),
    buy: async ({ landing, currency }) => did.push(`buy at ${landing} in ${currency}`),
  }
  const people = createCrowd({ prefixes: ['3363998'], rates, currency: 'EUR' }, acts, () => at)
  const pass = async (ms: number) => {
    at += ms
    for (let turn = 0; turn < 200; turn++) await people.act()
  }
  return { did, people, pass }
}
const YEAR = 365 * 86_400_000

test('somebody taps, buys where the tap led to, and leaves by the link for it', async () => {
  const { did, people, pass } = crowd()
  expect(people.hand(message('+33639980011', `Look: ${link} or leave: ${optOut}`), { arrivesInMs: 1_000 })).toBe(true)
  await pass(0)
  expect(did).toEqual([])
  await pass(YEAR)
  expect(did[0]).toBe(`tap ${link}`)
  expect(did.indexOf('buy at https://shop.example/?tl=abc in EUR')).toBeGreaterThan(0)
  expect(did).toContain(`leave ${optOut}`)
  expect(new Set(did).size).toBe(3)
})

test('nobody sits at the phones of other numbers', async () => {
  const { did, people, pass } = crowd()
  expect(people.hand(message('+33612345678', link), { arrivesInMs: 0 })).toBeUndefined()
  await pass(YEAR)
  expect(did).toEqual([])
})

test('who cares for nothing does nothing, and draws no card', async () => {
  const { did, people, pass } = crowd({ view: 0, tap: 0, convert: 1, optOut: 0 })
  expect(people.hand(message('+33639980011', `${link} ${optOut}`), { arrivesInMs: 0 })).toBe(false)
  await pass(YEAR)
  expect(did).toEqual([])
})

test('a tap that led nowhere sells nothing, and a text without links moves nobody', async () => {
  const { did, people, pass } = crowd(everything, { location: undefined })
  people.hand(message('+33639980011', link), { arrivesInMs: 0 })
  people.hand(message('+33639980013', 'Hello from https://shop.example/spring'), { arrivesInMs: 0 })
  await pass(YEAR)
  expect(new Set(did)).toEqual(new Set([`tap ${link}`]))
})

test('what people still mean to do is bounded', async () => {
  const { did, people, pass } = crowd({ view: 0, tap: 1, convert: 0, optOut: 0 })
  for (let handed = 0; handed < 10_500; handed++) people.hand(message('+33639980011', link), { arrivesInMs: 0 })
  for (let round = 0; round < 4; round++) await pass(YEAR)
  expect(did.length).toBe(10_000)
})
