import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CODE_SPACE_SIZE, createCodes } from './codes.ts'
import { decrypt, encrypt, expandKey } from './speck.ts'

const key = Uint8Array.from([0x1a, 0x19, 0x18, 0x12, 0x11, 0x10, 0x0a, 0x09, 0x08, 0x02, 0x01, 0x00])
const codes = createCodes(key)
const numbers = fc.integer({ min: 0, max: CODE_SPACE_SIZE - 1 })

test('the cipher gives the published test vector of Speck48/96, both ways', () => {
  const rounds = expandKey([0x1a1918, 0x121110, 0x0a0908, 0x020100])
  const block = { left: 0x6d2073, right: 0x696874 }
  encrypt(rounds, block)
  expect(block).toEqual({ left: 0x735e10, right: 0xb6445d })
  decrypt(rounds, block)
  expect(block).toEqual({ left: 0x6d2073, right: 0x696874 })
})

test('every number has a code of 8 base62 characters that leads back to it', () => {
  fc.assert(
    fc.property(numbers, (number) => {
      const code = codes.encode(number)
      expect(code).toMatch(/^[0-9A-Za-z]{8}$/)
      expect(codes.decode(code)).toBe(number)
    }),
  )
})

test('every code leads to a number inside the code space, so a guess is never out of range', () => {
  const characters = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
  fc.assert(
    fc.property(fc.array(characters, { minLength: 8, maxLength: 8 }), (letters) => {
      const number = codes.decode(letters.join(''))
      expect(number).toBeGreaterThanOrEqual(0)
      expect(number).toBeLessThan(CODE_SPACE_SIZE)
      expect(codes.encode(number ?? -1)).toBe(letters.join(''))
    }),
  )
})

test('the ends of the code space have codes', () => {
  for (const number of [0, 1, CODE_SPACE_SIZE - 1]) expect(codes.decode(codes.encode(number))).toBe(number)
})

test('a number outside the code space is refused', () => {
  for (const number of [-1, CODE_SPACE_SIZE, Number.NaN]) expect(() => codes.encode(number)).toThrow(/outside the code space/)
})

test('what is no code has no number', () => {
  for (const text of ['', 'short', 'ninechars', 'abc-defg', 'abcdefgü', 'abc/defg', '\u0000bcdefgh'])
    expect(codes.decode(text)).toBeUndefined()
})

test('neighbouring numbers have codes that share nothing but chance', () => {
  const all = Array.from({ length: 10_000 }, (_, number) => codes.encode(number))
  expect(new Set(all).size).toBe(10_000)
  const samePrefix = all.filter((code, at) => at > 0 && code.slice(0, 2) === all[at - 1]?.slice(0, 2))
  expect(samePrefix.length).toBeLessThan(30)
})

test('another key gives other codes', () => {
  const other = createCodes(Uint8Array.from(key, (byte) => byte ^ 0xff))
  expect(other.encode(1)).not.toBe(codes.encode(1))
})
