import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findLinks } from './links.ts'

const written = (text: string) => findLinks(text).map((link) => link.written)

test.each([
  ['a link without a scheme, before a full stop', 'Go to shop.example/a?b=1.', ['shop.example/a?b=1']],
  ['a link in brackets', '(see www.shop.example/x)', ['www.shop.example/x']],
  ['links between commas', 'shop.example,other.example', ['shop.example', 'other.example']],
  ['a link before a line break', 'https://shop.example/a\nnext', ['https://shop.example/a']],
  ['a link before an emoji', 'https://shop.example/a🎉', ['https://shop.example/a']],
  ['a link between emoji of several code points', '👉🏽https://shop.example/a👨‍👩‍👧', ['https://shop.example/a']],
  ['a link without a scheme after an emoji', '👉shop.example/x', ['shop.example/x']],
  ['umlauts in host and path', 'https://münchen.de/käse und müller.de', ['https://münchen.de/käse', 'müller.de']],
  ['a name in Cyrillic and one in punycode', 'пример.рф xn--mnchen-3ya.de', ['пример.рф', 'xn--mnchen-3ya.de']],
  ['ports', 'shop.example:8080/x http://shop.example:81', ['shop.example:8080/x', 'http://shop.example:81']],
  [
    'addresses of machines, with a scheme only',
    'http://192.0.2.1:80/x https://[2001:db8::1]/x 192.0.2.1/x',
    ['http://192.0.2.1:80/x', 'https://[2001:db8::1]/x'],
  ],
  [
    'a fragment and a query without a path',
    'https://shop.example?a=b#c https://shop.example/#/a?b=1',
    ['https://shop.example?a=b#c', 'https://shop.example/#/a?b=1'],
  ],
  ['capitals', 'HTTPS://SHOP.EXAMPLE/A', ['HTTPS://SHOP.EXAMPLE/A']],
  ['brackets that belong to a path', '(https://en.example/wiki/A_(b))', ['https://en.example/wiki/A_(b)']],
  [
    'quotes of all kinds',
    '"https://a.example/x" »https://b.example/x« <https://c.example/x>',
    ['https://a.example/x', 'https://b.example/x', 'https://c.example/x'],
  ],
  [
    'stars, colons and dots behind a link',
    '*https://a.example/x* https://b.example/x: https://c.example/x... d.example…',
    ['https://a.example/x', 'https://b.example/x', 'https://c.example/x', 'd.example'],
  ],
  [
    'a link directly behind a colon or dots',
    'Infos:www.shop.example hier...shop.example/x Link:https://a.example',
    ['www.shop.example', 'shop.example/x', 'https://a.example'],
  ],
  ['a link behind a sentence without a space', 'Siehe.https://shop.example/a', ['https://shop.example/a']],
  [
    'a link in a script without spaces',
    'こちらhttps://shop.example/a（https://b.example）',
    ['https://shop.example/a', 'https://b.example'],
  ],
  ['www. before a name of no known top-level domain', 'www.shop.newdomain/x', ['www.shop.newdomain/x']],
  ['user info, as one link to be refused later', 'https://user:word@shop.example/', ['https://user:word@shop.example/']],
  [
    'a link cut off by an invisible character',
    'https://shop.example/a\u200bb https://shop.example/\u202egpj.exe',
    ['https://shop.example/a', 'https://shop.example/'],
  ],
  ['a link between half surrogate pairs', '\ud83dhttps://a.example/\ud83d', ['https://a.example/']],
])('finds %s', (_, text, links) => expect(written(text)).toEqual(links))

test.each([
  ['e-mail addresses', 'a@shop.example anna.it@firma.de mailto:a@b.de'],
  [
    'links of other schemes',
    'ftp://files.example/x javascript:alert(1)//shop.example app://send?to=shop.example intent://shop.example/x#Intent;scheme=https',
  ],
  ['a full stop without a space', 'Bis morgen.Am Montag ist zu.Im Mai auch.'],
  ['times, prices and abbreviations', '10.30 Uhr, 1.000,00 EUR z.B. hier, 12.05.2031, v1.2.3'],
  ['names of files', 'foto.zip report.pdf'],
  ['handles', '@shop.example'],
  ['a scheme without slashes', 'http:shop.example'],
  ['a port that does not exist', 'shop.example:99999/x'],
])('does not take %s for links', (_, text) => expect(written(text)).toEqual([]))

test('a link without a scheme leads to https, one with a scheme is kept', () => {
  expect(findLinks('x shop.example/a http://b.example')).toEqual([
    { start: 2, end: 16, written: 'shop.example/a', destination: 'https://shop.example/a', schemeLess: true },
    { start: 17, end: 33, written: 'http://b.example', destination: 'http://b.example', schemeLess: false },
  ])
})

const fragments = fc.constantFrom(
  'https://',
  'http://',
  'shop.example',
  'www.',
  '.de',
  '/',
  '?',
  '#',
  '&',
  '=',
  '@',
  ':',
  ',',
  '(',
  ')',
  '{',
  '}',
  '"',
  "'",
  ' ',
  '\n',
  '🎉',
  'ä',
  '\ud83d',
  '\u200b',
  '\u202e',
  'a',
  '-',
  '..',
  '[',
  ']',
  'javascript:',
  '1',
  '日本',
)
const texts = fc.oneof(
  fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
)

test('found links are slices of the text, in order, without overlap, and of http or https', () => {
  fc.assert(
    fc.property(texts, (text) => {
      let from = 0
      for (const { start, end, written, destination } of findLinks(text)) {
        expect(start).toBeGreaterThanOrEqual(from)
        expect(end).toBeGreaterThan(start)
        expect(text.slice(start, end)).toBe(written)
        expect(destination).toMatch(/^https?:\/\//i)
        expect(written).not.toMatch(/\s|\p{Surrogate}|[\u200b\u202e]/u)
        from = end
      }
    }),
    { numRuns: 1_000 },
  )
})

test('a link between spaces is found whole, but for punctuation at its end', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      const [found = ''] = written(`Look: ${url} !`)
      expect(url.startsWith(found)).toBe(true)
      expect(new URL(found).host).toBe(new URL(url).host)
    }),
  )
})

// A pattern that costs the square of its length would take minutes here, and the test would time out.
test.each([
  'a',
  '.',
  'a.',
  'a-',
  'http://',
  'https://a.de/(',
  '[{(',
  '"a',
  "'a",
  'a@',
  '@',
  'www.',
  'a:',
  '://',
  ':a',
  '...',
  '🎉',
  '日https://',
  '.https:',
  'a.de:',
  '\ud83d',
  'a+',
])('a text of 100,000 characters of %j is searched in time that grows with its length', (unit) => {
  const text = unit.repeat(Math.ceil(100_000 / unit.length))
  expect(Array.isArray(findLinks(text))).toBe(true)
  expect(Array.isArray(findLinks(`https://a.de/${text}`))).toBe(true)
})
