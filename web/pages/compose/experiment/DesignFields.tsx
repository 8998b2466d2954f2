import { designLimits, MAX_COMPETING, type DesignFigure } from '../../../../src/lib/experimentLimits.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { Checkbox } from '../../../ui/Choice.tsx'
import { Select, TextField } from '../../../ui/Field.tsx'
import type { Stage } from '../stage.ts'
import { faultsIn, isCount, isWithin, type DesignDraft, type Fault } from './design.ts'
import { designWords } from './designWords.ts'
import { FigureField } from './FigureField.tsx'

type DesignProps = { design: DesignDraft; stage: Stage; change: (part: Partial<DesignDraft>) => void }

/** The figures that few change stand behind a press. */
const plain = {
  split: ['wait_minutes', 'deadline_hours', 'holdout_share'],
  winner: ['test_share', 'wait_minutes', 'deadline_hours', 'holdout_share'],
  continuous: ['batch_size', 'wait_minutes', 'deadline_hours', 'holdout_share'],
} as const satisfies Record<DesignDraft['way'], readonly DesignFigure[]>
const fine = {
  split: ['min_per_variant', 'confidence', 'max_loss'],
  winner: ['min_per_variant', 'confidence', 'max_loss'],
  continuous: ['control_share', 'floor', 'min_per_variant', 'confidence', 'max_loss'],
} as const satisfies Record<DesignDraft['way'], readonly DesignFigure[]>

/** The goal, and when and how it is decided. */
export function DesignFields(props: DesignProps) {
  const words = useWords(designWords)
  const { number } = useFormat()
  const { design, stage } = props
  const faults = faultsIn(design, { variants: stage.pieces.length })
  const isFineWrong = faults.some(
    (fault) => fault.kind === 'floor' || (fault.kind === 'figure' && fine[design.way].some((name) => name === fault.name)),
  )
  return (
    <>
      <Goal {...props} faults={faults} />
      <Figures {...props} names={plain[design.way]} faults={faults} />
      {design.way !== 'split' && (
        <div className="compose-pair">
          <Select
            label={words.ending}
            options={(['best', 'control', 'split', 'ask'] as const).map((value) => ({ value, label: words.endings[value] }))}
            value={design.withoutWinner}
            onChange={(withoutWinner) => props.change({ withoutWinner })}
          />
        </div>
      )}
      {faults.some(({ kind }) => kind === 'variants') && <p className="field-error">{words.tooMany(number(MAX_COMPETING))}</p>}
      <details className="compose-fine" open={isFineWrong || undefined}>
        <summary>{words.more}</summary>
        <Figures {...props} names={fine[design.way]} faults={faults} />
      </details>
    </>
  )
}

type WithFaults = DesignProps & { faults: readonly Fault[] }

function Goal({ design, stage, change, faults }: WithFaults) {
  const words = useWords(designWords)
  const { goal } = design
  const has = (kind: Fault['kind']) => faults.some((fault) => fault.kind === kind)
  const known = stage.estimate?.cost?.currency ?? ''
  return (
    <>
      <div className="compose-pair">
        <Select
          label={words.goal}
          hint={words.goalHint[goal]}
          options={(['clickers', 'conversions', 'value'] as const).map((value) => ({ value, label: words.goals[value] }))}
          value={goal}
          onChange={(goal) => change({ goal, ...(goal === 'value' && design.currency === '' ? { currency: known } : {}) })}
        />
        {goal !== 'clickers' && (
          <TextField
            label={words.conversion}
            {...(goal === 'value' ? { hint: words.anyConversion } : {})}
            optional={goal === 'value'}
            maxLength={64}
            spellCheck={false}
            value={design.conversion}
            error={has('conversion') ? words.conversionInvalid : undefined}
            onChange={(conversion) => change({ conversion: conversion.trim() })}
          />
        )}
        {goal === 'value' && (
          <TextField
            label={words.currency}
            maxLength={3}
            spellCheck={false}
            value={design.currency}
            error={has('currency') ? words.currencyInvalid : undefined}
            onChange={(currency) => change({ currency: currency.trim().toUpperCase() })}
          />
        )}
      </div>
      {goal === 'value' && (
        <Checkbox label={words.minusPrice} checked={design.minusPrice} onChange={(minusPrice) => change({ minusPrice })} />
      )}
    </>
  )
}

function Figures({ design, stage, change, names, faults }: WithFaults & { names: readonly DesignFigure[] }) {
  const words = useWords(designWords)
  const sentence = useFigureSentence(faults, stage.pieces.length)
  return (
    <div className="compose-pair compose-figures">
      {names.map((name) => (
        <FigureField
          key={name}
          label={words.figures[name].name}
          hint={words.figures[name].hint}
          form={isCount(name) ? 'count' : 'part'}
          value={design[name]}
          error={sentence(name, design[name])}
          onChange={(value) => change({ [name]: value })}
        />
      ))}
    </div>
  )
}

/** What is wrong with a figure, by itself or beside the others. */
function useFigureSentence(faults: readonly Fault[], variants: number) {
  const words = useWords(designWords)
  const { number, percent } = useFormat()
  return (name: DesignFigure, value: number | null): string | undefined => {
    const { min, max } = designLimits[name]
    const write = (figure: number) => (isCount(name) ? number(figure) : percent(figure))
    if (!isWithin(name, value)) return words.between(write(min), write(max))
    if (name === 'wait_minutes' && faults.some(({ kind }) => kind === 'wait_minutes')) return words.waitTooLong
    if (name === 'floor' && faults.some(({ kind }) => kind === 'floor')) return words.floorTooHigh(number(variants), percent(1 / variants))
    return undefined
  }
}
