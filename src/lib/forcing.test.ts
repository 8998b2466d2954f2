import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forcingCharacters, MAX_FORCING, replaceForcing } from './forcing.ts'
import { isGsm7 } from './gsm7.ts'
import { findLinks } from './links.ts'

test.each([
  ['curly quotes', '“Hi” ‘you’ „so“ »da«', '"Hi" \'you\' "so" "da"'],
  ['dashes and ellipsis', 'a – b — c…', 'a - b - c...'],
  ['spaces and tabs', 'a\u00a0b\u202fc\td', 'a b c d'],
  ['accents that GSM-7 lacks', 'ÀÊÍ áâçêîóúÿ Łódź İğşı Đœþẞ', 'AEI aaceiouy Lodz Igsi DoethSS'],
  ['accents that GSM-7 has, written as marks', 'scho\u0308n e\u0301te\u0301', 'schön été'],
  ['compatibility letters', '½ ﬁn ４２ 𝐒𝐚𝐥𝐞 ² ™ №', '1/2 fin 42 Sale 2 TM No.'],
  ['invisible characters', 'a\u200bb\ufeffc\u00add\u202a+49\u202c', 'abcd+49'],
  ['accented Greek capitals', 'Ώ', 'Ω'],
])('replaces %s', (_, text, replaced) => {
  expect(replaceForcing(text)).toBe(replaced)
  expect(isGsm7(replaced)).toBe(true)
})

test.each([
  ['emoji', 'Hi 🎉'],
  ['a text in another script, where nothing would be won', 'Привет – “мир”'],
  ['links, which would lead elsewhere,', 'https://shop.example/âé'],
  ['a text in GSM-7', 'Äpfel @ 5 €\n'],
])('leaves %s alone', (_, text) => expect(replaceForcing(text)).toBe(text))

test('lists each forcing character with its place; an emoji with its joiners is one', () => {
  expect(forcingCharacters('a – 👩‍👩‍👧 🇩🇪 o\u0308 \ud83d')).toEqual([
    { index: 2, character: '–', replacement: '-' },
    { index: 4, character: '👩‍👩‍👧', replacement: undefined },
    { index: 13, character: '🇩🇪', replacement: undefined },
    { index: 18, character: 'o\u0308', replacement: 'ö' },
    { index: 21, character: '\ud83d', replacement: undefined },
  ])
  expect(forcingCharacters('Привет –')[0]).toEqual({ index: 0, character: 'П', replacement: undefined })
  expect(forcingCharacters('–'.repeat(200))).toHaveLength(MAX_FORCING)
  expect(forcingCharacters('Hi')).toEqual([])
})

const texts = fc.string({
  unit: fc.oneof(
    fc.constantFrom('a', '–', '“', 'É', 'é', '\u0301', '🎉', '\u200d', '\ud83d', 'ж', '\u00a0', 'https://a.example/'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 80,
})

test('a text forces UCS-2 exactly when something is listed, and the places hold', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const list = forcingCharacters(text)
      expect(list.length === 0).toBe(isGsm7(text))
      for (const { index, character, replacement } of list) {
        expect(text.slice(index, index + character.length)).toBe(character)
        expect(replacement === undefined || isGsm7(replacement)).toBe(true)
      }
    }),
  )
})

test('links keep their destinations when the text around them is replaced', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const replaced = replaceForcing(text)
      expect(findLinks(text).every(({ written }) => replaced.includes(written))).toBe(true)
    }),
  )
})

test('a text whose forcing characters all have replacements comes back into GSM-7', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', '–', '“', 'É', 'â', '\u0301', '\u00a0', '…', '\u200b'), maxLength: MAX_FORCING })
  const replaceable = letters.filter((text) => forcingCharacters(text).every(({ replacement }) => replacement !== undefined))
  fc.assert(
    fc.property(replaceable, (text) => {
      expect(isGsm7(replaceForcing(text))).toBe(true)
    }),
  )
})
