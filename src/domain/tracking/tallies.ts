import type { HitRecord } from './record.ts'
import type { Verdict } from './verdict.ts'

/** What a batch adds to one row of totals. `rollup`: the roll-up, from 1, of its first click; 0 without a click. Times in ms. */
export type Tally = {
  clicks: number
  views: number
  prefetches: number
  bots: number
  firstClickAt: number | null
  firstViewAt: number | null
  lastHitAt: number | null
  rollup: number
}

/** The hits of a batch on one message: for each link, and over all links. */
export type MessageTally = { messageId: number; accountId: number; sum: Tally; links: { link: number; tally: Tally; place: number }[] }

const countOf = { click: 'clicks', view: 'views', prefetch: 'prefetches', bot: 'bots' } as const satisfies Record<Verdict, keyof Tally>

/**
 * The first row of each message also holds the sums over its links: a message with one link, as most have, then costs one row, and one
 * row's lock decides who made its first click.
 */
export const SUM_LINK = 0

/** Adds up a batch's hits by message and link. */
export class Tallies {
  readonly #messages = new Map<number, MessageTally>()

  /** @returns true for the first click of the batch on that link of that message */
  add(hit: HitRecord, { verdict, rollup }: { verdict: Verdict; rollup: number }): boolean {
    const message = this.#messageOf(hit)
    const tally = tallyOf(message, hit.link)
    count(message.sum, { at: hit.at, verdict, rollup })
    count(tally, { at: hit.at, verdict, rollup })
    return verdict === 'click' && tally.clicks === 1
  }

  /** All messages in the order of their ids, so that two drains that meet lock rows in the same order; places are then numbered from 1. */
  sorted(): MessageTally[] {
    const messages = [...this.#messages.values()].sort((a, b) => a.messageId - b.messageId)
    let place = 0
    for (const { links } of messages) {
      if (links.every(({ link }) => link !== SUM_LINK)) links.push({ link: SUM_LINK, tally: createTally(), place: 0 })
      if (links.length > 1) links.sort((a, b) => a.link - b.link)
      for (const link of links) link.place = ++place
    }
    return messages
  }

  /** Where `sorted` has put a link. */
  placeOf({ messageId, link }: { messageId: number; link: number }): number {
    return this.#messages.get(messageId)?.links.find((one) => one.link === link)?.place ?? 0
  }

  #messageOf({ messageId, accountId }: HitRecord): MessageTally {
    let message = this.#messages.get(messageId)
    if (message === undefined) {
      message = { messageId, accountId, sum: createTally(), links: [] }
      this.#messages.set(messageId, message)
    }
    return message
  }
}

function tallyOf({ links }: MessageTally, link: number): Tally {
  for (const one of links) if (one.link === link) return one.tally
  const tally = createTally()
  links.push({ link, tally, place: 0 })
  return tally
}

const createTally = (): Tally => ({
  clicks: 0,
  views: 0,
  prefetches: 0,
  bots: 0,
  firstClickAt: null,
  firstViewAt: null,
  lastHitAt: null,
  rollup: 0,
})

function count(tally: Tally, { at, verdict, rollup }: { at: number; verdict: Verdict; rollup: number }): void {
  tally[countOf[verdict]]++
  tally.lastHitAt = Math.max(tally.lastHitAt ?? at, at)
  if (verdict === 'view') tally.firstViewAt = Math.min(tally.firstViewAt ?? at, at)
  if (verdict !== 'click') return
  tally.firstClickAt = Math.min(tally.firstClickAt ?? at, at)
  if (tally.rollup === 0) tally.rollup = rollup
}
