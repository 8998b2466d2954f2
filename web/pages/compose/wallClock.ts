import { localOf } from '../../i18n/zonedTime.ts'
import type { When } from './draft.ts'

/** Nine in the morning of the next day there: a time that suits most people, to begin from. */
export const tomorrowAtNine = (zone: string, now: Date): string =>
  `${localOf(new Date(now.getTime() + 86_400_000), zone).slice(0, 10)}T09:00`

/** Nothing is planned further ahead than a year and a day; a day less here keeps all zones within it. */
export const latestDay = (zone: string, now: Date): string => localOf(new Date(now.getTime() + 365 * 86_400_000), zone)

/** Wall clocks are compared as text. At a time of each person the last place on earth counts, twelve hours behind UTC. */
export const hasPassed = ({ kind, at, zone }: Exclude<When, { kind: 'now' }>, now: Date): boolean =>
  at < localOf(now, kind === 'at' ? zone : 'Etc/GMT+12')

/**
 * A wall clock time in words: the instant is that of UTC, so that whatever formats it in UTC writes the same figures.
 * @returns undefined for what is no time
 */
export function instantOf(at: string): Date | undefined {
  const date = new Date(`${at}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date
}
