import type { OutboundMessage } from '../../domain/messages/carrier.ts'
import { findLinks } from '../../lib/links.ts'
import { reactionOf, type Reaction } from '../../lib/reactions.ts'
import { seededRandom, type Random } from '../../lib/seededRandom.ts'
import { livesThere, type SimulatedPeople } from '../../lib/simulatedPeople.ts'
import { CODE_LENGTH, MAC_LENGTH } from '../../lib/shortLinks.ts'

/** What simulated people can do. All of it goes to this installation alone, as from outside; failures are their own business. */
export type PersonActs = {
  /** Taps a short link. @returns where it leads; undefined where it leads nowhere */
  open(request: { url: string; userAgent: string }): Promise<string | undefined>
  /** Presses the button of an opt-out link. */
  leave(request: { url: string; userAgent: string }): Promise<unknown>
  /** Buys something on the page that a tap led to. */
  buy(purchase: { accountId: bigint; landing: string; value: string; currency: string; orderId: string }): Promise<unknown>
}

/** People at simulated phones, until the process ends: what somebody still meant to do is forgotten then. */
export type Crowd = {
  /** Hands somebody a message that arrives so much later. @returns whether their phone draws the link card; undefined where nobody sits */
  hand(message: OutboundMessage, options: { arrivesInMs: number }): boolean | undefined
  /** Does what is due, a little at a time. */
  act(): Promise<void>
}

type Step = { at: number; run: () => Promise<unknown> }

/** Beyond it people forget what they meant to do. */
const MAX_WAITING = 10_000
const STEPS_PER_TURN = 20

/** @param now milliseconds that never go back */
export function createCrowd(people: SimulatedPeople, acts: PersonActs, now: () => number = () => performance.now()): Crowd {
  const waiting: Step[] = []
  const plan = (step: Step) => {
    if (waiting.length < MAX_WAITING) waiting.splice(placeOf(waiting, step.at), 0, step)
  }
  return {
    hand(message, { arrivesInMs }) {
      if (!livesThere(people, message.phone)) return undefined
      // The message's id is the seed, so a second submit of it changes nobody's mind.
      const random = seededRandom(`person ${message.id}`)
      const reaction = reactionOf(random, people.rates)
      for (const step of stepsOf({ message, reaction, random, people, acts })) plan({ ...step, at: now() + arrivesInMs + step.at })
      return reaction.viewMs !== undefined
    },
    async act() {
      const end = placeOf(waiting, now())
      const due = waiting.splice(0, Math.min(end, STEPS_PER_TURN))
      // One after the other: a purchase follows the tap that led to the page.
      for (const { run } of due) await run().catch(() => undefined)
    },
  }
}

type Handed = { message: OutboundMessage; reaction: Reaction; random: Random; people: SimulatedPeople; acts: PersonActs }

/** Taps, a purchase after the first of them, an opt-out; times from the arrival on. */
function stepsOf({ message, reaction: { tapsMs, convertMs, optOutMs }, random, people, acts }: Handed): Step[] {
  const { tracked, optOut } = linksIn(message.text)
  const userAgent = browserOf(message.phone)
  const [first] = tracked
  const steps: Step[] = []
  if (first !== undefined) {
    let landing: string | undefined
    for (const at of tapsMs) {
      const url = tracked.find(() => random.chance(0.62)) ?? first
      steps.push({ at, run: async () => (landing = (await acts.open({ url, userAgent })) ?? landing) })
    }
    const order = { value: random.around(34, 0.55).toFixed(2), currency: people.currency, orderId: `S-${message.id}` }
    const buy = async () => landing !== undefined && acts.buy({ accountId: message.accountId, landing, ...order })
    if (convertMs !== undefined) steps.push({ at: convertMs, run: buy })
  }
  if (optOut !== undefined && optOutMs !== undefined) steps.push({ at: optOutMs, run: () => acts.leave({ url: optOut, userAgent }) })
  return steps
}

/** Our own links by their form; whether they are ours, whoever opens them sees. */
function linksIn(text: string): { tracked: string[]; optOut: string | undefined } {
  const urls = findLinks(text).map(({ written, destination, schemeLess }) => (schemeLess ? `http://${written}` : destination))
  const lengthOf = (url: string) => URL.parse(url)?.pathname.length
  return {
    tracked: urls.filter((url) => lengthOf(url) === 1 + CODE_LENGTH),
    optOut: urls.find((url) => lengthOf(url) === 1 + CODE_LENGTH + MAC_LENGTH),
  }
}

/** Numbers that end in an even digit are iPhones, as for their previews. */
const browserOf = (phone: string) =>
  /[02468]$/.test(phone)
    ? 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1'
    : 'Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36'

/** Behind all steps that are not later. */
function placeOf(steps: readonly Step[], at: number): number {
  let [low, high] = [0, steps.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((steps[middle]?.at ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return low
}
