import { previewOf } from '../carriers/simulator/preview.ts'
import { NO_NETWORK } from '../domain/tracking/network.ts'
import type { HitRecord } from '../domain/tracking/record.ts'
import type { Random } from '../lib/seededRandom.ts'
import { reactionOf, type ReactionRates } from '../lib/reactions.ts'
import type { Device } from './devices.ts'
import { botHits } from './machines.ts'
import type { Given, HitAt, Reached } from './reached.ts'
import { MINUTE } from './stage.ts'

/** What somebody did with a message. `tap`: the first one that counts, by which a purchase is known. */
export type Doings = { hits: HitRecord[]; purchase: { tap: HitRecord; at: Date } | undefined; optOutAt: Date | undefined }

type Person = { device: Device; rates: ReactionRates; accountId: bigint; until: Date; sleeps: boolean }

/** Plays one recipient of one message, up to `until`, and the machines on the way. */
export function play(random: Random, reached: Reached, person: Person): Doings {
  const { deliveredAt, links, made } = reached
  const reaction = reactionOf(random, person.rates)
  const after = (ms: number) => new Date(person.sleeps ? awake(random, deliveredAt.getTime() + ms) : deliveredAt.getTime() + ms)
  const hitAt = (at: Date, given: Given): HitRecord => hitOf(reached, person, { at, ...given })
  const hits: HitRecord[] = []
  if (reaction.viewMs !== undefined) hits.push(...view(reached, { at: new Date(deliveredAt.getTime() + reaction.viewMs), hitAt }))
  const taps = links.length === 0 ? [] : reaction.tapsMs.map((ms) => tap(random, { at: after(ms), person, links, hitAt }))
  hits.push(...taps, ...(made.firstNumber === null ? [] : botHits(random, reached, hitAt)))
  const [first] = taps
  const boughtAt =
    first && reaction.convertMs !== undefined ? new Date(first.at + reaction.convertMs - (reaction.tapsMs[0] ?? 0)) : undefined
  const optOutAt = reaction.optOutMs === undefined ? undefined : after(reaction.optOutMs)
  const isOver = (at: Date | undefined): at is Date => at !== undefined && at <= person.until
  return {
    hits: hits.filter(({ at }) => at <= person.until.getTime()).sort((a, b) => a.at - b.at),
    purchase: first && isOver(boughtAt) ? { tap: first, at: boughtAt } : undefined,
    optOutAt: isOver(optOutAt) ? optOutAt : undefined,
  }
}

/** The phone draws the link card as the simulated phones do. */
function view({ text, made: { phone }, links }: Reached, { at, hitAt }: { at: Date; hitAt: HitAt }): HitRecord[] {
  const preview = previewOf({ phone, text })
  const [link] = links
  return preview === undefined || link === undefined ? [] : [hitAt(at, { link, userAgent: preview.userAgent })]
}

type Tapping = { at: Date; person: Person; links: readonly number[]; hitAt: HitAt }

/** Of several links the first is tapped most. */
function tap(random: Random, { at, person: { device }, links, hitAt }: Tapping): HitRecord {
  const link = links.find(() => random.chance(0.62)) ?? links[0] ?? 0
  return hitAt(at, { link, userAgent: device.userAgent, network: random.pick(device.networks) })
}

function hitOf(
  { made, links, test }: Reached,
  { device, accountId }: Person,
  { at, link, userAgent, network, head = false, purpose = 'none' }: Given & { at: Date },
): HitRecord {
  return {
    ...{ at: at.getTime(), accountId: Number(accountId), renderingId: made.renderingId, messageId: made.id },
    ...{ number: (made.firstNumber ?? 0) + links.indexOf(link), codeSpaceId: made.codeSpaceId ?? 0, link },
    ...{ network: network ?? device.networks[0] ?? NO_NETWORK, head, test, purpose, userAgent },
    ...{ overBudget: false, aggregate: false, over: false },
  }
}

/** Who would tap in the middle of the night mostly does so in the morning. The night is that of central Europe. */
function awake(random: Random, at: number): number {
  const hour = new Date(at + 60 * MINUTE).getUTCHours()
  return hour >= 6 || random.chance(0.15) ? at : at + (6.5 - hour) * 60 * MINUTE + random.around(50 * MINUTE, 0.6)
}
