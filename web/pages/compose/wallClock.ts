import type { When } from './draft.ts'

/** What the clock of a zone shows at an instant, as a field for date and time takes it: 2026-12-01T09:00. */
export function wallClock(zone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at)
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '00'
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`
}

/** Nine in the morning of the next day there: a time that suits most people, to begin from. */
export const tomorrowAtNine = (zone: string, now: Date): string =>
  `${wallClock(zone, new Date(now.getTime() + 86_400_000)).slice(0, 10)}T09:00`

/** Nothing is planned further ahead than a year and a day; a day less here keeps all zones within it. */
export const latestDay = (zone: string, now: Date): string => wallClock(zone, new Date(now.getTime() + 365 * 86_400_000))

/** Wall clocks are compared as text. At a time of each person the last place on earth counts, twelve hours behind UTC. */
export const hasPassed = ({ kind, at, zone }: Exclude<When, { kind: 'now' }>, now: Date): boolean =>
  at < (kind === 'at' ? wallClock(zone, now) : wallClock('Etc/GMT+12', now))

/**
 * A wall clock time in words: the instant is that of UTC, so that whatever formats it in UTC writes the same figures.
 * @returns undefined for what is no time
 */
export function instantOf(at: string): Date | undefined {
  const date = new Date(`${at}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date
}
