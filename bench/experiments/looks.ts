import { alphaOfPair, differenceSequence } from '../../src/lib/statistics/alwaysValid.ts'
import type { Allocation, Watched } from '../../src/lib/statistics/alwaysValid.ts'
import { liftOf } from '../../src/lib/statistics/lift.ts'
import { drawNormal, randomFrom } from '../../src/lib/statistics/random.ts'
import { sampleRatioOf } from '../../src/lib/statistics/sampleRatio.ts'
import { drawn, evenShares, newArms, send, watched } from './arms.ts'
import type { SimulatedArm } from './arms.ts'

const LOOK = 100
const ALPHA = 0.05

export interface LookedAt {
  rates: readonly number[]
  planned: number
  allocation: Allocation
}

/** Whether the bounds of any pair leave the truth out at any look, every 100 messages until twice the planned size. */
export function everWrong({ rates, planned, allocation }: LookedAt, seed: number): boolean {
  const random = randomFrom(seed)
  const arms = newArms(rates)
  for (let sent = 0; sent < 2 * planned * rates.length; sent += LOOK) {
    send(arms, LOOK, { shares: allocation === 'fixed' ? evenShares(rates.length) : sharesTo(leader(arms), rates.length), random })
    if (anyWrong(watched(arms, planned), rates, allocation)) return true
  }
  return false
}

/** As unfair as a bandit can be: nine in ten to the variant that leads at the moment. */
const sharesTo = (leading: number, variants: number) =>
  Array.from({ length: variants }, (_, index) => (index === leading ? 0.9 : 0.1 / (variants - 1)))

const leader = (arms: readonly SimulatedArm[]) => arms.reduce((best, arm, index) => (meanOf(arm) > meanOf(arms[best]) ? index : best), 0)
const meanOf = (arm: SimulatedArm | undefined) => (arm && arm.messages > 0 ? arm.successes / arm.messages : 0)

function anyWrong(arms: readonly Watched[], truths: readonly number[], allocation: Allocation): boolean {
  const each = { alpha: alphaOfPair(ALPHA, arms.length), allocation }
  return arms.some((first, index) =>
    arms.slice(index + 1).some((second, after) => {
      const truth = (truths[index + 1 + after] ?? 0) - (truths[index] ?? 0)
      const { low, high } = differenceSequence(first, second, each)
      return truth < low || truth > high
    }),
  )
}

/** The same for two equal variants whose messages bring in a value rarely, with a heavy tail, cut off at `cap` times the median. */
export function everWrongInValue(
  { rate, spread, cap, planned }: { rate: number; spread: number; cap: number; planned: number },
  seed: number,
): boolean {
  const random = randomFrom(seed)
  const sums = [0, 1].map(() => ({ messages: 0, sum: 0, squares: 0 }))
  for (let sent = 1; sent <= 4 * planned; sent++) {
    const arm = sums[drawn([0.5, 0.5], random())]
    const value = random() < rate ? Math.min(cap, Math.exp(spread * drawNormal(random))) : 0
    if (!arm) continue
    arm.messages++
    arm.sum += value
    arm.squares += value * value
    if (
      sent % LOOK === 0 &&
      anyWrong(
        sums.map((each) => momentsOf(each, planned)),
        [0, 0],
        'fixed',
      )
    )
      return true
  }
  return false
}

function momentsOf({ messages, sum, squares }: { messages: number; sum: number; squares: number }, planned: number): Watched {
  const mean = sum / messages
  return { messages, mean, variance: (squares - messages * mean * mean) / (messages - 1), planned }
}

/** Whether the bounds of the lift, as a difference or as a ratio, leave the truth out at any look; a tenth is held out. */
export function everWrongInLift({ sent, heldOut, people }: { sent: number; heldOut: number; people: number }, seed: number): boolean {
  const random = randomFrom(seed)
  const arms = newArms([sent, heldOut])
  const truth = sent / heldOut - 1
  for (let seen = 0; seen < people; seen += LOOK) {
    send(arms, LOOK, { shares: [0.9, 0.1], random })
    const [first, second] = watched(arms, people).map((arm, index) => ({ ...arm, planned: people * (index === 0 ? 0.9 : 0.1) }))
    if (!first || !second) continue
    const { difference, relative } = liftOf(first, second)
    const wrong = sent - heldOut < difference.low || sent - heldOut > difference.high
    if (wrong || (relative && (truth < relative.low || truth > relative.high))) return true
  }
  return false
}

/** Whether a mismatch is found at any look although there is none, or soon although there is one (`real` are the true shares). */
export function mismatchFound(
  { real, messages, alpha }: { real: readonly number[]; messages: number; alpha: number },
  seed: number,
): boolean {
  const random = randomFrom(seed)
  const shares = evenShares(real.length)
  const counts = real.map(() => 0)
  for (let sent = 1; sent <= messages; sent++) {
    const index = drawn(real, random())
    counts[index] = (counts[index] ?? 0) + 1
    if (sent % LOOK === 0 && sampleRatioOf([{ shares, counts }]).p < alpha) return true
  }
  return false
}
