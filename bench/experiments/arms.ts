import type { Watched } from '../../src/lib/statistics/alwaysValid.ts'
import { rateMoments } from '../../src/lib/statistics/counts.ts'
import type { RateCount } from '../../src/lib/statistics/counts.ts'
import type { Random } from '../../src/lib/statistics/random.ts'

/** A variant that is simulated: each message reaches the goal with the probability `rate`. */
export interface SimulatedArm extends RateCount {
  readonly rate: number
}

export const newArms = (rates: readonly number[]): SimulatedArm[] => rates.map((rate) => ({ rate, messages: 0, matured: 0, successes: 0 }))

/** Sends messages one by one, each to a variant drawn by the shares. */
export function send(
  arms: readonly SimulatedArm[],
  messages: number,
  { shares, random }: { shares: readonly number[]; random: Random },
): void {
  for (let message = 0; message < messages; message++) {
    const arm = arms[drawn(shares, random())]
    if (!arm) continue
    arm.messages++
    arm.matured++
    if (random() < arm.rate) arm.successes++
  }
}

/** The variant into whose part of 0 to 1 a number falls. */
export function drawn(shares: readonly number[], at: number): number {
  let below = 0
  for (let index = 0; index < shares.length - 1; index++) {
    below += shares[index] ?? 0
    if (at < below) return index
  }
  return shares.length - 1
}

export const evenShares = (variants: number): number[] => Array.from({ length: variants }, () => 1 / variants)

export const watched = (arms: readonly SimulatedArm[], planned: number): Watched[] => arms.map((arm) => ({ ...rateMoments(arm), planned }))
