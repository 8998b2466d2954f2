import fc from 'fast-check'
import { expect, test } from 'vitest'
import { carryOver } from './carryOver.ts'
import { audienceOf, emptyDraft, isCampaign, whenOf, withText } from './draft.ts'
import { estimate } from './estimate.ts'
import { marksOf } from './marks.ts'
import { measure } from './measure.ts'
import { moveLast } from './moveLast.ts'
import { addNumbers, looksLikeNumber, MAX_NUMBERS, splitNumbers } from './numbers.ts'
import { replaceOutsideLinks } from './replaceCharacter.ts'
import type { Surroundings } from './surroundings.ts'
import { hasPassed, tomorrowAtNine } from './wallClock.ts'

const surroundings: Surroundings = {
  tracking: 'full',
  linkForm: 'full',
  utm: {},
  mergeFieldsInUrls: false,
  domains: [{ host: 's.test', scheme: 'https', default: true }],
}
const measured = (text: string) => measure({ ...emptyDraft, text }, surroundings)
const composedOf = (text: string) => {
  const found = measured(text)
  if (found.kind !== 'composed') throw new Error(`"${text}" is ${found.kind}`)
  return found
}

test.each([
  ['+49151 111\n+49152 222', ['+49151 111', '+49152 222']],
  ['phone;name\n+4915111;Ana', ['+4915111']],
  ['+4915111+4915222', ['+4915111', '+4915222']],
  ['0151 1234567, 0152 7654321', ['0151 1234567', '0152 7654321']],
  ['no numbers here', []],
])('numbers are taken out of %j', (text, numbers) => {
  expect(splitNumbers(text)).toEqual(numbers)
})

test('a list of numbers holds each once, and no more than a message can go to', () => {
  expect(addNumbers(['+491'], ['+492', '+491'])).toEqual(['+491', '+492'])
  const many = Array.from({ length: MAX_NUMBERS + 5 }, (_, at) => `+49${at}`)
  expect(addNumbers([], many)).toHaveLength(MAX_NUMBERS)
})

test('what is typed is a number when it looks like one', () => {
  expect(['+49 151 1234', '0151-1234', '(030) 123456'].every(looksLikeNumber)).toBe(true)
  expect(['Spring 2026', '12', 'Group 123456'].some(looksLikeNumber)).toBe(false)
})

test('places move with the text around them, and go with the text under them', () => {
  expect(carryOver({ before: 'see a.example now', after: 'Hi, see a.example now', places: [4] })).toEqual([8])
  expect(carryOver({ before: 'see a.example now', after: 'see a.example', places: [4] })).toEqual([4])
  expect(carryOver({ before: 'a.example b.example', after: ' b.example', places: [0, 10] })).toEqual([1])
})

test('a link that stays as written does so whatever is written before it', () => {
  const draft = { ...emptyDraft, text: 'See https://a.example/x and https://b.example/y', untracked: [28] }
  const changed = withText(draft, `Hello! ${draft.text}`)
  expect(measure(changed, surroundings)).toMatchObject({ links: [{ kind: 'tracked' }, { kind: 'plain' }] })
})

test('the marks of a text are the text', () => {
  const pieces = fc.array(
    fc.constantFrom('Hi ', '{name|x}', 'https://a.example/b', '“', '{', '}}', '\n', 'ы', '👋🏽', '{{x}}', 'shop.example'),
  )
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('')
      expect(
        marksOf(text, measured(text))
          .map((mark) => mark.text)
          .join(''),
      ).toBe(text)
    }),
  )
})

test('characters that force UCS-2 count only where they are sent', () => {
  expect(composedOf('“Sale”').forcing.map(({ character }) => character)).toEqual(['“', '”'])
  // The short link takes the place of this one.
  expect(composedOf('Sale: https://a.example/ł').forcing).toEqual([])
})

test('a character is replaced everywhere but in links', () => {
  const text = 'ła https://a.example/ł łb'
  expect(replaceOutsideLinks(text, { character: 'ł', replacement: 'l' })).toBe('la https://a.example/ł lb')
})

test.each([
  ['Our sale: https://a.example/s until Sunday.', 'Our sale until Sunday: https://a.example/s'],
  ['https://a.example/s is open', 'is open: https://a.example/s'],
  ['Now https://a.example/s', undefined],
])('the link of %j is put last', (text, expected) => {
  expect(moveLast(text, composedOf(text).links)).toBe(expected)
})

test('costs are exact where each recipient is known, else they go from the shortest to the longest', () => {
  const { composed } = composedOf(`Hi {name|there}${'x'.repeat(150)}`)
  const price = { amount: '0.075', currency: 'EUR' }
  const to = (phone: string, name: string) => ({ phone, country: 'DE', contact_id: null, values: { name } })
  const recipients = [to('+491', 'Maximiliana'), to('+492', 'Al')]
  const known = { recipients, willReceive: 2, countries: [{ country: 'DE', recipients: 2, price }] }
  expect(estimate(composed, known)).toMatchObject({ isExact: true, parts: { min: 1, max: 2 }, cost: { min: 225_000, max: 225_000 } })
  const many = { recipients, willReceive: 1_000, countries: [{ country: 'DE', recipients: 1_000, price }] }
  expect(estimate(composed, many)).toMatchObject({ isExact: false, cost: { min: 75_000_000, max: 150_000_000 } })
  const dear = { ...many, countries: [...many.countries, { country: 'AT', recipients: 1, price: null }] }
  expect(estimate(composed, dear).cost).toBeUndefined()
})

test('who lacks a merge value is counted apart and costs nothing', () => {
  const { composed } = composedOf('Order {order}')
  const recipients = [{ phone: '+491', country: 'DE', contact_id: null, values: {} }]
  const price = { amount: '0.075', currency: 'EUR' }
  expect(estimate(composed, { recipients, willReceive: 1, countries: [{ country: 'DE', recipients: 1, price }] })).toMatchObject({
    recipients: 0,
    lacking: recipients,
    cost: { typical: 0 },
  })
})

test('numbers alone are no campaign, and have no time of each person', () => {
  const draft = { ...emptyDraft, numbers: ['+491'], when: { kind: 'local' as const, at: '2026-12-01T09:00', zone: 'UTC' } }
  expect(isCampaign(draft)).toBe(false)
  expect(whenOf(draft).kind).toBe('at')
  const both = { ...draft, groups: [{ id: '7', name: 'Spring' }] }
  expect(whenOf(both).kind).toBe('local')
  expect(audienceOf(both).include).toEqual([
    { kind: 'group', group_id: '7' },
    { kind: 'phones', phones: ['+491'] },
  ])
})

test('wall clocks are those of their zone', () => {
  const now = new Date('2026-11-24T23:30:00Z')
  expect(tomorrowAtNine('Europe/Berlin', now)).toBe('2026-11-26T09:00')
  expect(hasPassed({ kind: 'at', at: '2026-11-25T00:29', zone: 'Europe/Berlin' }, now)).toBe(true)
  // In the last place on earth it is still noon of the day before.
  expect(hasPassed({ kind: 'local', at: '2026-11-24T12:00', zone: 'Europe/Berlin' }, now)).toBe(false)
})
