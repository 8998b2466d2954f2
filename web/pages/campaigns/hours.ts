import type { CampaignReport } from '../../../src/contract/campaignReport.ts'

type Hour = CampaignReport['hours'][number]

/** What happened in an hour or a day; `at`: when it began, in seconds. */
export type Bucket = { at: number; clicks: number; conversions: number; views: number; bots: number }
export type Series = { step: 'hour' | 'day'; buckets: Bucket[] }

const HOUR_S = 3_600
/** Up to here each hour is a bar; then each day. */
const MAX_HOURS = 96
const MAX_DAYS = 400

/** Hours without anything are not in the report, and are 0 here. Days begin with the hour that holds their midnight in the zone. */
export function seriesOf(hours: readonly Hour[], zone: string): Series {
  const [first, last] = [hours[0], hours.at(-1)]
  if (first === undefined || last === undefined) return { step: 'hour', buckets: [] }
  const [from, to] = [secondsOf(first), secondsOf(last)]
  if ((to - from) / HOUR_S < MAX_HOURS) return { step: 'hour', buckets: filled(hours, { from, to }) }
  const dayOf = dayNumbers(zone)
  const days = new Map<string, Bucket>()
  for (const bucket of filled(hours, { from: dayStart(Math.max(from, to - MAX_DAYS * 24 * HOUR_S), dayOf), to })) {
    const day = dayOf(bucket.at)
    const known = days.get(day)
    days.set(day, known === undefined ? bucket : added(known, bucket))
  }
  return { step: 'day', buckets: [...days.values()] }
}

/** Back to the first hour of the day, so that the first bar stands as far from the second as all others do. */
function dayStart(at: number, dayOf: (at: number) => string): number {
  let start = at
  while (dayOf(start - HOUR_S) === dayOf(at)) start -= HOUR_S
  return start
}

const secondsOf = ({ key }: Hour) => Date.parse(key) / 1_000

function filled(hours: readonly Hour[], { from, to }: { from: number; to: number }): Bucket[] {
  const known = new Map(hours.map((hour) => [secondsOf(hour), hour]))
  const count = Math.round((to - from) / HOUR_S) + 1
  return Array.from({ length: count }, (_, at) => {
    const start = from + at * HOUR_S
    const hour = known.get(start)
    if (hour === undefined) return { at: start, clicks: 0, conversions: 0, views: 0, bots: 0 }
    return { at: start, clicks: hour.total_clicks, conversions: hour.conversions, views: hour.views, bots: hour.bots }
  })
}

const added = (a: Bucket, b: Bucket): Bucket => ({
  at: a.at,
  clicks: a.clicks + b.clicks,
  conversions: a.conversions + b.conversions,
  views: a.views + b.views,
  bots: a.bots + b.bots,
})

function dayNumbers(zone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return (at) => format.format(at * 1_000)
}

/** Clicks by day of the week, Monday first, and by hour of the day, in a zone. */
export function weekOf(hours: readonly Hour[], zone: string): number[][] {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' })
  const week = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
  for (const hour of hours) {
    const parts = format.formatToParts(Date.parse(hour.key))
    const day = week[weekdays.indexOf(parts.find(({ type }) => type === 'weekday')?.value ?? '')]
    const at = Number(parts.find(({ type }) => type === 'hour')?.value)
    if (day !== undefined) day[at] = (day[at] ?? 0) + hour.total_clicks
  }
  return week
}
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
