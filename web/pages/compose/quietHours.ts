import { instantOf, localOf } from '../../i18n/zonedTime.ts'
import type { When } from './draft.ts'
import type { Sending } from './surroundings.ts'

type Hours = { from: string; until: string }

/** Times of day are compared as text. They may lie around midnight. */
const isWithin = ({ from, until }: Hours, time: string): boolean =>
  from <= until ? time >= from && time < until : time >= from || time < until

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

/** How long hours last on an ordinary day. */
export const minutesBetween = ({ from, until }: Hours): number => (minutesOf(until) - minutesOf(from) + 1_440) % 1_440

type Start = { when: When; own: Hours | undefined; sending: Pick<Sending, 'quietHours' | 'timeZone'>; now: Date }

/**
 * Until when a campaign waits that starts in quiet hours; undefined where it does not. Of recipients whose clock counts, those in the zone of the
 * account stand for all, but at a time of each person that time is the same for all.
 */
export function heldUntil({ when, own, sending: { quietHours, timeZone }, now }: Start): string | undefined {
  const time = startTime(when, timeZone, now)
  const isKnown = quietHours?.clock !== 'account' || when.kind !== 'local'
  const hours = [own, isKnown ? quietHours : undefined].flatMap((each) => each ?? [])
  if (time === undefined) return undefined
  const waitOf = ({ until }: Hours) => minutesBetween({ from: time, until })
  return hours.filter((each) => isWithin(each, time)).toSorted((one, other) => waitOf(other) - waitOf(one))[0]?.until
}

function startTime(when: When, timeZone: string, now: Date): string | undefined {
  if (when.kind === 'now') return localOf(now, timeZone).slice(11)
  if (when.kind === 'local') return when.at.slice(11)
  const at = instantOf(when.at, when.zone)
  return at === undefined ? undefined : localOf(new Date(at), timeZone).slice(11)
}
