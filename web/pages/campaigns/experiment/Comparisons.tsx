import type { Experiment } from '../../../../src/contract/experiments.ts'
import { useWords } from '../../../i18n/words.ts'
import type { Amounts } from './amounts.ts'
import { experimentWords } from './words.ts'

/** The pairs in sentences which stay true however often one looks. */
export function Comparisons({ experiment, amounts }: { experiment: Experiment; amounts: Amounts }) {
  const words = useWords(experimentWords)
  const nameOf = (id: string) => experiment.variants.find(({ variant_id: one }) => one === id)?.name ?? id
  const isValue = experiment.design.goal.kind === 'value'
  // What is known of few messages reaches beyond what two rates can differ by.
  const bound = (value: number) => amounts.difference(isValue ? value : Math.max(-1, Math.min(1, value)))
  const upTo = (value: number) => (isValue ? bound(value) : words.points(bound(value)))
  if (experiment.comparisons.length === 0) return null
  return (
    <div>
      <h3>{words.comparisons}</h3>
      <ul>
        {experiment.comparisons.map(({ variant_id: id, against, low, high, is_better: isBetter }) => (
          <li key={`${id} ${against}`}>
            {low === null || high === null
              ? words.noInterval(nameOf(id), nameOf(against))
              : words[isBetter ? 'better' : 'notSure'](nameOf(id), nameOf(against), bound(low), upTo(high))}
          </li>
        ))}
      </ul>
      <p className="soft">{words.stays}</p>
    </div>
  )
}
