import type { NumberRange } from './targets.ts'

/** Ranges of a code space that one process keeps, the newest ones; about 150 bytes each. */
export const MAX_RANGES = 200_000

/**
 * The known ranges of all code spaces, searched by number.
 * Ranges of a code space come in ascending order, because a range's number is drawn under a lock that lasts until its row is visible.
 */
export type RangeIndex = {
  add(range: NumberRange): void
  find(codeSpaceId: number, number: number): NumberRange | undefined
  /** The first number above every known range; a range from there on may have been made since. */
  end(codeSpaceId: number): number
  /** Whether a number lies below what is kept, so that only the database knows its range. */
  isBelow(codeSpaceId: number, number: number): boolean
}

export function createRangeIndex({ maxRanges = MAX_RANGES }: { maxRanges?: number } = {}): RangeIndex {
  const spaces = new Map<number, NumberRange[]>()
  const floors = new Map<number, number>()
  return {
    add(range) {
      const ranges = spaces.get(range.codeSpaceId) ?? []
      spaces.set(range.codeSpaceId, ranges)
      insertSorted(ranges, range)
      if (ranges.length <= maxRanges) return
      ranges.splice(0, Math.ceil(maxRanges / 10))
      floors.set(range.codeSpaceId, ranges[0]?.first ?? 0)
    },
    find(codeSpaceId, number) {
      const ranges = spaces.get(codeSpaceId)
      const range = ranges === undefined ? undefined : ranges[lastAtOrBelow(ranges, number)]
      return range !== undefined && number < range.end ? range : undefined
    },
    end: (codeSpaceId) => spaces.get(codeSpaceId)?.at(-1)?.end ?? 0,
    isBelow: (codeSpaceId, number) => number < (floors.get(codeSpaceId) ?? 0),
  }
}

/** Blocks of single messages that touch become one range: they hold nothing of their own. A range that is known is replaced. */
function insertSorted(ranges: NumberRange[], range: NumberRange): void {
  const at = lastAtOrBelow(ranges, range.first)
  const before = ranges[at]
  if (before !== undefined && before.first === range.first) {
    if (range.batch !== undefined) ranges[at] = range
    return
  }
  if (before !== undefined && range.first < before.end) return
  if (before !== undefined && before.batch === undefined && range.batch === undefined && before.end === range.first) {
    ranges[at] = { ...before, end: range.end }
    return
  }
  ranges.splice(at + 1, 0, range)
}

function lastAtOrBelow(ranges: readonly NumberRange[], number: number): number {
  let low = 0
  let high = ranges.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    if ((ranges[middle]?.first ?? 0) <= number) low = middle + 1
    else high = middle - 1
  }
  return high
}
