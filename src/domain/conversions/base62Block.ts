const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const PAIRS = Array.from({ length: 62 * 62 }, (_, index) => ALPHABET.charAt(Math.floor(index / 62)) + ALPHABET.charAt(index % 62))
const VALUES = new Int8Array(128).fill(-1)
for (let index = 0; index < ALPHABET.length; index++) VALUES[ALPHABET.charCodeAt(index)] = index

/** 62^22 is 2.7e39, 2^128 is 3.4e38: the shortest length that holds every block. */
export const BLOCK_LENGTH = 22

const WORD = 2 ** 32
/** Three digits at a time: 62^3 * 2^32 is 1.0e15, which a double holds exactly. */
const TRIPLE = 62 ** 3

/** Writes four words of 32 bits as a number of 22 base62 digits, the most significant first. */
export function encodeBlock(block: Uint32Array): string {
  let [a = 0, b = 0, c = 0, d = 0] = block
  let text = ''
  for (let triple = 0; triple < 7; triple++) {
    let rest = 0
    // The first words are soon used up.
    if (a > 0) {
      rest = a % TRIPLE
      a = (a - rest) / TRIPLE
    }
    if (rest > 0 || b > 0) {
      const value = rest * WORD + b
      b = Math.floor(value / TRIPLE)
      rest = value - b * TRIPLE
    }
    const third = rest * WORD + c
    c = Math.floor(third / TRIPLE)
    const fourth = (third - c * TRIPLE) * WORD + d
    d = Math.floor(fourth / TRIPLE)
    rest = fourth - d * TRIPLE
    text = ALPHABET.charAt((rest / 3_844) | 0) + (PAIRS[rest % 3_844] ?? '') + text
  }
  return ALPHABET.charAt(d) + text
}

/** Reads 22 digits back; undefined for another length, another alphabet, and 2^128 or more. */
export function decodeBlock(text: string): Uint32Array | undefined {
  if (text.length !== BLOCK_LENGTH) return undefined
  const words = new Uint32Array(4)
  for (let at = 0; at < BLOCK_LENGTH; at++) {
    let carry = VALUES[text.charCodeAt(at)] ?? -1
    if (carry < 0) return undefined
    for (let word = 3; word >= 0; word--) {
      const value = (words[word] ?? 0) * 62 + carry
      carry = Math.floor(value / WORD)
      words[word] = value - carry * WORD
    }
    if (carry > 0) return undefined
  }
  return words
}
