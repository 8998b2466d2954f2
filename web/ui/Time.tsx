import { useFormat } from '../i18n/format.ts'
import { useNow } from './clock.ts'

/**
 * Today by the clock, earlier by the day: "14:02:11", "Mon 23 Nov, 09:30". How long ago that is stands in its title.
 * @param isExact to the second on earlier days too
 */
export function Time({ at, isExact = false }: { at: string; isExact?: boolean }) {
  const format = useFormat()
  const now = useNow()
  const isToday = format.date(at, now) === format.date(now, now)
  const earlier = isExact ? format.dateTimeToTheSecond : format.dateTime
  return (
    <time dateTime={at} title={`${format.relative(at, now)} (${format.zone})`} className="figure">
      {isToday ? format.timeToTheSecond(at) : earlier(at, now)}
    </time>
  )
}

/** "3 min ago", "in 3 hr"; the exact time and its zone stand in its title. */
export function RelativeTime({ at }: { at: string }) {
  const format = useFormat()
  const now = useNow()
  return (
    <time dateTime={at} title={`${format.dateTime(at, now)} (${format.zone})`} className="figure">
      {format.relative(at, now)}
    </time>
  )
}
