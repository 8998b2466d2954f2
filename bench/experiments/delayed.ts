import { differenceSequence } from '../../src/lib/statistics/alwaysValid.ts'
import { rateMoments } from '../../src/lib/statistics/counts.ts'
import { maturedOf } from '../../src/lib/statistics/delay.ts'
import type { DelayCurve } from '../../src/lib/statistics/delay.ts'
import { randomFrom } from '../../src/lib/statistics/random.ts'
import type { Random } from '../../src/lib/statistics/random.ts'
import { drawn } from './arms.ts'

const BATCH = 100
/** A batch lasts one; of what is still to come, this part comes in each. */
const COMING = 0.1
const BATCHES_OF_DELAY = 60

/** The truth about the delay, which the account knows from earlier messages. */
const curve: DelayCurve = {
  boundsMs: Array.from({ length: BATCHES_OF_DELAY }, (_, index) => index + 1),
  arrived: Array.from({ length: BATCHES_OF_DELAY }, (_, index) => (index === BATCHES_OF_DELAY - 1 ? 1 : 1 - (1 - COMING) ** (index + 1))),
}

interface Arm {
  rate: number
  batches: { messages: number; sentAt: number }[]
  arrivals: number[]
}

/** Whether bounds leave the truth out at any look although answers are late and shares follow what has come: nine in ten to the leader. */
export function everWrongWithDelay({ rates, messages }: { rates: readonly [number, number]; messages: number }, seed: number): boolean {
  const random = randomFrom(seed)
  const arms: Arm[] = rates.map((rate) => ({ rate, batches: [], arrivals: [] }))
  const truth = rates[1] - rates[0]
  let secondLeads = false
  for (let now = 1; now <= messages / BATCH; now++) {
    sendBatch(arms, now - 1, { shareOfSecond: secondLeads ? 0.9 : 0.1, random })
    const [first, second] = arms.map((arm) => ({ ...momentsOf(arm, now), planned: messages / 2 }))
    if (!first || !second) return false
    const { low, high, estimate } = differenceSequence(first, second, { alpha: 0.05, allocation: 'adaptive' })
    if (truth < low || truth > high) return true
    secondLeads = estimate > 0
  }
  return false
}

function sendBatch(arms: readonly Arm[], sentAt: number, { shareOfSecond, random }: { shareOfSecond: number; random: Random }): void {
  for (const arm of arms) arm.batches.push({ messages: 0, sentAt })
  for (let message = 0; message < BATCH; message++) {
    const arm = arms[drawn([1 - shareOfSecond, shareOfSecond], random())]
    const batch = arm?.batches.at(-1)
    if (!arm || !batch) continue
    batch.messages++
    if (random() < arm.rate) arrive(arm, sentAt + 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - COMING)))
  }
}

/** Counts an answer at the batch in which it comes; the last ones come at the end of the window. */
function arrive(arm: Arm, at: number): void {
  const last = (arm.batches.at(-1)?.sentAt ?? 0) + BATCHES_OF_DELAY
  const when = Math.min(at, last)
  arm.arrivals[when] = (arm.arrivals[when] ?? 0) + 1
}

function momentsOf({ batches, arrivals }: Arm, now: number) {
  const messages = batches.reduce((sum, batch) => sum + batch.messages, 0)
  const matured = maturedOf(
    batches.map((batch) => ({ messages: batch.messages, ageMs: now - batch.sentAt })),
    curve,
  )
  let successes = 0
  for (let at = 0; at <= now; at++) successes += arrivals[at] ?? 0
  return rateMoments({ messages, matured, successes })
}
