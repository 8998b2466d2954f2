import type { EndpointStats } from './queries.ts'

type Hour = EndpointStats['hours'][number]
const HOUR_MS = 3_600_000
/** A week, which is as much as the API tells. */
export const HOURS = 168

/** Of the hours that the API tells, which are the latest with attempts and may be older, those of the last week. */
export const lastWeek = (hours: readonly Hour[], now: Date): readonly Hour[] =>
  hours.filter(({ hour }) => Date.parse(hour) > now.getTime() - HOURS * HOUR_MS)

/** The figures of all hours together. The average weighs each attempt alike. */
export function totalsOf(hours: readonly Hour[]): {
  delivered: number
  failed: number
  averageMs: number | undefined
  slowestMs: number | undefined
} {
  const sum = (of: (hour: Hour) => number) => hours.reduce((total, hour) => total + of(hour), 0)
  const attempts = sum(attemptsOf)
  return {
    delivered: sum(({ delivered }) => delivered),
    failed: sum(({ failed_attempts: failed }) => failed),
    averageMs: attempts === 0 ? undefined : sum((hour) => attemptsOf(hour) * (hour.average_ms ?? 0)) / attempts,
    slowestMs: attempts === 0 ? undefined : Math.max(...hours.map(({ slowest_ms: ms }) => ms ?? 0)),
  }
}
const attemptsOf = ({ delivered, failed_attempts: failed }: Hour) => delivered + failed

/** Each hour of the last week in order, also those without attempts, which the API leaves out. */
export function fillHours(hours: readonly Hour[], now: Date): { at: Date; delivered: number; failed: number }[] {
  const known = new Map(hours.map((hour) => [Date.parse(hour.hour), hour]))
  const last = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS
  return Array.from({ length: HOURS }, (_, index) => {
    const at = last - (HOURS - 1 - index) * HOUR_MS
    const hour = known.get(at)
    return { at: new Date(at), delivered: hour?.delivered ?? 0, failed: hour?.failed_attempts ?? 0 }
  })
}
