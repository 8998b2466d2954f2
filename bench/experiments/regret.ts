import { laiRobbinsBound, rateSampler, thompsonShares } from '../../src/lib/statistics/bandit.ts'
import { randomFrom } from '../../src/lib/statistics/random.ts'
import { drawn, evenShares, newArms } from './arms.ts'
import type { SimulatedArm } from './arms.ts'

const BATCH = 1_000

export interface BanditDesign {
  rates: readonly number[]
  messages: number
  /** After how many batches the answers to a batch are all in; none before. */
  delay: number
  control: number
  floor: number
}

export interface BanditRun {
  /** Successes that the best variant alone would have brought in more, on average over what was drawn for each message. */
  regret: number
  /** The smallest share that any variant had in any batch. */
  smallestShare: number
}

/** A campaign in batches of 1,000, each divided by what is known when it begins. */
export function banditRun({ rates, messages, delay, control, floor }: BanditDesign, seed: number): BanditRun {
  const random = randomFrom(seed)
  const known = newArms(rates)
  const waiting: SimulatedArm[][] = []
  const best = Math.max(...rates)
  const run = { regret: 0, smallestShare: 1 }
  for (let batch = 0; batch < messages / BATCH; batch++) {
    if (batch >= delay) learn(known, waiting.shift() ?? [])
    const shares = thompsonShares(rateSampler(known), { control, weights: evenShares(rates.length), floor }, random)
    const sent = newArms(rates)
    for (let message = 0; message < BATCH; message++) {
      const arm = sent[drawn(shares, random())]
      if (!arm) continue
      run.regret += best - arm.rate
      arm.messages++
      if (random() < arm.rate) arm.successes++
    }
    waiting.push(sent)
    run.smallestShare = Math.min(run.smallestShare, ...shares)
  }
  return run
}

function learn(known: readonly SimulatedArm[], answers: readonly SimulatedArm[]): void {
  known.forEach((arm, index) => {
    const { messages = 0, successes = 0 } = answers[index] ?? {}
    arm.messages += messages
    arm.matured += messages
    arm.successes += successes
  })
}

/** What an even split loses on average, and what cannot be undercut in the long run. */
export const evenRegret = (rates: readonly number[], messages: number): number =>
  (rates.reduce((sum, rate) => sum + Math.max(...rates) - rate, 0) / rates.length) * messages
export const leastRegret = laiRobbinsBound

/** The mean of some figures with its standard error. */
export function meanOf(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return { mean, error: Math.sqrt(variance / values.length) }
}
