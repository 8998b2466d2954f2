import { createDecipheriv } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Secrets } from '../../platform/secrets.ts'
import { encryptWords, expandAesKey } from './aes.ts'
import { decodeBlock, encodeBlock } from './base62Block.ts'

/** The tap that a click id names: a link number of a code space, and the milliseconds that stand in the journal. */
export type ClickPlace = { codeSpaceId: number; number: number; at: number }

/**
 * The click ids of one account: 22 base62 characters, one block of AES-128 under a key of the account. They need no row, outlive retention and
 * cannot be made up.
 */
export type ClickIds = {
  encode(place: ClickPlace): string
  /** The place of a click id, or undefined for what this account never gave out. */
  decode(id: string): ClickPlace | undefined
}

const MAX_ACCOUNTS = 1_000
/** Of a key and of a block. */
const KEY_BYTES = 16

/** Click ids of every account, from SECRET_KEY. */
export function createClickIds(secrets: Pick<Secrets, 'derive'>): (accountId: number) => ClickIds {
  const known = new LRUCache<number, ClickIds>({ max: MAX_ACCOUNTS })
  return (accountId) => {
    const cached = known.get(accountId)
    if (cached !== undefined) return cached
    const made = clickIdsOf(secrets.derive(`click id ${accountId}`, KEY_BYTES))
    known.set(accountId, made)
    return made
  }
}

/** @param key 16 bytes */
export function clickIdsOf(key: Buffer): ClickIds {
  const keys = expandAesKey(key)
  const decipher = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false)
  const block = new Uint32Array(4)
  return {
    encode(place) {
      writePlace(block, place)
      encryptWords(keys, block)
      return encodeBlock(block)
    },
    decode(id) {
      const words = decodeBlock(id)
      return words === undefined ? undefined : readPlace(decipher.update(bytesOf(words)))
    },
  }
}

/** Link number (48 bits), milliseconds since 1970 (44), code space (12), zeros (24). */
function writePlace(block: Uint32Array, { number, at, codeSpaceId }: ClickPlace): void {
  block[0] = Math.floor(number / 65_536)
  block[1] = (number % 65_536) * 65_536 + Math.floor(at / 2 ** 28)
  block[2] = (at % 2 ** 28) * 16 + (codeSpaceId >>> 8)
  block[3] = (codeSpaceId & 255) * 2 ** 24
}

/** The zeros tell a block that was made from one that was made up: one in 16 million passes, and then it still needs a hit. */
function readPlace(block: Buffer): ClickPlace | undefined {
  if (block.readUIntBE(13, 3) !== 0) return undefined
  const end = block.readUInt16BE(11)
  return { number: block.readUIntBE(0, 6), at: block.readUIntBE(6, 5) * 16 + (end >>> 12), codeSpaceId: end & 4_095 }
}

function bytesOf(words: Uint32Array): Buffer {
  const bytes = Buffer.allocUnsafe(KEY_BYTES)
  words.forEach((word, at) => bytes.writeUInt32BE(word, at * 4))
  return bytes
}
