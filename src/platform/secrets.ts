import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from './config.ts'

/** What is made from SECRET_KEY; the key itself never leaves this file. */
export type Secrets = {
  /** A key of its own for each purpose by HKDF-SHA256; 32 bytes unless told, at most 8,160. */
  derive: (purpose: string, length?: number) => Buffer
  /** Encrypts and authenticates; only `unseal` with the same context opens it, so a sealed value moved to another row is refused. */
  seal: (plain: Buffer, context: string) => Buffer
  /** @throws Error when the bytes were changed, belong to another context or were sealed with another SECRET_KEY */
  unseal: (sealed: Buffer, context: string) => Buffer
  /** What the database keeps to know its SECRET_KEY again; it reveals nothing about the key. */
  check: Buffer
}

const SEAL_VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * The secrets of this installation: from SECRET_KEY, else from `DATA_DIR/secret.key`, which the first start makes.
 * @param secretKey 64 hexadecimal digits, as the config has checked
 * @throws ConfigError for a key file that holds no key
 */
export function loadSecrets({ secretKey, dataDir }: KeyPlace): Secrets {
  return secretsOf(secretKey ?? readOrMakeKeyFile(dataDir))
}

/**
 * The same for an installation that exists: no key is made.
 * @returns undefined when there is no key
 * @throws ConfigError for a key file that holds no key
 */
export function findSecrets({ secretKey, dataDir }: KeyPlace): Secrets | undefined {
  if (secretKey !== undefined) return secretsOf(secretKey)
  return existsSync(keyFile(dataDir)) ? secretsOf(readKeyFile(keyFile(dataDir))) : undefined
}

type KeyPlace = { secretKey: string | undefined; dataDir: string }

const keyFile = (dataDir: string) => join(dataDir, 'secret.key')

function secretsOf(key: string): Secrets {
  const root = Buffer.from(key, 'hex')
  const derive = (purpose: string, length = 32) => Buffer.from(hkdfSync('sha256', root, '', `tapline ${purpose}`, length))
  const sealKey = derive('seal')
  return {
    derive,
    seal: (plain, context) => seal({ key: sealKey, plain, context }),
    unseal: (sealed, context) => unseal({ key: sealKey, sealed, context }),
    check: derive('installation check'),
  }
}

/** Version, nonce, ciphertext, tag. Random nonces of 96 bits are safe for 2^32 seals, far above the handful that an installation makes. */
function seal({ key, plain, context }: { key: Buffer; plain: Buffer; context: string }): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(context))
  return Buffer.concat([Buffer.of(SEAL_VERSION), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function unseal({ key, sealed, context }: { key: Buffer; sealed: Buffer; context: string }): Buffer {
  if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== SEAL_VERSION)
    throw new Error(
      `Cannot unseal "${context}": ${sealed.length} bytes of version ${sealed[0] ?? 'none'}, expected version ${SEAL_VERSION}`,
    )
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()])
  } catch (cause) {
    throw new Error(`Cannot unseal "${context}": it was changed, moved or sealed with another SECRET_KEY`, { cause })
  }
}

function readOrMakeKeyFile(dataDir: string): string {
  const file = keyFile(dataDir)
  if (!existsSync(file)) makeKeyFile(dataDir, file)
  return readKeyFile(file)
}

function readKeyFile(file: string): string {
  const key = readFileSync(file, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/i.test(key))
    throw new ConfigError(
      `${file} does not hold 64 hexadecimal digits: restore it from your copy, or set SECRET_KEY to the key of this database.`,
    )
  return key
}

/** A link is made only where no file is, so of two first starts one wins, and both read the winner's whole key. */
function makeKeyFile(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const handle = openSync(draft, 'wx', 0o600)
  try {
    writeSync(handle, `${randomBytes(32).toString('hex')}\n`)
    fsyncSync(handle)
    linkSync(draft, file)
  } catch (error) {
    if (!existsSync(file)) throw error
  } finally {
    closeSync(handle)
    unlinkSync(draft)
  }
}
