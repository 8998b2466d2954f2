import fc from 'fast-check'
import { SegmentedMessage } from 'sms-segments-calculator'
import { expect, test } from 'vitest'
import { isGsm7, septetsOfUnit } from './gsm7.ts'
import { countParts, splitParts, unitsLeft, unitsPerPart } from './segments.ts'

const alphabet = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).filter((character) => isGsm7(character))
const extension = alphabet.filter((character) => septetsOfUnit[character.charCodeAt(0)] === 2)
const longText = { minLength: 0, maxLength: 700 }
const gsmText = fc.string({ unit: fc.constantFrom(...alphabet.filter((character) => character !== '\r')), ...longText })
const escapeText = fc.string({ unit: fc.constantFrom('a', 'b', '€', '{', '~'), ...longText })
const pairText = fc.string({ unit: fc.constantFrom('a', 'ж', '–', '😀', '🚀'), ...longText })
const hostileText = fc.string({
  unit: fc.constantFrom('a', '€', 'ж', '😀', '\ud83d', '\ude00', '\u200d', '\u202e', '\r', '\n', '\u0000'),
  ...longText,
})
const anyText = fc.oneof(gsmText, escapeText, pairText, hostileText, fc.string({ unit: 'binary', ...longText }))

const isLoneAtEdge = (whole: string, cut: string[]) => {
  let at = 0
  return cut.slice(0, -1).some((text) => {
    at += text.length
    return /[\ud800-\udbff]/.test(whole.charAt(at - 1)) && /[\udc00-\udfff]/.test(whole.charAt(at))
  })
}

test('GSM-7 has 127 characters and an extension table of 10', () => {
  expect(alphabet).toHaveLength(127 + 10)
  expect(extension.toSorted().join('')).toBe('\f[\\]^{|}~€')
})

test.each([
  ['nothing', '', 'gsm7', 0, 0, 1, 160],
  ['one character', 'a', 'gsm7', 1, 1, 1, 159],
  ['a full part', 'a'.repeat(160), 'gsm7', 160, 160, 1, 0],
  ['one more than a part', 'a'.repeat(161), 'gsm7', 161, 161, 2, 145],
  ['two full parts', 'a'.repeat(306), 'gsm7', 306, 306, 2, 0],
  ['one more than two parts', 'a'.repeat(307), 'gsm7', 307, 307, 3, 152],
  ['a euro sign that costs two septets', '€'.repeat(80), 'gsm7', 80, 160, 1, 0],
  ['an escape that would be cut at 153', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'gsm7', 305, 306, 3, 152],
  ['lower-case ç, which GSM-7 lacks', 'ç', 'ucs2', 1, 1, 1, 69],
  ['capital Ç, which GSM-7 has', 'Ç', 'gsm7', 1, 1, 1, 159],
  ['a tab', 'a\tb', 'ucs2', 3, 3, 1, 67],
  ['70 units in UCS-2', 'ж'.repeat(70), 'ucs2', 70, 70, 1, 0],
  ['71 units in UCS-2', 'ж'.repeat(71), 'ucs2', 71, 71, 2, 63],
  ['an emoji of one code point', '😀', 'ucs2', 1, 2, 1, 68],
  ['a family of five code points', '👨‍👩‍👧', 'ucs2', 5, 8, 1, 62],
  ['a pair that would be cut at 67', `${'ж'.repeat(66)}😀${'ж'.repeat(66)}`, 'ucs2', 133, 134, 3, 66],
  ['lone surrogates', '\ud83d\ud83d\ude00\ude00', 'ucs2', 3, 4, 1, 66],
] as const)('counts %s', (_, text, encoding, characters, units, parts, left) => {
  expect(countParts(text)).toEqual({ encoding, characters, units, parts, left })
  expect(unitsLeft(countParts(text))).toBe(left)
})

test('agrees with sms-segments-calculator where each of its graphemes is one code point', () => {
  fc.assert(
    fc.property(fc.oneof(gsmText, escapeText, pairText), (text) => {
      const theirs = new SegmentedMessage(text)
      const ours = countParts(text)
      expect(ours.encoding).toBe(theirs.encodingName === 'GSM-7' ? 'gsm7' : 'ucs2')
      // The library says 1 segment for an empty text as well.
      expect(ours.parts).toBe(theirs.segmentsCount)
      expect(ours.characters).toBe(theirs.numberOfUnicodeScalars)
    }),
    { numRuns: 300 },
  )
})

test('the parts of a text join to the text, fit, are as many as counted, and never cut a pair', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { encoding, parts, units, left } = countParts(text)
      const cut = splitParts(text)
      const limit = unitsPerPart[encoding][parts === 1 ? 'single' : 'long']
      const sizes = cut.map((part) => (encoding === 'ucs2' ? part.length : countParts(part).units))
      expect(cut.join('')).toBe(text)
      expect(cut).toHaveLength(parts)
      expect(sizes.every((size) => size <= limit)).toBe(true)
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(units)
      expect(left).toBe(limit - (sizes.at(-1) ?? 0))
      expect(isLoneAtEdge(text, cut)).toBe(false)
    }),
    { numRuns: 500 },
  )
})

test('units left are exactly what fits before another part is needed', () => {
  fc.assert(
    fc.property(fc.oneof(gsmText, escapeText, pairText), (text) => {
      const before = countParts(text)
      expect(countParts(text + 'a'.repeat(before.left)).parts).toBe(before.parts)
      expect(countParts(text + 'a'.repeat(before.left + 1)).parts).toBeGreaterThan(before.parts)
    }),
  )
})

test('a longer text never needs fewer parts', () => {
  fc.assert(fc.property(anyText, anyText, (one, other) => countParts(one + other).parts >= countParts(one).parts))
})
