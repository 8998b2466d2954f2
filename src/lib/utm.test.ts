import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPublicShortener } from './shorteners.ts'
import { withUtm } from './utm.ts'

test.each([
  ['a bare URL', 'https://a.example/', 'https://a.example/?utm_source=sms&utm_medium=a%20b'],
  ['a query, in front of the fragment', 'https://a.example/?x=1#top', 'https://a.example/?x=1&utm_source=sms&utm_medium=a%20b#top'],
  ['a parameter that is there', 'https://a.example/?utm_source=mail', 'https://a.example/?utm_source=mail&utm_medium=a%20b'],
  [
    'one that is there empty, in capitals or encoded',
    'https://a.example/?UTM_Source&utm%5Fmedium=',
    'https://a.example/?UTM_Source&utm%5Fmedium=',
  ],
  ['an empty query', 'https://a.example/?#x', 'https://a.example/?utm_source=sms&utm_medium=a%20b#x'],
  ['odd encodings, which stay', 'https://a.example/?a=%zz&b=+&', 'https://a.example/?a=%zz&b=+&utm_source=sms&utm_medium=a%20b'],
  ['a question mark in the fragment', 'https://a.example/#/p?x=1', 'https://a.example/?utm_source=sms&utm_medium=a%20b#/p?x=1'],
])('adds campaign parameters to %s', (_, url, expected) =>
  expect(withUtm(url, { utm_source: 'sms', medium: 'a b', utm_term: '' })).toBe(expected),
)

test('adding twice adds once, and what the URL had stays in front, byte for byte', () => {
  const urls = fc.webUrl({ withQueryParameters: true, withFragments: true })
  fc.assert(
    fc.property(urls, fc.dictionary(fc.constantFrom('utm_source', 'utm_campaign', 'term'), fc.string({ unit: 'binary' })), (url, utm) => {
      const once = withUtm(url, utm)
      const [base = '', fragment] = url.split('#')
      expect(once.startsWith(base)).toBe(true)
      expect(once.endsWith(fragment === undefined ? '' : `#${fragment}`)).toBe(true)
      expect(withUtm(once, utm)).toBe(once)
      expect(URL.canParse(once)).toBe(true)
    }),
  )
})

test.each([
  ['bit.ly', true],
  ['BIT.LY', true],
  ['www.tinyurl.com:443', true],
  ['t.co.', true],
  ['shop.example', false],
  ['notbit.ly', false],
  ['bit.ly.evil.example', false],
])('%s is a public shortener: %s', (host, expected) => expect(isPublicShortener(host)).toBe(expected))
