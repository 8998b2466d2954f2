import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Suspicion } from '../../contract/suspicions.ts'
import { findSuspicions, type Suspect } from './suspicion.ts'

const SENT_AT = Date.UTC(2026, 10, 24, 10, 0, 0)
const carrier = '100.128.7.0/24'
const dataCentre = '34.90.10.0/24'

/** A tap from a phone behind a carrier's address, a minute after the send. */
const tap = (hit: Partial<Suspect> = {}): Suspect => ({
  ...{ at: SENT_AT + 60_000, messageId: 1, link: 0, network: carrier, device: 'phone', reason: 'browser', overBudget: false },
  ...{ userAgent: 'Safari on an iPhone', submittedAt: SENT_AT, linkCount: 1, known: [] },
  ...hit,
})
/** A request from a data centre that calls itself Chrome on Windows. */
const scan = (hit: Partial<Suspect> = {}) => tap({ network: dataCentre, device: 'desktop', userAgent: 'Chrome on Windows', ...hit })
const many = <T>(count: number, make: (at: number) => T) => Array.from({ length: count }, (_, at) => make(at))

/** What is found for each hit, in the order of the hits. */
const reasonsOf = (hits: readonly Suspect[]): Suspicion[][] => {
  const found = findSuspicions(hits)
  return hits.map((hit) => found.get(hit) ?? [])
}
const allOf = (hits: readonly Suspect[]) => [...new Set(reasonsOf(hits).map(String))]

const nobody: [string, Suspect[]][] = [
  ['a tap from a phone, as soon as the message is there', [tap({ at: SENT_AT + 2_500 })]],
  ['a tap on a desktop 6 s after the send', [scan({ at: SENT_AT + 6_000 })]],
  ['a desktop whose clock seems to be before the send', [scan({ at: SENT_AT - 1 })]],
  ['somebody who tries it out on a laptop', [scan({ at: SENT_AT + 2_000, network: '127.0.0.0/24' })]],
  ['a tap from an unknown network', [scan({ at: SENT_AT + 2_000, network: undefined })]],
  ['a thumb that opens both links of a message', [tap({ linkCount: 2 }), tap({ at: SENT_AT + 61_000, link: 1, linkCount: 2 })]],
  ['a thumb that taps one link three times', many(3, (at) => tap({ at: SENT_AT + 60_000 + at * 300, linkCount: 3 }))],
  [
    'a desktop that opens two of three links',
    [scan({ at: SENT_AT + 60_000, linkCount: 3 }), scan({ at: SENT_AT + 60_500, link: 1, linkCount: 3 })],
  ],
  [
    'a desktop that opens one link after the other',
    [scan({ at: SENT_AT + 60_000, linkCount: 2 }), scan({ at: SENT_AT + 62_001, link: 1, linkCount: 2 })],
  ],
  [
    'a thousand phones of one model behind one address of a carrier in 2 s',
    many(1_000, (at) => tap({ messageId: at, at: SENT_AT + at * 2 })),
  ],
  ['tablets likewise', many(100, (at) => tap({ messageId: at, device: 'tablet', userAgent: 'Safari on an iPad' }))],
  ['iPads that call themselves a Mac, 19 behind one address in 2 s', many(19, (at) => scan({ messageId: at, network: carrier }))],
  ['an office: 200 people at desktops in a minute', many(200, (at) => scan({ messageId: at, at: SENT_AT + 30_000 + at * 300 }))],
  ['one desktop that reloads a page', many(100, (at) => scan({ at: SENT_AT + 60_000 + at * 20 }))],
  ['twenty desktops on twenty networks', many(20, (at) => scan({ messageId: at, network: `34.90.${at}.0/24` }))],
  ['a phone behind an address whose neighbour guesses codes', [tap({ overBudget: true, at: SENT_AT + 3_000 })]],
  [
    'an app of a phone behind such an address',
    [tap({ overBudget: true, reason: 'unfamiliar_user_agent', device: 'other', userAgent: 'MobileRicardo (Pixel; android 13)' })],
  ],
  ['a desktop in the network of somebody who guesses codes', [scan({ overBudget: true })]],
  ['a program with a name of its own, alone', [scan({ reason: 'unfamiliar_user_agent', device: 'other', userAgent: 'Client/2' })]],
]

test.each(nobody)('nothing speaks against %s', (_name, hits) => {
  expect(allOf(hits)).toEqual([''])
})

const machines: [string, Suspicion[], Suspect[]][] = [
  ['a scanner that comes 3 s after the send', ['soon_after_send'], [scan({ at: SENT_AT + 3_000 })]],
  [
    'a scanner that opens both links of a message',
    ['all_links_at_once'],
    [scan({ at: SENT_AT + 14_000, linkCount: 2 }), scan({ at: SENT_AT + 15_900, link: 1, linkCount: 2 })],
  ],
  [
    'a scanner that calls itself a phone and opens three links',
    ['all_links_at_once'],
    many(3, (link) => tap({ link, linkCount: 3, at: SENT_AT + 60_000 + link * 900 })),
  ],
  [
    'a scanner that takes another user agent for each link',
    ['all_links_at_once'],
    many(2, (link) => scan({ link, linkCount: 2, userAgent: `Chrome ${link}` })),
  ],
  ['a scanner that opens links of 20 messages', ['burst'], many(20, (at) => scan({ messageId: at, at: SENT_AT + 60_000 + at * 100 }))],
  [
    'a program with a name of its own that does',
    ['burst'],
    many(20, (at) => scan({ messageId: at, reason: 'unfamiliar_user_agent', device: 'other', userAgent: 'Client/2' })),
  ],
  [
    'a desktop 15 s after the send, from a network that guesses codes',
    ['network_over_budget'],
    [scan({ overBudget: true, at: SENT_AT + 15_000 })],
  ],
  ['a small burst from such a network', ['network_over_budget'], many(3, (at) => scan({ overBudget: true, messageId: at }))],
  [
    'a program with a name of its own from such a network',
    ['network_over_budget'],
    [scan({ overBudget: true, reason: 'unfamiliar_user_agent', device: 'other', userAgent: 'Client/2' })],
  ],
  ['a scanner at once, from such a network', ['soon_after_send', 'network_over_budget'], [scan({ overBudget: true, at: SENT_AT + 1 })]],
]

test.each(machines)('%s is found: %s', (_name, found, hits) => {
  expect(allOf(hits)).toEqual([String(found)])
})

test('beside a burst of a scanner, the people of the same network stay people', () => {
  const people = many(50, (at) => tap({ messageId: 1_000 + at, network: dataCentre, at: SENT_AT + 60_000 + at * 40 }))
  const burst = many(40, (at) => scan({ messageId: at, at: SENT_AT + 60_000 + at * 40 }))
  const found = reasonsOf([...people, ...burst])
  expect(found.filter((against) => against.length > 0)).toHaveLength(40)
  expect(found.slice(0, 50).flat()).toEqual([])
})

test('a scanner is no evidence against the tap that follows', () => {
  const scans = many(3, (link) => scan({ link, linkCount: 3, at: SENT_AT + 9_000 }))
  const found = ['all_links_at_once']
  for (const network of [carrier, dataCentre])
    expect(reasonsOf([...scans, tap({ network, linkCount: 3, at: SENT_AT + 9_500 })])).toEqual([found, found, found, []])
})

test('what rested on a message that is gone stays', () => {
  const gone = scan({ submittedAt: undefined, linkCount: undefined, known: ['soon_after_send'] })
  expect(reasonsOf([gone, scan({ known: ['soon_after_send'] })])).toEqual([['soon_after_send'], []])
})

const anyHit: fc.Arbitrary<Suspect> = fc
  .record({
    at: fc.integer({ min: SENT_AT, max: SENT_AT + 12_000 }),
    messageId: fc.integer({ min: 1, max: 40 }),
    link: fc.integer({ min: 0, max: 2 }),
    network: fc.constantFrom(carrier, dataCentre, undefined),
    device: fc.constantFrom('phone', 'desktop', 'other'),
    overBudget: fc.boolean(),
    linkCount: fc.constantFrom(1, 2, 3, undefined),
  } satisfies Partial<Record<keyof Suspect, fc.Arbitrary<unknown>>>)
  .map(tap)

test('one hit of a phone alone is never suspicious, whatever else it says', () => {
  fc.assert(
    fc.property(anyHit, (hit) => {
      expect(reasonsOf([{ ...hit, device: 'phone' }])).toEqual([[]])
    }),
  )
})

test('neither the order of the hits nor what is more than 2 s away makes a difference', () => {
  fc.assert(
    fc.property(fc.array(anyHit, { maxLength: 120 }), fc.integer({ min: SENT_AT, max: SENT_AT + 12_000 }), (hits, middle) => {
      const whole = findSuspicions(hits)
      const near = findSuspicions(hits.filter(({ at }) => Math.abs(at - middle) <= 3_000).toReversed())
      for (const hit of hits.filter(({ at }) => Math.abs(at - middle) <= 1_000)) expect(near.get(hit)).toEqual(whole.get(hit))
    }),
  )
})
