import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadSecrets } from '../../platform/secrets.ts'
import { MAC_LENGTH } from '../../lib/shortLinks.ts'
import { createOptOutMac } from './optOutMac.ts'

const secretsOf = (secretKey: string) => loadSecrets({ secretKey, dataDir: '/nonexistent' })
const key = randomBytes(32).toString('hex')
const mac = createOptOutMac(secretsOf(key), 1)
const number = fc.integer({ min: 0, max: 62 ** 8 - 1 })

test('a proof has six characters of base62, is right for its number, and for no other', () => {
  fc.assert(
    fc.property(number, number, (own, other) => {
      const proof = mac.make(own)
      expect(proof).toMatch(new RegExp(`^[0-9A-Za-z]{${MAC_LENGTH}}$`))
      expect(mac.isRight(own, proof)).toBe(true)
      expect(mac.isRight(other, proof)).toBe(own === other)
    }),
  )
})

test('it differs by code space and by key, and stays the same after a restart', () => {
  const proof = mac.make(4711)
  expect(createOptOutMac(secretsOf(key), 1).make(4711)).toBe(proof)
  expect(createOptOutMac(secretsOf(key), 2).make(4711)).not.toBe(proof)
  expect(createOptOutMac(secretsOf(randomBytes(32).toString('hex')), 1).make(4711)).not.toBe(proof)
})

test.each(['', '0', '00000', '0000000', 'é00000', '000\u{1f6d1}0', '\u0000'.repeat(6)])('%j is no proof, and no fault', (shown) => {
  expect(mac.isRight(1, shown)).toBe(false)
})
