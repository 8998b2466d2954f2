import { CODE_LENGTH } from '../../lib/shortLinks.ts'
import { decrypt, encrypt, expandKey, type Block } from './speck.ts'

/** How many numbers a code space has: 62^8. */
export const CODE_SPACE_SIZE = 62 ** CODE_LENGTH
/** Bytes of a code space's key: four words of 24 bits. */
export const CODE_KEY_BYTES = 12

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const PAIRS = Array.from({ length: 62 * 62 }, (_, index) => `${ALPHABET[Math.floor(index / 62)]}${ALPHABET[index % 62]}`)
const VALUES = new Int8Array(128).fill(-1)
for (let index = 0; index < ALPHABET.length; index++) VALUES[ALPHABET.charCodeAt(index)] = index

const HALF = 62 ** 4
const WORD = 2 ** 24

/** The keyed permutation of one code space. */
export type Codes = {
  /** The code of a number from 0 to 62^8 - 1. */
  encode(number: number): string
  /** The number of a code, or undefined for what is no code: another length or another alphabet. */
  decode(code: string): number | undefined
}

/**
 * Makes the permutation of a code space from its key.
 * The cipher permutes 2^48 values; those of 62^8 and above are walked through again (1.29 steps on average), which keeps it a permutation of the code space.
 */
export function createCodes(key: Uint8Array): Codes {
  const rounds = expandKey(keyWords(key))
  const block: Block = { left: 0, right: 0 }
  const walk = (step: typeof encrypt, value: number): number => {
    let next = value
    do {
      block.left = Math.floor(next / WORD)
      block.right = next % WORD
      step(rounds, block)
      next = block.left * WORD + block.right
    } while (next >= CODE_SPACE_SIZE)
    return next
  }
  return {
    encode(number) {
      if (!(number >= 0 && number < CODE_SPACE_SIZE)) throw new Error(`Number ${number} is outside the code space of ${CODE_SPACE_SIZE}`)
      return codeOf(walk(encrypt, number))
    },
    decode(code) {
      const value = fromBase62(code)
      return value === undefined ? undefined : walk(decrypt, value)
    },
  }
}

function keyWords(key: Uint8Array): [number, number, number, number] {
  if (key.length !== CODE_KEY_BYTES) throw new Error(`A code space's key has ${CODE_KEY_BYTES} bytes, not ${key.length}`)
  const word = (at: number) => ((key[at] ?? 0) << 16) | ((key[at + 1] ?? 0) << 8) | (key[at + 2] ?? 0)
  return [word(0), word(3), word(6), word(9)]
}

function codeOf(value: number): string {
  const high = Math.floor(value / HALF)
  const low = value - high * HALF
  return `${PAIRS[(high / 3844) | 0]}${PAIRS[high % 3844]}${PAIRS[(low / 3844) | 0]}${PAIRS[low % 3844]}`
}

/** A number below 62^length in so many characters. */
export function toBase62(value: number, length: number): string {
  let text = ''
  for (let rest = value, at = 0; at < length; at++, rest = Math.floor(rest / 62)) text = (ALPHABET[rest % 62] ?? '') + text
  return text
}

function fromBase62(code: string): number | undefined {
  if (code.length !== CODE_LENGTH) return undefined
  let value = 0
  for (let at = 0; at < CODE_LENGTH; at++) {
    const digit = VALUES[code.charCodeAt(at)] ?? -1
    if (digit < 0) return undefined
    value = value * 62 + digit
  }
  return value
}
