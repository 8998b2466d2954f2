import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeKey, parseKey } from './keyFormat.ts'

test('a key is taken apart into the id and the hash that it was made with', () => {
  const { key, publicId, secretHash } = makeKey()
  expect(key).toMatch(/^tl_[0-9A-Za-z]{41}$/)
  expect(parseKey(key)).toEqual({ publicId, secretHash })
})

test('the checksum is stable, so a scanner that knows it can verify a leaked key', () => {
  expect(parseKey(`tl_${'0'.repeat(35)}0IDquq`)).toBeDefined()
})

test('one wrong character is noticed without a database', () => {
  const { key } = makeKey()
  fc.assert(
    fc.property(fc.integer({ min: 3, max: key.length - 1 }), fc.constantFrom(...'0123456789ABCDEFXYZabcdefxyz'), (at, character) => {
      const changed = key.slice(0, at) + character + key.slice(at + 1)
      expect(parseKey(changed) === undefined).toBe(changed !== key)
    }),
  )
})

test('anything else is no key', () => {
  fc.assert(fc.property(fc.string(), (text) => parseKey(text) === undefined))
  const { key } = makeKey()
  for (const wrong of [key.slice(0, -1), `${key}0`, ` ${key}`, key.toLowerCase(), key.replace('tl_', 'sk_')]) {
    expect(parseKey(wrong)).toBeUndefined()
  }
})
