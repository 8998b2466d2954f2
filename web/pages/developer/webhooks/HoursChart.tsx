import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { useNow } from '../../../ui/clock.ts'
import { groupBy } from '../groupBy.ts'
import { detailWords } from './detailWords.ts'
import type { EndpointStats } from './queries.ts'
import { fillHours, HOURS, lastWeek, totalsOf } from './statsTotals.ts'

const BAR = 2
const HEIGHT = 56

/** Attempts hour by hour: what arrived above the line, what failed below it, on one scale; and the same by days as a table. */
export function HoursChart({ hours: all }: { hours: EndpointStats['hours'] }) {
  const words = useWords(detailWords)
  const format = useFormat()
  const now = useNow()
  const hours = lastWeek(all, now)
  const filled = fillHours(hours, now)
  const { delivered, failed } = totalsOf(hours)
  if (delivered + failed === 0) return null
  const [up, down] = [Math.max(...filled.map((hour) => hour.delivered)), Math.max(...filled.map((hour) => hour.failed))]
  const scale = HEIGHT / (up + down)
  // An hour with a single attempt among hours with thousands should still be seen.
  const tall = (count: number) => (count === 0 ? 0 : Math.max(2, count * scale))
  const line = Math.max(2, up * scale)
  return (
    <figure className="webhook-hours">
      <figcaption>{words.chart}</figcaption>
      <svg
        viewBox={`0 0 ${HOURS * BAR} ${HEIGHT + 4}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words.chartMeaning(format.number(delivered), format.number(failed))}
      >
        {filled.map(({ at, delivered, failed }, index) => (
          <g key={at.getTime()}>
            <title>{`${format.dateTime(at, now)}: ${format.number(delivered)} ${words.delivered}, ${format.number(failed)} ${words.failed}`}</title>
            <rect className="delivered" x={index * BAR} y={line - tall(delivered)} width={BAR} height={tall(delivered)} />
            <rect className="failed" x={index * BAR} y={line + 1} width={BAR} height={tall(failed)} />
          </g>
        ))}
        <line x1="0" x2={HOURS * BAR} y1={line + 0.5} y2={line + 0.5} />
      </svg>
      <DayTable hours={hours} />
    </figure>
  )
}

function DayTable({ hours }: { hours: readonly EndpointStats['hours'][number][] }) {
  const words = useWords(detailWords)
  const format = useFormat()
  const now = useNow()
  const days = groupBy(hours, ({ hour }) => format.date(hour, now))
  return (
    <details>
      <summary>{words.asTable}</summary>
      <table className="webhook-days">
        <thead>
          <tr>
            <th scope="col">{words.day}</th>
            <th scope="col">{words.delivered}</th>
            <th scope="col">{words.failedAttempts}</th>
            <th scope="col">{words.givenUp}</th>
          </tr>
        </thead>
        <tbody>
          {days.map(([day, own]) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              {(['delivered', 'failed_attempts', 'given_up'] as const).map((name) => (
                <td key={name} className="figure">
                  {format.number(own.reduce((sum, hour) => sum + hour[name], 0))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
