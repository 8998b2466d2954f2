import type { ExperimentDesign, ExperimentWay, WithoutWinner } from '../../../../src/contract/experimentDesign.ts'
import {
  CONVERSION_NAME,
  CURRENCY,
  designFault,
  designLimits,
  type DesignFault,
  type DesignFigure,
} from '../../../../src/lib/experimentLimits.ts'

type Figures = Readonly<Record<DesignFigure, number | null>>
export type GoalKind = ExperimentDesign['goal']['kind']

/**
 * A design while it is written: all that any way and goal needs, so that whoever tries another way finds the first one as it was. A figure is
 * null while what is written is no number.
 */
export type DesignDraft = Figures & {
  way: ExperimentWay
  goal: GoalKind
  conversion: string
  currency: string
  minusPrice: boolean
  withoutWinner: WithoutWinner
}

/** What a new experiment begins with: test, then winner. */
export const usualDesign: DesignDraft = {
  ...{ way: 'winner', goal: 'clickers', conversion: '', currency: '', minusPrice: false, withoutWinner: 'best' },
  holdout_share: designLimits.holdout_share.usual,
  wait_minutes: designLimits.wait_minutes.usual,
  deadline_hours: designLimits.deadline_hours.usual,
  min_per_variant: designLimits.min_per_variant.usual,
  confidence: designLimits.confidence.usual,
  max_loss: designLimits.max_loss.usual,
  test_share: designLimits.test_share.usual,
  batch_size: designLimits.batch_size.usual,
  floor: designLimits.floor.usual,
  control_share: designLimits.control_share.usual,
}

export function designDraftOf(design: ExperimentDesign): DesignDraft {
  const { goal, ...rest } = design
  return {
    ...usualDesign,
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => Object.hasOwn(designLimits, name))),
    ...{ way: design.way, goal: goal.kind },
    ...(design.way === 'split' ? {} : { withoutWinner: design.without_winner }),
    conversion: goal.kind === 'clickers' ? '' : (goal.name ?? ''),
    ...(goal.kind === 'value' ? { currency: goal.currency, minusPrice: goal.minus_price } : {}),
  }
}

/** The figures that a way has; others are kept for whoever comes back to theirs. */
export const figuresOf = (way: ExperimentWay): readonly DesignFigure[] => [
  ...(['holdout_share', 'wait_minutes', 'deadline_hours', 'min_per_variant', 'confidence', 'max_loss'] as const),
  ...(way === 'winner' ? (['test_share'] as const) : []),
  ...(way === 'continuous' ? (['batch_size', 'floor', 'control_share'] as const) : []),
]

/** Whether a figure is within its limits, and whole where it counts something. */
export function isWithin(name: DesignFigure, value: number | null): value is number {
  const { min, max } = designLimits[name]
  return value !== null && value >= min && value <= max && (!isCount(name) || Number.isInteger(value))
}

export const isCount = (name: DesignFigure): boolean =>
  name === 'wait_minutes' || name === 'deadline_hours' || name === 'min_per_variant' || name === 'batch_size'

export type Fault = { kind: 'figure'; name: DesignFigure } | { kind: 'conversion' | 'currency' } | { kind: DesignFault }

/** All that is wrong with a design for so many variants, before the server has seen it. */
export function faultsIn(draft: DesignDraft, { variants }: { variants: number }): Fault[] {
  const outside = figuresOf(draft.way).flatMap((name): Fault[] => (isWithin(name, draft[name]) ? [] : [{ kind: 'figure', name }]))
  const needsName = draft.goal === 'conversions' || (draft.goal === 'value' && draft.conversion !== '')
  const goal: Fault[] = [
    ...(needsName && !CONVERSION_NAME.test(draft.conversion) ? [{ kind: 'conversion' as const }] : []),
    ...(draft.goal === 'value' && !CURRENCY.test(draft.currency) ? [{ kind: 'currency' as const }] : []),
  ]
  if (outside.length > 0 || goal.length > 0) return [...goal, ...outside]
  const { way, wait_minutes: wait, deadline_hours: deadline, floor } = draft
  const kind = designFault({ way, wait_minutes: wait ?? 0, deadline_hours: deadline ?? 0, floor: floor ?? 0 }, { variants })
  return kind === undefined ? [] : [{ kind }]
}

/** The design as the API takes it; undefined where it is not whole yet. */
export function designOf(draft: DesignDraft, count: { variants: number }): ExperimentDesign | undefined {
  if (faultsIn(draft, count).length > 0) return undefined
  const of = (name: DesignFigure) => draft[name] ?? designLimits[name].usual
  const common = {
    goal: goalOf(draft),
    ...{ holdout_share: of('holdout_share'), wait_minutes: of('wait_minutes'), deadline_hours: of('deadline_hours') },
    ...{ min_per_variant: of('min_per_variant'), confidence: of('confidence'), max_loss: of('max_loss') },
  }
  const rest = { without_winner: draft.withoutWinner }
  switch (draft.way) {
    case 'split':
      return { way: 'split', ...common }
    case 'winner':
      return { way: 'winner', ...common, ...rest, test_share: of('test_share') }
    case 'continuous':
      return {
        ...{ way: 'continuous', ...common, ...rest },
        ...{ batch_size: of('batch_size'), floor: of('floor'), control_share: of('control_share') },
      }
  }
}

function goalOf({ goal, conversion, currency, minusPrice }: DesignDraft): ExperimentDesign['goal'] {
  switch (goal) {
    case 'clickers':
      return { kind: 'clickers' }
    case 'conversions':
      return { kind: 'conversions', name: conversion }
    case 'value':
      return { kind: 'value', currency, minus_price: minusPrice, ...(conversion === '' ? {} : { name: conversion }) }
  }
}
