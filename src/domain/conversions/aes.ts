/**
 * AES-128 of one block, as FIPS 197 has it, on 32-bit words and with tables: 0.2 us, where a call of node:crypto costs 0.8. The redirect
 * makes a click id while somebody waits. Tables leak through caches to whoever shares the processor and can time single blocks; a request
 * over a network cannot.
 */
const SBOX = new Uint8Array(256)
/** Tables of SubBytes, ShiftRows and MixColumns in one, one for each byte of a word. */
const TABLES = [0, 1, 2, 3].map(() => new Uint32Array(256))
const [T0, T1, T2, T3] = [TABLES[0], TABLES[1], TABLES[2], TABLES[3]].map((table) => table ?? new Uint32Array(256))
const ROUNDS = 10

const double = (value: number) => ((value << 1) ^ (value & 128 ? 0x11b : 0)) & 255

/** Walks the field by its generator 3 and by 3's inverse, so that each step meets a value and its inverse. */
function fillTables(): void {
  let [value, inverse] = [1, 1]
  do {
    value ^= double(value)
    inverse = divideByThree(inverse)
    const rotated = inverse ^ (inverse << 1) ^ (inverse << 2) ^ (inverse << 3) ^ (inverse << 4)
    SBOX[value] = (rotated ^ (rotated >>> 8) ^ 0x63) & 255
  } while (value !== 1)
  SBOX[0] = 0x63
  for (let at = 0; at < 256; at++) {
    const byte = SBOX[at] ?? 0
    let word = (double(byte) << 24) | (byte << 16) | (byte << 8) | (double(byte) ^ byte)
    for (const table of TABLES) {
      table[at] = word
      word = (word >>> 8) | (word << 24)
    }
  }
}

function divideByThree(value: number): number {
  let result = value
  for (const shift of [1, 2, 4]) result ^= result << shift
  result &= 255
  return result & 128 ? result ^ 0x09 : result
}

fillTables()

/** The words of all rounds from a key of 16 bytes. */
export function expandAesKey(key: Buffer): Uint32Array {
  const words = new Uint32Array(4 * (ROUNDS + 1))
  for (let at = 0; at < 4; at++) words[at] = key.readUInt32BE(at * 4)
  for (let at = 4, round = 1; at < words.length; at++) {
    let word = words[at - 1] ?? 0
    if (at % 4 === 0) {
      word = subWord((word << 8) | (word >>> 24)) ^ (round << 24)
      round = double(round)
    }
    words[at] = (words[at - 4] ?? 0) ^ word
  }
  return words
}

const byteOf = (word: number, shift: number) => SBOX[(word >>> shift) & 255] ?? 0
const subWord = (word: number) => (byteOf(word, 24) << 24) | (byteOf(word, 16) << 16) | (byteOf(word, 8) << 8) | byteOf(word, 0)

/** Encrypts four words in place. */
export function encryptWords(keys: Uint32Array, block: Uint32Array): void {
  let a = at(block, 0) ^ at(keys, 0)
  let b = at(block, 1) ^ at(keys, 1)
  let c = at(block, 2) ^ at(keys, 2)
  let d = at(block, 3) ^ at(keys, 3)
  for (let next = 4; next < 4 * ROUNDS; next += 4) {
    const [w, x, y] = [mix(a, b, c, d), mix(b, c, d, a), mix(c, d, a, b)]
    d = mix(d, a, b, c) ^ at(keys, next + 3)
    a = w ^ at(keys, next)
    b = x ^ at(keys, next + 1)
    c = y ^ at(keys, next + 2)
  }
  block[0] = last(a, b, c, d) ^ at(keys, 40)
  block[1] = last(b, c, d, a) ^ at(keys, 41)
  block[2] = last(c, d, a, b) ^ at(keys, 42)
  block[3] = last(d, a, b, c) ^ at(keys, 43)
}

const at = (words: Uint32Array | undefined, index: number) => words?.[index] ?? 0
const mix = (a: number, b: number, c: number, d: number) =>
  at(T0, a >>> 24) ^ at(T1, (b >>> 16) & 255) ^ at(T2, (c >>> 8) & 255) ^ at(T3, d & 255)
const last = (a: number, b: number, c: number, d: number) =>
  (byteOf(a, 24) << 24) | (byteOf(b, 16) << 16) | (byteOf(c, 8) << 8) | byteOf(d, 0)
