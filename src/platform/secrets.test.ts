import fc from 'fast-check'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ConfigError } from './config.ts'
import { loadSecrets } from './secrets.ts'

const root = mkdtempSync(join(tmpdir(), 'tapline-secrets-'))
afterAll(() => rmSync(root, { recursive: true }))

const freshDir = () => join(mkdtempSync(join(root, 'dir-')), 'data')
const given = loadSecrets({ secretKey: '0'.repeat(64), dataDir: '/nowhere' })

test('what was sealed is unsealed in the same context', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, context) => {
      const plain = Buffer.from(bytes)
      expect(given.unseal(given.seal(plain, context), context).equals(plain)).toBe(true)
    }),
  )
})

test('a sealed value is refused in another context, when one bit changed, and by another key', () => {
  const sealed = given.seal(Buffer.from('the key of a code space'), 'code_spaces/1')
  expect(() => given.unseal(sealed, 'code_spaces/2')).toThrow('changed, moved or sealed with another SECRET_KEY')
  const other = loadSecrets({ secretKey: '1'.repeat(64), dataDir: '/nowhere' })
  expect(() => other.unseal(sealed, 'code_spaces/1')).toThrow('Cannot unseal')
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => given.unseal(changed, 'code_spaces/1')).toThrow('Cannot unseal')
  }
  expect(() => given.unseal(Buffer.of(1, 2, 3), 'code_spaces/1')).toThrow('Cannot unseal')
})

test('each purpose has a key of its own, the same at every start', () => {
  expect(given.derive('click id')).toHaveLength(32)
  expect(given.derive('click id', 16)).toHaveLength(16)
  expect(given.derive('click id').equals(given.derive('opt-out'))).toBe(false)
  const again = loadSecrets({ secretKey: '0'.repeat(64), dataDir: '/nowhere' })
  expect(again.derive('click id').equals(given.derive('click id'))).toBe(true)
  expect(again.check.equals(given.check)).toBe(true)
})

test('the first start makes a key file that only its owner can read, and later starts use it', () => {
  const dataDir = freshDir()
  const first = loadSecrets({ secretKey: undefined, dataDir })
  const second = loadSecrets({ secretKey: undefined, dataDir })
  expect(second.check.equals(first.check)).toBe(true)
  expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600)
  expect(readdirSync(dataDir)).toEqual(['secret.key'])
  expect(readFileSync(join(dataDir, 'secret.key'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
})

test('a key file that holds no key stops the start with a sentence', () => {
  const dataDir = mkdtempSync(join(root, 'broken-'))
  writeFileSync(join(dataDir, 'secret.key'), 'not a key')
  expect(() => loadSecrets({ secretKey: undefined, dataDir })).toThrow(ConfigError)
})
