/**
 * Where places of a text are after somebody has changed it in one spot: what lies before the change stays, what lies behind it moves along,
 * and what began inside it is gone.
 */
export function carryOver({ before, after, places }: { before: string; after: string; places: readonly number[] }): number[] {
  if (places.length === 0 || before === after) return [...places]
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) head++
  let tail = 0
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  const moved = after.length - before.length
  return places.flatMap((place) => {
    if (place < head) return [place]
    return place >= before.length - tail ? [place + moved] : []
  })
}
