import type { Experiment } from '../../../../src/contract/experiments.ts'
import { useWords } from '../../../i18n/words.ts'
import type { Amounts } from './amounts.ts'
import { experimentWords } from './words.ts'

/** The pairs in sentences which stay true however often one looks. */
export function Comparisons({ experiment, amounts }: { experiment: Experiment; amounts: Amounts }) {
  const words = useWords(experimentWords)
  const nameOf = (id: string) => experiment.variants.find(({ variant_id: one }) => one === id)?.name ?? id
  const bound = (value: number) =>
    experiment.design.goal.kind === 'value' ? amounts.difference(value) : words.points(amounts.difference(value))
  if (experiment.comparisons.length === 0) return null
  return (
    <div>
      <h3>{words.comparisons}</h3>
      <ul>
        {experiment.comparisons.map(({ variant_id: id, against, low, high, is_better: isBetter }) => (
          <li key={`${id} ${against}`}>
            {low === null || high === null
              ? words.noInterval(nameOf(id), nameOf(against))
              : words[isBetter ? 'better' : 'notSure'](nameOf(id), nameOf(against), bound(low), bound(high))}
          </li>
        ))}
      </ul>
      <p className="soft">{words.stays}</p>
    </div>
  )
}
