const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const VALUES = new Int8Array(128).fill(-1)
for (let index = 0; index < ALPHABET.length; index++) VALUES[ALPHABET.charCodeAt(index)] = index

/** 62^22 is 2.7e39, 2^128 is 3.4e38: the shortest length that holds every block. */
export const BLOCK_LENGTH = 22
export const BLOCK_BYTES = 16

const WORD = 2 ** 32
/** Three digits at a time: 62^3 * 2^32 is 1.0e15, which a double holds exactly. */
const TRIPLE = 62 ** 3
const PAIRS = Array.from({ length: 62 * 62 }, (_, index) => ALPHABET.charAt(Math.floor(index / 62)) + ALPHABET.charAt(index % 62))
const words = new Float64Array(4)

/** Writes 16 bytes as a number of 22 base62 digits, the most significant first. */
export function encodeBlock(bytes: Buffer): string {
  for (let at = 0; at < 4; at++) words[at] = bytes.readUInt32BE(at * 4)
  let text = ''
  for (let first = 0, triple = 0; triple < 7; triple++) {
    const rest = divide(first)
    text = ALPHABET.charAt(Math.floor(rest / 3_844)) + (PAIRS[rest % 3_844] ?? '') + text
    while (first < 3 && words[first] === 0) first++
  }
  return ALPHABET.charAt(words[3] ?? 0) + text
}

/** Divides the words from `first` on by 62^3. @returns the remainder */
function divide(first: number): number {
  let rest = 0
  for (let at = first; at < 4; at++) {
    const value = rest * WORD + (words[at] ?? 0)
    const quotient = Math.floor(value / TRIPLE)
    words[at] = quotient
    rest = value - quotient * TRIPLE
  }
  return rest
}

/** Reads 22 digits back; undefined for another length, another alphabet, and 2^128 or more. */
export function decodeBlock(text: string): Buffer | undefined {
  if (text.length !== BLOCK_LENGTH) return undefined
  words.fill(0)
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
  const bytes = Buffer.allocUnsafe(BLOCK_BYTES)
  for (let at = 0; at < 4; at++) bytes.writeUInt32BE(words[at] ?? 0, at * 4)
  return bytes
}
