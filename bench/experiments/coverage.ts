import { meanDifferenceInterval, rateDifferenceInterval, rateInterval } from '../../src/lib/statistics/fixedHorizon.ts'
import type { Interval, Proportion } from '../../src/lib/statistics/fixedHorizon.ts'
import { drawNormal, randomFrom } from '../../src/lib/statistics/random.ts'
import type { Random } from '../../src/lib/statistics/random.ts'

const holds = ({ low, high }: Interval, truth: number) => low <= truth && truth <= high

/** Whether the bounds of a rate hold the truth. */
export function coversRate({ rate, messages }: { rate: number; messages: number }, seed: number): boolean {
  return holds(rateInterval(outcome(rate, messages, randomFrom(seed))), rate)
}

/** Whether the bounds of a difference hold the truth. */
export function coversDifference(
  { rates, messages }: { rates: readonly [number, number]; messages: readonly [number, number] },
  seed: number,
): boolean {
  const random = randomFrom(seed)
  const first = outcome(rates[0], messages[0], random)
  return holds(rateDifferenceInterval(first, outcome(rates[1], messages[1], random)), rates[1] - rates[0])
}

function outcome(rate: number, messages: number, random: Random): Proportion {
  let successes = 0
  for (let message = 0; message < messages; message++) if (random() < rate) successes++
  return { messages, successes }
}

/** Whether the bounds of the difference of two equal values, of which most are 0 and some large, hold the truth. */
export function coversValue({ rate, spread, messages }: { rate: number; spread: number; messages: number }, seed: number): boolean {
  const random = randomFrom(seed)
  const moments = () => {
    let [sum, squares] = [0, 0]
    for (let message = 0; message < messages; message++) {
      if (random() >= rate) continue
      const value = Math.exp(spread * drawNormal(random))
      sum += value
      squares += value * value
    }
    return { messages, mean: sum / messages, variance: (squares - (sum * sum) / messages) / (messages - 1) }
  }
  return holds(meanDifferenceInterval(moments(), moments()), 0)
}
