import { useMemo } from 'react'
import type { CampaignReport } from '../../../src/contract/campaignReport.ts'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { CsvButton } from '../../ui/CsvButton.tsx'
import type { Narrowed } from './filters.ts'
import { Chart } from './Chart.tsx'
import { weekOf } from './hours.ts'
import { reportWords } from './reportWords.ts'

/** A Monday, for the names of the days. */
const MONDAY = Date.UTC(2026, 10, 23, 12)
const DAY_MS = 86_400_000
/** Steps of the colour; what has no click has none. */
const STEPS = 5

/** Clicks by day of the week and hour of the day. */
export function Week({ campaign, report, filter, change }: Narrowed & { campaign: Campaign; report: CampaignReport }) {
  const words = useWords(reportWords)
  const { zone, locale } = useFormat()
  const week = useMemo(() => weekOf(report.hours, zone), [report.hours, zone])
  const days = useMemo(() => dayNames(locale), [locale])
  const isEmpty = week.flat().every((clicks) => clicks === 0)
  const rows = () => [[words.day, ...hourNames], ...week.map((hours, day) => [days[day] ?? '', ...hours])]
  return (
    <Chart
      title={words.week}
      about={zone}
      isEmpty={isEmpty}
      isTable={filter.table === 'week'}
      onTable={(table) => change({ table: table ? 'week' : '' })}
      table={<WeekTable week={week} days={days} />}
      actions={<CsvButton name={`${campaign.name} ${words.week}`} what={words.week} rows={rows} />}
    >
      <HeatMap week={week} days={days} />
    </Chart>
  )
}

const dayNames = (locale: string) => {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' })
  return Array.from({ length: 7 }, (_, day) => format.format(MONDAY + day * DAY_MS))
}
const hourNames = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`)

type WeekProps = { week: readonly (readonly number[])[]; days: readonly string[] }

function HeatMap({ week, days }: WeekProps) {
  const words = useWords(reportWords)
  const format = useFormat()
  const most = Math.max(...week.flat())
  const count = (clicks: number) => words.clickCount(clicks, format.number(clicks))
  const day = week.findIndex((hours) => hours.includes(most))
  const hour = week[day]?.indexOf(most) ?? 0
  return (
    <div className="heat-map">
      <div className="heat-days" aria-hidden="true">
        {days.map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <svg
        viewBox="0 0 24 7"
        preserveAspectRatio="none"
        role="img"
        aria-label={words.weekSummary(days[day] ?? '', hourNames[hour] ?? '', count(most))}
      >
        {week.flatMap((hours, row) =>
          hours.map((clicks, column) => (
            <rect
              key={`${days[row] ?? ''} ${hourNames[column] ?? ''}`}
              x={column + 0.04}
              y={row + 0.06}
              width={0.92}
              height={0.88}
              className={`heat-${stepOf(clicks, most)}`}
            >
              <title>{words.cell(days[row] ?? '', hourNames[column] ?? '', count(clicks))}</title>
            </rect>
          )),
        )}
      </svg>
      <div className="heat-hours" aria-hidden="true">
        {[0, 6, 12, 18].map((at) => (
          <span key={at}>{hourNames[at]}</span>
        ))}
      </div>
      <p className="soft small heat-summary">{words.weekSummary(days[day] ?? '', hourNames[hour] ?? '', count(most))}</p>
    </div>
  )
}

const stepOf = (clicks: number, most: number) => (clicks === 0 ? 0 : Math.max(1, Math.ceil((clicks / most) * STEPS)))

/** Twenty-four columns are more than a phone is wide, so the days stand beside each other. */
function WeekTable({ week, days }: WeekProps) {
  const words = useWords(reportWords)
  const format = useFormat()
  return (
    <div className="chart-table" tabIndex={0} role="region" aria-label={words.week}>
      <table className="week-table" aria-label={words.week}>
        <thead>
          <tr>
            <th scope="col">{words.at}</th>
            {days.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hourNames.map((name, hour) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {week.map((hours, day) => (
                <td key={days[day]} className="figure">
                  {format.number(hours[hour] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
