import { createCipheriv } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { encryptWords, expandAesKey } from './aes.ts'
import { decodeBlock, encodeBlock } from './base62Block.ts'
import { clickIdsOf, createClickIds } from './clickId.ts'

const key = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex')
const ids = clickIdsOf(key)
const place = fc.record({
  codeSpaceId: fc.integer({ min: 0, max: 4_095 }),
  number: fc.integer({ min: 0, max: 62 ** 8 - 1 }),
  at: fc.integer({ min: 0, max: 2 ** 44 - 1 }),
})

const vectors = [
  { codeSpaceId: 0, number: 0, at: 0, block: '00000000000000000000000000000000' },
  { codeSpaceId: 1, number: 100, at: 1_795_516_830_400, block: '0000000000641a20d2492c0001000000' },
  { codeSpaceId: 4_095, number: 2 ** 48 - 1, at: 2 ** 44 - 1, block: 'ffffffffffffffffffffffffff000000' },
]

test.each(vectors)('a click id is the AES block of link number, milliseconds, code space and zeros: $block', ({ block, ...click }) => {
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false)
  const expected = cipher.update(Buffer.from(block, 'hex'))
  expect(hexOf(decodeBlock(ids.encode(click)))).toBe(expected.toString('hex'))
  expect(ids.decode(ids.encode(click))).toEqual(click)
})

test('a block is what FIPS 197 says, and what node:crypto makes of any key and block', () => {
  const words = wordsOf('00112233445566778899aabbccddeeff')
  encryptWords(expandAesKey(key), words)
  expect(hexOf(words)).toBe('69c4e0d86a7b0430d8cdb78070b4c55a')
  const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes))
  fc.assert(
    fc.property(sixteen, sixteen, (anyKey, block) => {
      const ours = wordsOf(block.toString('hex'))
      encryptWords(expandAesKey(anyKey), ours)
      expect(hexOf(ours)).toBe(createCipheriv('aes-128-ecb', anyKey, null).setAutoPadding(false).update(block).toString('hex'))
    }),
  )
})

test('every place comes back, as 22 letters and digits', () => {
  fc.assert(
    fc.property(place, (click) => {
      const id = ids.encode(click)
      expect(id).toMatch(/^[0-9A-Za-z]{22}$/)
      expect(ids.decode(id)).toEqual(click)
    }),
  )
})

test('base62 of a block is the number that BigInt writes, and what is 2^128 or more is refused', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), (value) => {
      const hex = value.toString(16).padStart(32, '0')
      expect(encodeBlock(wordsOf(hex))).toBe(base62(value))
      expect(hexOf(decodeBlock(base62(value)))).toBe(hex)
    }),
  )
  expect(decodeBlock(base62(2n ** 128n))).toBeUndefined()
  expect(decodeBlock('z'.repeat(22))).toBeUndefined()
})

test('what was made up, cut off or given out by another account is no click id', () => {
  const id = ids.encode({ codeSpaceId: 1, number: 5, at: 1_795_516_830_400 })
  const other = createClickIds({ derive: (purpose) => Buffer.from(purpose.padEnd(16, '.').slice(-16)) })
  for (const wrong of ['', id.slice(1), `${id}0`, `${id.slice(0, 21)}-`, '0'.repeat(22), id.toLowerCase()])
    expect([wrong, ids.decode(wrong)]).toEqual([wrong, undefined])
  const ofFirst = other(1).encode({ codeSpaceId: 1, number: 5, at: 1 })
  expect(other(1).decode(ofFirst)).toEqual({ codeSpaceId: 1, number: 5, at: 1 })
  expect(other(2).decode(ofFirst)).toBeUndefined()
})

const wordsOf = (hex: string) => Uint32Array.from([0, 8, 16, 24], (at) => Number.parseInt(hex.slice(at, at + 8), 16))
const hexOf = (words: Uint32Array | undefined) => [...(words ?? [])].map((word) => word.toString(16).padStart(8, '0')).join('')

function base62(value: bigint): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  let text = ''
  for (let rest = value; text.length < 22; rest /= 62n) text = alphabet.charAt(Number(rest % 62n)) + text
  return text
}
