import type { Experiment } from '../../../../src/contract/experiments.ts'
import { useWords } from '../../../i18n/words.ts'
import type { Amounts } from './amounts.ts'
import { experimentWords } from './words.ts'

type Shown = { name: string; mean: number; low: number; high: number }

/** Of each variant what was seen and what is believed, on one scale that holds zero. The table has the same figures. */
export function Picture({ experiment, amounts }: { experiment: Experiment; amounts: Amounts }) {
  const words = useWords(experimentWords)
  const shown = experiment.variants.flatMap(({ name, mean, low, high }) =>
    mean === null || low === null || high === null ? [] : [{ name, mean, low, high }],
  )
  if (shown.length === 0) return null
  const start = Math.min(0, ...shown.map(({ low }) => low))
  const end = Math.max(...shown.map(({ high }) => high), start + Number.EPSILON)
  const at = (value: number) => `${(100 * (value - start)) / (end - start)}%`
  return (
    <figure className={`experiment-picture of-${experiment.design.goal.kind}`}>
      <figcaption>
        {words.picture}. <span className="soft">{words.pictureHint}</span>
      </figcaption>
      {shown.map((one) => (
        <Strip key={one.name} one={one} at={at} label={words.pictureOf(one.name, ...spoken(one, amounts))} />
      ))}
      <div className="experiment-strip soft small" aria-hidden="true">
        <span />
        <div className="experiment-scale figure">
          <span>{amounts.amount(start)}</span>
          <span>{amounts.amount(end)}</span>
        </div>
      </div>
    </figure>
  )
}

const spoken = ({ mean, low, high }: Shown, { amount }: Amounts) => [amount(mean), amount(low), amount(high)] as const

const Strip = ({ one, at, label }: { one: Shown; at: (value: number) => string; label: string }) => (
  <div className="experiment-strip">
    <bdi>{one.name}</bdi>
    <svg role="img" aria-label={label} width="100%" height="24">
      <line className="base" x1={at(0)} x2={at(0)} y1="0" y2="24" />
      <line className="sure" x1={at(one.low)} x2={at(one.high)} y1="12" y2="12" />
      <circle cx={at(one.mean)} cy="12" r="5" />
    </svg>
  </div>
)
