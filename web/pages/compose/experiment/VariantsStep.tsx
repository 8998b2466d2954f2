import './Variants.css'
import { MAX_COMPETING, MAX_VARIANTS } from '../../../../src/lib/experimentLimits.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import type { Refusal } from '../../../ui/problems.ts'
import { Button } from '../../../ui/Button.tsx'
import { Note } from '../../../ui/Note.tsx'
import { isCampaign } from '../draft.ts'
import type { Stage } from '../stage.ts'
import { stageOf } from '../stage.ts'
import { Tracking } from '../TextStep.tsx'
import { TotalCost } from './TotalCost.tsx'
import { evenly, shareFault, variantsOf, withCopy, withVariants } from './variants.ts'
import { VariantCard } from './VariantCard.tsx'
import { variantWords } from './variantWords.ts'

type VariantsProps = { stage: Stage; refusals: readonly (Refusal | undefined)[]; onFacing: (at: number) => void }

/** Texts beside each other, with their shares and costs, and how they compete. */
export function VariantsStep({ stage, refusals, onFacing }: VariantsProps) {
  const words = useWords(variantWords)
  const { number } = useFormat()
  const { draft, pieces, edit } = stage
  const most = draft.design === undefined ? MAX_VARIANTS : MAX_COMPETING
  const linked = pieces.find(({ measured }) => measured.kind === 'composed' && measured.links.length > 0)
  return (
    <>
      <section className="compose-section" id="compose-text" aria-label={words.title}>
        <div className="compose-variants">
          {pieces.map((piece, at) => (
            <VariantCard
              key={piece.variant.key}
              stage={stage}
              piece={piece}
              isControl={at === 0}
              isCopyable={pieces.length < most}
              refusal={refusals[at]}
              onFocus={() => onFacing(at)}
            />
          ))}
        </div>
        <ShareFaults stage={stage} />
        <div className="compose-line">
          {pieces.length < most ? (
            <Button onClick={() => edit((draft) => withCopy(draft, undefined))}>{words.add}</Button>
          ) : (
            <span className="soft small">{words.most(number(most))}</span>
          )}
          <TotalCost stage={stage} />
        </div>
        {linked !== undefined && <Tracking stage={stageOf(stage, linked)} />}
        {!isCampaign(draft) && (
          <Note kind="warning">
            <p>{words.onlyContacts}</p>
          </Note>
        )}
      </section>
    </>
  )
}

/** Said at once, and mended by one press. */
function ShareFaults({ stage: { draft, edit } }: { stage: Stage }) {
  const words = useWords(variantWords)
  const { percent } = useFormat()
  const fault = shareFault(variantsOf(draft))
  const sentence = () => {
    if (fault === undefined) return ''
    if (fault.kind === 'none') return words.noShare(fault.names.join(', '))
    const off = percent(Math.abs(100 - fault.percent) / 100)
    return fault.percent < 100 ? words.sumLess(percent(fault.percent / 100), off) : words.sumMore(percent(fault.percent / 100), off)
  }
  return (
    <div className="compose-line compose-shares" role="status">
      {fault !== undefined && (
        <>
          <span className="field-error">{sentence()}</span>
          <Button onClick={() => edit((draft) => withVariants(draft, evenly(variantsOf(draft))))}>{words.evenly}</Button>
        </>
      )}
    </div>
  )
}
