import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import type { Refusal } from '../../../ui/problems.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { Sender } from '../Sender.tsx'
import { stageOf, type Piece, type Stage } from '../stage.ts'
import { TextParts } from '../TextStep.tsx'
import { FigureField } from './FigureField.tsx'
import { sharesOf, variantsOf, without, withCopy, withPercent, withVariant, withVariants } from './variants.ts'
import { variantWords } from './variantWords.ts'

type CardProps = {
  stage: Stage
  piece: Piece
  /** The first one, with which the others are compared. */
  isControl: boolean
  isCopyable: boolean
  refusal: Refusal | undefined
  /** Its text is what one writes at. */
  onFocus: () => void
}

/** One of several texts: its name, share, sender and text, and what they come to. */
export function VariantCard({ stage, piece, isControl, isCopyable, refusal, onFocus }: CardProps) {
  const words = useWords(variantWords)
  const { variant, estimate } = piece
  const { name } = variant
  return (
    <div className="compose-variant" role="group" aria-label={words.variant(name)}>
      <div className="compose-variant-head">
        <TextField
          label={words.name}
          maxLength={100}
          value={name}
          error={name.trim() === '' ? words.nameMissing : undefined}
          onChange={(name) => stage.edit((draft) => withVariant(draft, variant.key, (former) => ({ ...former, name })))}
        />
        <Share stage={stage} piece={piece} />
      </div>
      <Sender
        from={variant.from ?? ''}
        usual={stage.draft.from}
        sending={stage.sending}
        change={({ from }) =>
          stage.edit((draft) => withVariant(draft, variant.key, (former) => ({ ...former, from: from === '' ? undefined : from })))
        }
      />
      <TextParts stage={stageOf(stage, piece)} refusal={refusal} label={words.textOf(name)} costNote={words.ifAll} onFocus={onFocus} />
      {estimate !== undefined && estimate.lacking.length > 0 && <Lacking estimate={estimate} />}
      <div className="compose-line">
        {isCopyable && (
          <Button kind="bare" onClick={() => stage.edit((draft) => withCopy(draft, variant.key))}>
            {words.duplicate} <span className="unseen">{name}</span>
          </Button>
        )}
        <Button kind="bare" onClick={() => stage.edit((draft) => without(draft, variant.key))}>
          {words.remove} <span className="unseen">{name}</span>
        </Button>
        {isControl && stage.draft.design !== undefined && <span className="soft small">{words.control}</span>}
      </div>
    </div>
  )
}

function Share({ stage, piece: { variant } }: Pick<CardProps, 'stage' | 'piece'>) {
  const words = useWords(variantWords)
  const variants = variantsOf(stage.draft)
  const at = variants.findIndex(({ key }) => key === variant.key)
  const share = Math.round((sharesOf(variants)[at] ?? 0) * 1_000) / 10
  const value = variant.percent === undefined ? share : variant.percent
  return (
    <FigureField
      label={words.share}
      form="percent"
      value={value}
      error={value === null || value < 0.1 || value > 99.9 ? words.shareInvalid : undefined}
      onChange={(percent) => stage.edit((draft) => withVariants(draft, withPercent(variantsOf(draft), variant.key, percent)))}
    />
  )
}

function Lacking({ estimate: { lacking, measured } }: { estimate: NonNullable<Piece['estimate']> }) {
  const words = useWords(variantWords)
  const { number } = useFormat()
  return <p className="compose-warn">{words.lacking(number(lacking.length), number(lacking.length + measured))}</p>
}
