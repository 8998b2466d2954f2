/** Chance that can be repeated: the same seed gives the same numbers on every machine. Not for secrets. */
export type Random = {
  /** From 0 up to, but not including, 1. */
  number(): number
  chance(probability: number): boolean
  /** Between two numbers. */
  between(from: number, to: number): number
  /** A whole number, both ends included. */
  whole(from: number, to: number): number
  pick<T>(list: readonly [T, ...T[]]): T
  /** Around a median, with a long tail; `spread` is the standard deviation of its logarithm. */
  around(median: number, spread: number): number
}

/**
 * Makes a source of chance.
 * @param seed any text
 * @see https://github.com/bryc/code/blob/master/jshash/PRNGs.md (mulberry32), https://en.wikipedia.org/wiki/Fowler-Noll-Vo_hash_function
 */
export function seededRandom(seed: string): Random {
  let state = fnv1a(seed)
  const number = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (from: number, to: number) => from + number() * (to - from)
  return {
    number,
    chance: (probability) => number() < probability,
    between,
    whole: (from, to) => Math.floor(between(from, to + 1)),
    pick: (list) => list[Math.floor(number() * list.length)] ?? list[0],
    around: (median, spread) => median * Math.exp(spread * normal(number)),
  }
}

/** @see https://en.wikipedia.org/wiki/Box-Muller_transform */
const normal = (number: () => number) => Math.sqrt(-2 * Math.log(1 - number())) * Math.cos(2 * Math.PI * number())

function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}
