import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testDatabase } from '../../test/helpers/database.ts'
import { parseArray, serializeArray } from './arrays.ts'

const db = await testDatabase({ max: 2 })
const same = (text: unknown) => String(text)

test.each([
  { text: '{}', expected: [] },
  { text: '{1,2,3}', expected: ['1', '2', '3'] },
  { text: '{a,NULL,"NULL","",b c}', expected: ['a', null, 'NULL', '', 'b c'] },
  { text: '{"a \\"b\\"","c\\\\d","{e,f}"}', expected: ['a "b"', 'c\\d', '{e,f}'] },
  {
    text: '{{1,2},{3,4}}',
    expected: [
      ['1', '2'],
      ['3', '4'],
    ],
  },
])('$text is read', ({ text, expected }) => {
  expect(parseArray(text, same)).toEqual(expected)
})

test('what is written is read again, whatever the words', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.string({ unit: 'binary' }))), (values) => {
      expect(parseArray(serializeArray(values, same), same)).toEqual(values)
    }),
  )
})

test('PostgreSQL reads and writes lists the same way', async () => {
  const words = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(words)), fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), async (texts, ids) => {
      expect(await db`select ${texts}::text[] as texts, ${ids}::bigint[] as ids`).toEqual([{ texts, ids }])
    }),
    { numRuns: 50 },
  )
})

test('an undefined in a list is refused', () => {
  expect(() => serializeArray([undefined], same)).toThrow('undefined')
})
