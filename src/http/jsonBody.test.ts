import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from './jsonBody.ts'

test('any JSON is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      fc.pre(!text.includes('__proto__'))
      expect(parseJson(text)).toEqual(JSON.parse(text))
    }),
  )
})

test('an empty body is no body', () => {
  expect(parseJson(' \n')).toBeUndefined()
})

test.each([
  ['{"to": }', 'at line 1, column 8'],
  ['{\n  "to": "x",\n}', 'at line 3, column 1'],
  ['{"to": undefined}', 'at line 1, column 8'],
  ["{'to': 1}", 'at line 1, column 2'],
  ['hello', 'at line 1, column 1'],
  ['{"to": "x"', ': it ends too early'],
])('%j is refused with the place of the mistake', (text, place) => {
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'json_invalid', message: expect.stringContaining(place) }))
})

test('the sentence does not repeat what was sent', () => {
  const secret = '{"text": "Your code is 4711", oops}'
  expect(() => parseJson(secret)).toThrow(expect.objectContaining({ message: expect.not.stringContaining('4711') }))
})

test.each(['{"__proto__": {"admin": true}}', '{"a": {"\\u005f_proto__": 1}}', '{"\\u005F\\u005fproto__": 1}'])(
  '%s cannot set a prototype',
  (text) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'json_invalid' }))
  },
)

test.each(['{"a": "x\\u0000"}', '{"a": ["\\uD800"]}', '{"a\\u0000": 1}', '"\\udfff"'])('%s holds a text that nothing can store', (text) => {
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'body_invalid' }))
})

test('a backslash before u0000 and a whole surrogate pair are text like any other', () => {
  expect(parseJson('["\\\\u0000", "\\ud83c\\udf81"]')).toEqual(['\\u0000', '\u{1f381}'])
})

test('a long text with a mistake of an unknown place is refused without a search', () => {
  expect(() => parseJson(`${'x'.repeat(100_000)}`)).toThrow('The body is not valid JSON: check')
})
