import type { Experiment } from '../../../../src/contract/experiments.ts'
import { useWords } from '../../../i18n/words.ts'
import { ProgressBar } from '../../../ui/ProgressBar.tsx'
import type { Amounts } from './amounts.ts'
import { experimentWords } from './words.ts'

/** By which shares variants are drawn from here on, while anybody is left to draw. */
export function Shares({ experiment, amounts }: { experiment: Experiment; amounts: Amounts }) {
  const words = useWords(experimentWords)
  const nameOf = (id: string) => experiment.variants.find(({ variant_id: one }) => one === id)?.name ?? id
  if (experiment.phase === 'ended' || experiment.shares.length === 0) return null
  return (
    <figure className="experiment-picture">
      <figcaption>{words.shares}</figcaption>
      {experiment.shares.map(({ variant_id: id, share }) => (
        <div key={id} className="experiment-strip">
          <bdi>{nameOf(id)}</bdi>
          <div className="experiment-share">
            <ProgressBar value={share} label={words.shareOf(nameOf(id), amounts.part(share))} />
            <span className="figure">{amounts.part(share)}</span>
          </div>
        </div>
      ))}
    </figure>
  )
}
