import type { ReactNode } from 'react'
import type { CampaignReport } from '../../../src/contract/campaignReport.ts'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import type { Metric } from '../../../src/contract/metrics.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { Money, NumberText } from '../../ui/Figure.tsx'
import { MetricName } from '../../ui/Stat.tsx'
import type { Narrowed } from './filters.ts'
import { Beside } from './Beside.tsx'
import { Change } from './Change.tsx'
import { reportWords } from './reportWords.ts'

/** Of those sent to, how many came how far: each step as a part of the one before it and of the whole. */
export function Funnel({ campaign, report, filter, change }: Narrowed & { campaign: Campaign; report: CampaignReport }) {
  const words = useWords(reportWords)
  const format = useFormat()
  const { sent, reached, clickers, converted, click_rate: clickRate, conversion_rate: conversionRate } = report
  const isNarrowed = filter.variant !== '' || filter.link !== '' || filter.device !== '' || filter.country !== ''
  const part = (value: number | null) => (value === null || sent === 0 ? null : value / sent)
  const ofSent = (value: number | null) => textOf(part(value), (share) => words.ofSent(format.percent(share)))
  return (
    <section className="section" aria-labelledby="funnel">
      <h2 id="funnel" className="unseen">
        {words.funnel}
      </h2>
      <ol role="list" className="funnel">
        <FunnelStep metric="sent" name={words.sent} value={sent} share={part(sent)} />
        <FunnelStep metric="reached" name={words.reached} value={reached} share={part(reached)}>
          {ofSent(reached)}
        </FunnelStep>
        <FunnelStep metric="clicked" name={words.clicked} value={clickers} share={part(clickers)}>
          {textOf(clickRate, (rate) => words.ofReached(format.percent(rate)))}
          {ofSent(clickers)}
          {clickers === null && words.noClickers}
          {!isNarrowed && <Change id={campaign.id} of="click_rate" />}
        </FunnelStep>
        <FunnelStep metric="converted" name={words.converted} value={converted} share={part(converted)} worth={report.values}>
          {textOf(conversionRate, (rate) => words.ofClicked(format.percent(rate)))}
          {ofSent(converted)}
          {(filter.device !== '' || filter.country !== '') && converted > 0 && words.noRate}
          {!isNarrowed && <Change id={campaign.id} of="conversion_rate" />}
        </FunnelStep>
      </ol>
      {isNarrowed && (filter.device !== '' || filter.country !== '' || filter.link !== '') && (
        <p className="soft small">{words.narrowed}</p>
      )}
      <Beside report={report} filter={filter} change={change} />
    </section>
  )
}

/** A line of its own below the figure. */
const textOf = (rate: number | null, say: (rate: number) => string) => rate !== null && <div>{say(rate)}</div>

type StepProps = {
  metric: Metric
  name: string
  value: number | null
  share: number | null
  /** What it was worth, each currency by itself. */
  worth?: CampaignReport['values']
  children?: ReactNode
}

/** The bar is as long as its part of all that were sent to. */
function FunnelStep({ metric, name, value, share, worth, children }: StepProps) {
  return (
    <li className={`funnel-step ${metric}`}>
      <div className="funnel-name">
        <MetricName metric={metric}>{name}</MetricName>
      </div>
      <div className="funnel-figure">
        <NumberText value={value} />
        {worth?.map((amount) => (
          <span key={amount.currency} className="funnel-value">
            <Money value={amount} />
          </span>
        ))}
      </div>
      <div className="funnel-bar" aria-hidden="true">
        <span style={{ width: `${Math.min(1, share ?? 0) * 100}%` }} />
      </div>
      {children}
    </li>
  )
}
