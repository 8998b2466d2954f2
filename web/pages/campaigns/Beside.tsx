import type { ReactNode } from 'react'
import type { CampaignReport } from '../../../src/contract/campaignReport.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { Money, NumberText } from '../../ui/Figure.tsx'
import { HoverCard } from '../../ui/HoverCard.tsx'
import { MetricName } from '../../ui/Stat.tsx'
import type { Narrowed } from './filters.ts'
import { reportWords } from './reportWords.ts'

/** What is no step of the funnel: receipts, views, bots, opt-outs, cost. */
export function Beside({ report, filter, change }: Narrowed & { report: CampaignReport }) {
  const words = useWords(reportWords)
  const isIn = filter.bots === 'in'
  return (
    <dl className="beside" aria-label={words.beside}>
      <Item name={<MetricName metric="delivered">{words.delivered}</MetricName>}>
        <NumberText value={report.delivered} />
      </Item>
      <Item name={<MetricName metric="total_clicks">{words.totalClicks}</MetricName>}>
        <NumberText value={report.total_clicks} />
      </Item>
      <Item name={<MetricName metric="views">{words.views}</MetricName>}>
        <NumberText value={report.views} />
      </Item>
      <Item name={<MetricName metric="bots">{words.bots}</MetricName>}>
        <NumberText value={report.bots} />
        <span className="soft small">
          {words.botsOut}{' '}
          <button type="button" className="link-button" aria-pressed={isIn} onClick={() => change({ bots: isIn ? '' : 'in' })}>
            {isIn ? words.hideBots : words.showBots}
          </button>
        </span>
      </Item>
      <Item name={<Meaning name={words.optOuts} meaning={words.optOutsMeaning} />}>
        <NumberText value={report.opt_outs} />
      </Item>
      <Cost report={report} />
      <Earned report={report} />
    </dl>
  )
}

const Item = ({ name, children }: { name: ReactNode; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

const Meaning = ({ name, meaning }: { name: string; meaning: string }) => (
  <HoverCard card={<p className="metric-card">{meaning}</p>}>
    <span className="metric-name">{name}</span>
  </HoverCard>
)

/** An unknown price is said, never counted as nothing. */
function Cost({ report: { cost, parts } }: { report: CampaignReport }) {
  const words = useWords(reportWords)
  const format = useFormat()
  return (
    <Item name={<Meaning name={words.cost} meaning={words.costMeaning(format.number(parts))} />}>
      <Money value={cost} />
      {cost !== null && cost.unpriced > 0 && <span className="soft small">{words.unpriced(format.number(cost.unpriced))}</span>}
    </Item>
  )
}

/** Nothing while nobody has converted. */
function Earned({ report }: { report: CampaignReport }) {
  const words = useWords(reportWords)
  const format = useFormat()
  return (
    <>
      {report.seconds_to_conversion !== null && (
        <Item name={<MetricName metric="seconds_to_conversion">{words.delay}</MetricName>}>
          {format.duration(report.seconds_to_conversion * 1_000)}
        </Item>
      )}
      {report.values.length > 0 && (
        <Item name={<Meaning name={words.perMessage} meaning={words.perMessageMeaning} />}>
          {report.values.map(({ currency, per_message_sent: amount }) => (
            <Money key={currency} value={amount === null ? null : { currency, amount }} />
          ))}
        </Item>
      )}
    </>
  )
}
