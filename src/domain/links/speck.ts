/** A block of 48 bits as two words of 24; plain numbers, since BigInt costs ten times as much. */
export type Block = { left: number; right: number }

const ROUNDS = 23
const MASK = 0xff_ffff

/**
 * Expands a key of 96 bits into the round keys of Speck48/96.
 * @param key four words of 24 bits, in the order of the paper's test vectors: l2, l1, l0, k0
 * @see Beaulieu et al., "The SIMON and SPECK Families of Lightweight Block Ciphers" (2013), section 4
 */
export function expandKey(key: readonly [number, number, number, number]): Int32Array {
  const rounds = new Int32Array(ROUNDS)
  const words = [key[2], key[1], key[0]]
  let k = key[3]
  for (let i = 0; i < ROUNDS; i++) {
    rounds[i] = k
    const l = words[i % 3] ?? 0
    const next = (((k + rotateRight8(l)) & MASK) ^ i) & MASK
    words[i % 3] = next
    k = rotateLeft3(k) ^ next
  }
  return rounds
}

/** Encrypts `block` in place: no allocation, since codes are made by the million. */
export function encrypt(rounds: Int32Array, block: Block): void {
  let { left, right } = block
  for (let i = 0; i < ROUNDS; i++) {
    left = ((rotateRight8(left) + right) & MASK) ^ (rounds[i] ?? 0)
    right = rotateLeft3(right) ^ left
  }
  block.left = left
  block.right = right
}

/** Decrypts `block` in place. */
export function decrypt(rounds: Int32Array, block: Block): void {
  let { left, right } = block
  for (let i = ROUNDS - 1; i >= 0; i--) {
    right = rotateRight3(right ^ left)
    left = rotateLeft8(((left ^ (rounds[i] ?? 0)) - right) & MASK)
  }
  block.left = left
  block.right = right
}

const rotateRight8 = (word: number) => ((word >>> 8) | (word << 16)) & MASK
const rotateLeft8 = (word: number) => ((word << 8) | (word >>> 16)) & MASK
const rotateRight3 = (word: number) => ((word >>> 3) | (word << 21)) & MASK
const rotateLeft3 = (word: number) => ((word << 3) | (word >>> 21)) & MASK
