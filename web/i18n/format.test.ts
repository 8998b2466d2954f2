import { expect, test } from 'vitest'
import { createFormat } from './format.ts'

const now = new Date('2026-11-24T12:00:00Z')
const english = createFormat('en', 'Europe/Berlin')
const german = createFormat('de', 'Europe/Berlin')
/** Spaces that do not break look like others. */
const plain = (text: string) => text.replaceAll(/\s/g, ' ')

test('numbers, rates and money follow the language', () => {
  expect(english.number(1_234_567)).toBe('1,234,567')
  expect(german.number(1_234_567)).toBe('1.234.567')
  expect([english.percent(0.16), plain(german.percent(0.16))]).toEqual(['16.0%', '16,0 %'])
  expect(plain(english.money({ amount: '0.075', currency: 'EUR' }))).toBe('EUR 0.075')
  expect(plain(english.money({ amount: '83.117', currency: 'EUR' }))).toBe('EUR 83.12')
  expect(plain(english.money({ amount: '0.896227', currency: 'EUR' }))).toBe('EUR 0.8962')
  expect(plain(english.money({ amount: '1.5049', currency: 'JPY' }))).toBe('JPY 1.5')
  expect(plain(english.price({ amount: '0.007955', currency: 'EUR' }))).toBe('EUR 0.007955')
  expect(plain(german.money({ amount: '180.60', currency: 'EUR' }))).toBe('180,60 EUR')
  expect(plain(english.money({ amount: '1200', currency: 'JPY' }))).toBe('JPY 1,200')
})

test('times are those of the zone, and the year stands where it is another', () => {
  expect(english.dateTime('2026-11-24T23:30:00Z', now)).toBe('Wed 25 Nov, 00:30')
  expect(english.dateTime('2025-12-31T23:30:00Z', now)).toBe('Thu 1 Jan, 00:30')
  expect(english.dateTime('2025-12-31T22:30:00Z', now)).toBe('Wed, 31 Dec 2025, 23:30')
  expect(english.dateTimeToTheSecond('2026-11-24T23:30:07Z', now)).toBe('Wed 25 Nov, 00:30:07')
  expect(english.timeToTheSecond('2026-11-24T13:02:11Z')).toBe('14:02:11')
})

test.each([
  ['2026-11-24T11:59:20Z', '40 sec ago', 'vor 40 Sek.'],
  ['2026-11-24T11:57:00Z', '3 min ago', 'vor 3 Min.'],
  ['2026-11-24T15:00:00Z', 'in 3 hr', 'in 3 Std.'],
  ['2026-11-20T12:00:00Z', '4 days ago', 'vor 4 Tagen'],
  ['2026-08-20T12:00:00Z', '3 mo ago', 'vor 3 Monaten'],
  ['2024-06-30T12:00:00Z', '2 yr ago', 'vor 2 Jahren'],
])('%s is said as "%s" and "%s"', (at, en, de) => {
  expect([english.relative(at, now), german.relative(at, now)].map(plain)).toEqual([en, de])
})

test.each([
  [1_800, '1.8 secs'],
  [22 * 60_000, '22 mins'],
  [3 * 86_400_000, '3 days'],
])('%d ms is said as a length of "%s"', (ms, words) => {
  expect(plain(english.duration(ms))).toBe(words)
})
