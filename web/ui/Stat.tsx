import './Stat.css'
import type { ReactNode } from 'react'
import type { Metric } from '../../src/contract/metrics.ts'
import { useWords } from '../i18n/words.ts'
import { HoverCard } from './HoverCard.tsx'
import { metricWords } from './metricWords.ts'

/** The name of a figure; its definition shows on hover and focus, in the words of the documentation. */
export function MetricName({ metric, children }: { metric: Metric; children?: ReactNode }) {
  const { name, counts } = useWords(metricWords)[metric]
  return (
    <HoverCard
      card={
        <p className="metric-card">
          <strong>{name}</strong>: {counts}.
        </p>
      }
    >
      <span className="metric-name">{children ?? name}</span>
    </HoverCard>
  )
}

/** One figure, large, with its name and what stands beside it. */
export const Stat = ({ metric, name, value, beside }: { metric: Metric; name?: ReactNode; value: ReactNode; beside?: ReactNode }) => (
  <div className={`stat stat-${metric.replaceAll('_', '-')}`}>
    <div className="stat-name">
      <MetricName metric={metric}>{name}</MetricName>
    </div>
    <div className="stat-value figure">{value}</div>
    {beside !== undefined && <div className="stat-beside">{beside}</div>}
  </div>
)

/** Figures beside each other. */
export const Stats = ({ children }: { children: ReactNode }) => <div className="stats">{children}</div>
