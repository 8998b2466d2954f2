import { createHash, randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'

const PREFIX = 'tl_'
const ID_LENGTH = 8
/** 62^27 is 2^160.7. */
const SECRET_LENGTH = 27
/** 62^6 holds a CRC-32. */
const CHECKSUM_LENGTH = 6
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const shape = new RegExp(`^${PREFIX}([0-9A-Za-z]{${ID_LENGTH}})([0-9A-Za-z]{${SECRET_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`)

/** An API key taken apart: `tl_`, 8 characters of id, 27 of secret, 6 of checksum; 44 characters in all. */
export type KeyParts = { publicId: string; secretHash: Buffer }

/** Makes a key; only its public id and the hash of its secret may be stored. */
export function makeKey(): KeyParts & { key: string } {
  const publicId = randomBase62(ID_LENGTH)
  const secret = randomBase62(SECRET_LENGTH)
  const body = `${PREFIX}${publicId}${secret}`
  return { key: body + checksumOf(body), publicId, secretHash: hashSecret(secret) }
}

/** Takes a key apart, or answers undefined for one that was never made: mistyped, cut off, or something else altogether. */
export function parseKey(key: string): KeyParts | undefined {
  const [, publicId, secret, checksum] = shape.exec(key) ?? []
  if (publicId === undefined || secret === undefined || checksum !== checksumOf(`${PREFIX}${publicId}${secret}`)) return undefined
  return { publicId, secretHash: hashSecret(secret) }
}

/** One round is enough: the secret is random, so there is nothing to guess from. */
const hashSecret = (secret: string) => createHash('sha256').update(secret).digest()

function checksumOf(body: string): string {
  let rest = crc32(body)
  let digits = ''
  for (let at = 0; at < CHECKSUM_LENGTH; at++) {
    digits = base62.charAt(rest % 62) + digits
    rest = Math.floor(rest / 62)
  }
  return digits
}

const randomBase62 = (length: number) => Array.from({ length }, () => base62.charAt(randomInt(62))).join('')
