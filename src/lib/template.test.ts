import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from './errors.ts'
import { destinationOf, hasControlCharacters, MAX_TEMPLATE_LENGTH, parseTemplate, renderText } from './template.ts'
import { MAX_TEMPLATE_LINKS } from './templateLinks.ts'

const asWritten = (source: string, values: Record<string, string> = {}) =>
  renderText(parseTemplate(source), { values, linkText: () => undefined })
const shortened = (source: string, values: Record<string, string> = {}) =>
  renderText(parseTemplate(source), { values, linkText: (position) => `<${position}>` })
const destinations = (source: string, values: Record<string, string> = {}) =>
  parseTemplate(source).links.map((link) => destinationOf(link, values))
const codeOf = (run: () => unknown) => {
  try {
    run()
    return 'none'
  } catch (error) {
    return error instanceof AppError ? error.code : error
  }
}

test.each([
  ['a field', 'Hi {name}!', { name: 'Anna' }, 'Hi Anna!'],
  ['a fallback for a missing value', 'Hi {name|there}!', {}, 'Hi there!'],
  ['a fallback for an empty value', 'Hi {name|there}!', { name: '' }, 'Hi there!'],
  ['an empty value without a fallback', 'Hi {name}!', { name: '' }, 'Hi !'],
  ['an empty fallback', 'Hi{name|}!', {}, 'Hi!'],
  ['a fallback with bars, line breaks and quotes', '{a|x|y\n"z"}', {}, 'x|y\n"z"'],
  ['doubled braces', '{{name}} {{}} {{a b}}', {}, '{name} {} {a b}'],
  ['a field in braces', '{{{name}}}', {}, '{{name}}'],
  ['braces that are no field', '{ name } {1a} {a-b} {} { } }{ {a', {}, '{ name } {1a} {a-b} {} { } }{ {a'],
  ['a field before a loose brace', '{a}}', { a: '1' }, '1}'],
  ['values with braces, which are not filled again', '{a}', { a: '{b}{{c}}', b: 'no' }, '{b}{{c}}'],
  ['a field called like a property of every object', '{constructor|a} {__proto__|b} {toString|c}', {}, 'a b c'],
  ['a name of 64 characters', `{${'n'.repeat(64)}|a} {${'n'.repeat(65)}|a}`, {}, `a {${'n'.repeat(65)}|a}`],
])('fills %s', (_, source, values, text) => expect(asWritten(source, values)).toBe(text))

test('a missing value is the caller’s fault and named, with the way to write braces', () => {
  expect(() => asWritten('Hi {name}', {})).toThrow(/\{name\}.*\{\{name\}\}/)
  expect(codeOf(() => asWritten('Hi {constructor}'))).toBe('merge_value_missing')
})

test('fields are distinct, and one use without a fallback makes the value necessary', () => {
  expect(parseTemplate('{a|1} {b|2} {a} {a|3} {b|4}').fields).toEqual([
    { name: 'a', fallback: undefined },
    { name: 'b', fallback: '2' },
  ])
})

test('links are replaced by position, and as written when there is nothing to replace them', () => {
  const source = 'Hi {name}, shop.example/a?n={name}. Parcel: {url}! https://b.example'
  const values = { name: 'Änne & Co', url: 'https://c.example/?q={x}' }
  expect(shortened(source, values)).toBe('Hi Änne & Co, <0>. Parcel: <1>! <2>')
  expect(asWritten(source, values)).toBe(
    'Hi Änne & Co, shop.example/a?n=%C3%84nne%20%26%20Co. Parcel: https://c.example/?q={x}! https://b.example',
  )
  expect(destinations(source, values)).toEqual([
    'https://shop.example/a?n=%C3%84nne%20%26%20Co',
    'https://c.example/?q={x}',
    'https://b.example',
  ])
})

test('a link knows where it was written and what it is made of', () => {
  const source = '{{x}} {name} www.shop.example/{id|0}/{{y}} and {my_link|https://d.example}'
  const [first, second] = parseTemplate(source).links
  expect(first).toEqual({
    position: 0,
    kind: 'written',
    written: 'www.shop.example/{id|0}/{{y}}',
    start: 13,
    end: 42,
    destination: [
      { kind: 'text', text: 'https://www.shop.example/' },
      { kind: 'field', name: 'id', fallback: '0' },
      { kind: 'text', text: '/{y}' },
    ],
    schemeLess: true,
    field: undefined,
  })
  expect(second).toMatchObject({ kind: 'field', field: 'my_link', written: '{my_link|https://d.example}', start: 47, end: source.length })
})

test('a whole-link field takes a value without a scheme, and never turns another scheme into https', () => {
  const to = (url: string) => destinations('{url}', { url })[0]
  expect(to(' shop.example:8080/x ')).toBe('https://shop.example:8080/x')
  expect(to('HTTP://shop.example')).toBe('HTTP://shop.example')
  expect(to('javascript:alert(1)')).toBe('javascript:alert(1)')
})

test.each([
  '{url}',
  'see {url}.',
  '({url})',
  '"{link}",',
  'Link:{url}',
  '点击{url}。',
  'a\n{url}\nb',
  '{name}{url}',
  'https://a.example/ {my_url}',
  'Siehe.{url}',
])('the field of %j is a link on its own', (source) => expect(parseTemplate(source).links.at(-1)?.kind).toBe('field'))

test.each([
  'https://{host}/x',
  'https://shop.{tld}/x',
  'https://{user}@shop.example/',
  'https://user:{word}@shop.example/',
  'https://shop.example:{port}/x',
  'https://shop.example{rest}',
  '{sub}.shop.example',
  'www.{city}.example/x',
  'shop.example{rest}',
  'shop.example:{port}/x',
  '{scheme}://shop.example/',
  'http{s}://shop.example/',
  'https://{url}/x',
  '{a}{b}.de',
  'https://{a}{b}',
  '{a}shop.example',
  '{url}/path',
  '{url}?a=b',
  '{url}{name}',
  '{url}{other_url}',
  'Link{url}',
  '{url}a',
])('refuses the field of %j', (source) => expect(codeOf(() => parseTemplate(source))).toBe('template_invalid'))

test.each([
  ['a path', 'https://shop.example/{a}/b', 'https://shop.example/x%2F..%3F/b'],
  ['a query', 'https://shop.example?q={a}', 'https://shop.example?q=x%2F..%3F'],
  ['a fragment', 'shop.example#{a}', 'https://shop.example#x%2F..%3F'],
  ['a query, by the name of a link', 'https://shop.example/?to={url}', 'https://shop.example/?to=x%2F..%3F'],
])('a value in %s is percent-encoded', (_, source, destination) =>
  expect(destinations(source, { a: 'x/..?', url: 'x/..?' })).toEqual([destination]),
)

test('a value of dots cannot climb out of a path, and a half surrogate pair breaks nothing', () => {
  expect(codeOf(() => destinations('https://shop.example/a/{x}/b', { x: '..' }))).toBe('merge_value_invalid')
  expect(destinations('https://shop.example/?x={x}', { x: '..' })).toEqual(['https://shop.example/?x=..'])
  expect(destinations('https://shop.example/{x}', { x: '\ud83d' })).toEqual(['https://shop.example/%EF%BF%BD'])
})

test('a text over the limit and one with too many links are refused', () => {
  expect(codeOf(() => parseTemplate('a'.repeat(MAX_TEMPLATE_LENGTH)))).toBe('none')
  expect(codeOf(() => parseTemplate('a'.repeat(MAX_TEMPLATE_LENGTH + 1)))).toBe('text_too_long')
  expect(parseTemplate('a.example '.repeat(MAX_TEMPLATE_LINKS)).links).toHaveLength(MAX_TEMPLATE_LINKS)
  expect(codeOf(() => parseTemplate('a.example '.repeat(MAX_TEMPLATE_LINKS + 1)))).toBe('too_many_links')
})

test('control characters and half surrogate pairs are told from line breaks, tabs and emoji', () => {
  expect(['\0', '\u001b', '\f', '\u007f', '\u0085', '\ud83d', '\ude00x'].every(hasControlCharacters)).toBe(true)
  expect(['', 'a\r\n\tb', '😀', 'שלום', '\u200d'].some(hasControlCharacters)).toBe(false)
})

const fragments = fc.constantFrom(
  '{',
  '}',
  '{{',
  '}}',
  '{a}',
  '{a|b}',
  '{url}',
  '{my_link|x}',
  'https://',
  'shop.example',
  '/',
  '?',
  '.',
  ':',
  '@',
  ' ',
  'www.',
  '😀',
  '\ud83d',
  '\n',
  'ä',
  '|',
  '日本',
)
const sources = fc.oneof(
  fc.array(fragments, { maxLength: 30 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 100 }),
)
const hostile = fc.dictionary(
  fc.constantFrom('a', 'url', 'my_link'),
  fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('..', '', '@evil.example', '\r\n', '://')),
)

test('hostile templates and values raise nothing but the caller’s faults, and links stay where they were written', () => {
  fc.assert(
    fc.property(sources, hostile, (source, values) => {
      const run = () => {
        const template = parseTemplate(source)
        for (const { written, start, end } of template.links) expect(source.slice(start, end)).toBe(written)
        expect(template.pieces.filter(({ kind }) => kind === 'link')).toHaveLength(template.links.length)
        renderText(template, { values, linkText: () => undefined })
        destinations(source, values)
      }
      expect(codeOf(run)).toBeTypeOf('string')
    }),
    { numRuns: 2_000 },
  )
})

test('no value moves a written link to another host', () => {
  const links = fc.constantFrom(
    'https://shop.example/{a}',
    'https://shop.example/x{a}y',
    'shop.example?{a}',
    'https://shop.example#{a}',
    'https://shop.example/{a}{a}/{a}',
    'https://shop.example:81/{a}@b',
  )
  fc.assert(
    fc.property(
      links,
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('@evil.example', '//evil.example', '\\', '.', '%2e', '\t')),
      (source, a) => {
        const { links: found } = parseTemplate(source)
        const [link] = found
        if (link === undefined || /^\.+$/.test(a)) return
        expect(new URL(destinationOf(link, { a })).hostname).toBe('shop.example')
      },
    ),
  )
})

test('a text without braces is rendered as it is', () => {
  const text = fc.string({ unit: 'binary', maxLength: 200 }).filter((value) => !/[{}]/.test(value))
  fc.assert(
    fc.property(text, (value) => {
      expect(asWritten(value)).toBe(value)
    }),
  )
})
