import { believeRates } from '../../src/lib/statistics/best.ts'
import { standingOf } from '../../src/lib/statistics/standing.ts'
import type { Belief } from '../../src/lib/statistics/best.ts'
import { randomFrom } from '../../src/lib/statistics/random.ts'
import { evenShares, newArms, send, watched } from './arms.ts'
import type { SimulatedArm } from './arms.ts'

const LOOK = 100
/** Choosing wrongly may cost one answer in a thousand messages. */
const LOSS = 0.001

export interface TestDesign {
  rates: readonly number[]
  /** Messages for each variant. */
  planned: number
}

/** Sends a whole test with a look every 100 messages, and names the variant that won, or none. */
export function winnerOf({ rates, planned }: TestDesign, seed: number): number | undefined {
  const random = randomFrom(seed)
  const arms = newArms(rates)
  const shares = evenShares(rates.length)
  for (let sent = 0; sent < planned * rates.length; sent += LOOK) {
    send(arms, LOOK, { shares, random })
    const leader = wonAt(arms, planned)
    if (leader !== undefined) return leader
  }
  return undefined
}

function wonAt(arms: readonly SimulatedArm[], planned: number): number | undefined {
  const rule = { alpha: 0.05, allocation: 'fixed', lossThreshold: LOSS, minimumMessages: LOOK } as const
  const standing = (beliefs: readonly Belief[]) =>
    standingOf(
      watched(arms, planned).flatMap((arm, index) => (beliefs[index] ? [{ ...arm, belief: beliefs[index] }] : [])),
      rule,
    )
  // What is believed takes a thousand times as long as the bounds, and decides nothing as long as these are not passed.
  const unasked: Belief = { mean: 0, low: 0, high: 0, best: 0, loss: 0 }
  if (standing(arms.map(() => unasked)).state !== 'winner') return undefined
  const { state, leader } = standing(believeRates(arms))
  return state === 'winner' ? leader : undefined
}
