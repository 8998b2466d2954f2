import { createCipheriv, createDecipheriv } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Secrets } from '../../platform/secrets.ts'
import { BLOCK_BYTES, decodeBlock, encodeBlock } from './base62Block.ts'

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

/** Bytes of a block: link number (48 bits), milliseconds since 1970 (44), code space (12), zeros (24). */
const TIME = 6
const NIBBLE = 11
const ZEROS = 13
const MAX_ACCOUNTS = 1_000

/** Click ids of every account, from SECRET_KEY. */
export function createClickIds(secrets: Pick<Secrets, 'derive'>): (accountId: number) => ClickIds {
  const known = new LRUCache<number, ClickIds>({ max: MAX_ACCOUNTS })
  return (accountId) => {
    const cached = known.get(accountId)
    if (cached !== undefined) return cached
    const made = clickIdsOf(secrets.derive(`click id ${accountId}`, BLOCK_BYTES))
    known.set(accountId, made)
    return made
  }
}

/** @param key 16 bytes */
export function clickIdsOf(key: Buffer): ClickIds {
  // Blocks are independent in ECB, so a cipher serves for ever; a new one for each tap costs more than the redirect.
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false)
  const decipher = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false)
  const block = Buffer.alloc(BLOCK_BYTES)
  return {
    encode(place) {
      writePlace(block, place)
      return encodeBlock(cipher.update(block))
    },
    decode(id) {
      const bytes = decodeBlock(id)
      return bytes === undefined ? undefined : readPlace(decipher.update(bytes))
    },
  }
}

function writePlace(block: Buffer, { number, at, codeSpaceId }: ClickPlace): void {
  block.writeUIntBE(number, 0, 6)
  block.writeUIntBE(Math.floor(at / 16), TIME, 5)
  block.writeUInt16BE((at % 16) * 4_096 + codeSpaceId, NIBBLE)
}

/** The zeros tell a block that was made from one that was made up: one in 16 million passes, and then it still needs a hit. */
function readPlace(block: Buffer): ClickPlace | undefined {
  if (block.readUIntBE(ZEROS, 3) !== 0) return undefined
  const last = block.readUInt16BE(NIBBLE)
  return { number: block.readUIntBE(0, 6), at: block.readUIntBE(TIME, 5) * 16 + (last >>> 12), codeSpaceId: last & 4_095 }
}
