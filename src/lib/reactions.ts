import type { Random } from './seededRandom.ts'

/**
 * How likely a simulated recipient is to do what, each from 0 to 1. `view`: of those reached, whose phone shows the link card. `tap`: of those
 * reached, who taps. `convert`: of those who tap, who buys. `optOut`: of those reached, who wants nothing more.
 */
export type ReactionRates = { view: number; tap: number; convert: number; optOut: number }

/** An ordinary campaign of a shop, neither good nor bad. */
export const ordinaryRates: ReactionRates = { view: 0.6, tap: 0.14, convert: 0.16, optOut: 0.004 }

/** What a simulated recipient does, in milliseconds after the message came; undefined is never. A purchase and further taps follow the first tap. */
export type Reaction = { viewMs: number | undefined; tapsMs: number[]; convertMs: number | undefined; optOutMs: number | undefined }

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Draws what one recipient does with one message. The same chance gives the same reaction. */
export function reactionOf(random: Random, rates: ReactionRates): Reaction {
  const viewMs = random.chance(rates.view) ? random.between(800, 9_000) : undefined
  const taps = random.chance(rates.tap)
  const firstMs = firstTap(random)
  const tapsMs = taps ? [firstMs, ...furtherTaps(random, firstMs)] : []
  const convertMs = taps && random.chance(rates.convert) ? firstMs + purchase(random) : undefined
  const optOutMs = random.chance(rates.optOut) ? random.around(6 * MINUTE, 1.1) : undefined
  return { viewMs, tapsMs, convertMs, optOutMs }
}

/** Most read an SMS within minutes; the others when they find time, some only the next day. */
const firstTap = (random: Random) => (random.chance(0.66) ? 4_000 + random.around(5 * MINUTE, 1.1) : random.around(4 * HOUR, 1))

/** One in four comes back, mostly within the hour. */
function furtherTaps(random: Random, firstMs: number): number[] {
  const further: number[] = []
  while (further.length < 4 && random.chance(0.24)) further.push((further.at(-1) ?? firstMs) + random.around(35 * MINUTE, 1.2))
  return further
}

/** Who knows what to buy takes minutes; who thinks about it, a day. */
const purchase = (random: Random) => (random.chance(0.75) ? random.around(9 * MINUTE, 0.7) : random.around(20 * HOUR, 0.6))
