import { expect, test } from 'vitest'
import { checkPassword, hashPassword, verifyPassword } from './password.ts'

test('a password is known again, and no other is', async () => {
  const stored = await hashPassword('correct horse battery')
  expect(stored).toMatch(/^scrypt\$15\$8\$3\$[\w+/=]{24}\$[\w+/=]{44}$/)
  expect(await verifyPassword('correct horse battery', stored)).toBe(true)
  expect(await verifyPassword('correct horse batterz', stored)).toBe(false)
})

test('two users with the same password have different hashes', async () => {
  expect(await hashPassword('correct horse battery')).not.toBe(await hashPassword('correct horse battery'))
})

test('one password typed on two keyboards is one password', async () => {
  const stored = await hashPassword('motörhead forever')
  expect(await verifyPassword('motörhead forever', stored)).toBe(true)
})

test('nobody has any password', async () => {
  expect(await verifyPassword('correct horse battery', undefined)).toBe(false)
})

test('a hash keeps the cost it was made with', async () => {
  // RFC 7914, section 12: N = 16,384, r = 8, p = 1.
  const vector =
    '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887'
  const stored = `scrypt$14$8$1$${Buffer.from('SodiumChloride').toString('base64')}$${Buffer.from(vector, 'hex').toString('base64')}`
  expect(await verifyPassword('pleaseletmein', stored)).toBe(true)
})

test.each(['nine char', 'x'.repeat(201), '🔑'.repeat(9)])('a password of another length than 10 to 200 is refused: %j', (password) => {
  expect(() => checkPassword(password)).toThrow('use 10 to 200')
})

test.each(['ten chars!', 'x'.repeat(200), '🔑'.repeat(10)])('a password of 10 to 200 characters is accepted: %j', (password) => {
  expect(() => checkPassword(password)).not.toThrow()
})

test('a flood of sign-ins is turned away instead of queued without end', async () => {
  const answers = await Promise.allSettled(Array.from({ length: 40 }, () => verifyPassword('x', 'scrypt$4$8$1$AAAA$AAAA')))
  const refused = answers.filter((answer) => answer.status === 'rejected')
  expect(refused).toHaveLength(7)
  expect(refused[0]?.reason).toMatchObject({ code: 'rate_limited' })
  expect(await verifyPassword('x', 'scrypt$4$8$1$AAAA$AAAA')).toBe(false)
})
