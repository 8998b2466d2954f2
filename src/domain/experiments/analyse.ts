import type { ExperimentDesign } from '../../contract/experimentDesign.ts'
import type { Belief } from '../../contract/experiments.ts'
import { alphaOfPair, differenceSequence, type Allocation } from '../../lib/statistics/alwaysValid.ts'
import { gainOverEvenSplit, rateSampler, thompsonShares } from '../../lib/statistics/bandit.ts'
import { believeRates } from '../../lib/statistics/best.ts'
import { rateMoments, type Moments } from '../../lib/statistics/counts.ts'
import type { Interval } from '../../lib/statistics/fixedHorizon.ts'
import { randomFrom } from '../../lib/statistics/random.ts'
import { standingOf, type Contender, type Standing } from '../../lib/statistics/standing.ts'
import { believeValues, valueCap, valueMoments, valueSampler, type ValueClass, type ValueCount } from '../../lib/statistics/values.ts'
import { sharesOf } from './draw.ts'
import type { Share } from './outcome.ts'

/** What was seen of a variant: messages that were watched to their end, and what came of them. Money in micros. */
export type VariantFigures = {
  id: string
  weight: number
  /** Messages that it was going to get when the figures were first looked at. */
  planned: number
  watched: number
  successes: number
  classes: ValueClass[]
  mean_price: number
}

/** Rates as parts of 1, or values a message in units of the currency. */
export type Analysis = {
  variants: Belief[]
  comparisons: Comparison[]
  standing: Standing['state']
  leader: string
}
export type Comparison = {
  variant_id: string
  against: string
  difference: number
  low: number | null
  high: number | null
  is_better: boolean
  p_value: number
}

const MICROS = 1e6

/** What the figures say: beliefs, the test that holds however often one looks, and whether a variant has won by the rule of the design. */
export function analyse(figures: readonly VariantFigures[], design: ExperimentDesign, seed: number): Analysis {
  const contenders = contendersOf(figures, design, seed)
  const unit = design.goal.kind === 'value' ? MICROS : 1
  const best = contenders.reduce((highest, { mean }) => Math.max(highest, mean), -Infinity)
  const allocation = allocationOf(design)
  const alpha = 1 - design.confidence
  const { state, leader } = standingOf(contenders, {
    ...{ alpha, allocation, minimumMessages: design.min_per_variant },
    lossThreshold: design.max_loss * Math.abs(best),
  })
  return {
    variants: figures.map(({ id }, at) => viewBelief(id, contenders[at], unit)),
    comparisons: comparisonsOf(figures, contenders, { alpha, allocation, unit }),
    standing: state,
    leader: figures[leader]?.id ?? '',
  }
}

/** Shares that follow from what was seen make a martingale of each variant only in its own time. */
const allocationOf = ({ way }: ExperimentDesign): Allocation => (way === 'continuous' ? 'adaptive' : 'fixed')

/** All messages that count are old enough: each was watched to its end. */
const countOf = ({ watched, successes, classes, mean_price: priceMicros }: VariantFigures): ValueCount => ({
  ...{ messages: watched, matured: watched, successes, classes, priceMicros },
})

function contendersOf(figures: readonly VariantFigures[], design: ExperimentDesign, seed: number): Contender[] {
  const counts = figures.map(countOf)
  const cap = valueCap(counts)
  const beliefs = design.goal.kind === 'value' ? believeValues(counts, { cap, random: randomFrom(seed) }) : believeRates(counts)
  const moments = momentsOf(counts, design)
  return figures.flatMap(({ planned }, at) => {
    const [belief, own] = [beliefs[at], moments[at]]
    return belief === undefined || own === undefined ? [] : [{ ...own, belief, planned: Math.max(1, planned) }]
  })
}

const momentsOf = (counts: readonly ValueCount[], { goal }: ExperimentDesign): Moments[] =>
  goal.kind === 'value' ? valueMoments(counts, valueCap(counts)) : counts.map(rateMoments)

/**
 * What moved shares brought beside an even split.
 * @param figures with all messages made of each, those after the verdict too: they are what it is for
 * @returns undefined where a variant has no figure yet
 */
export function gainOf(figures: readonly (VariantFigures & { made: number })[], design: ExperimentDesign): Interval | undefined {
  const moments = momentsOf(figures.map(countOf), design)
  const made = figures.flatMap(({ made: sent }, at) => {
    const own = moments[at]
    return own === undefined || own.messages === 0 ? [] : [{ ...own, sent }]
  })
  if (made.length < figures.length) return undefined
  const unit = design.goal.kind === 'value' ? MICROS : 1
  const { estimate, low, high } = gainOverEvenSplit(made)
  return { estimate: estimate / unit, low: low / unit, high: high / unit }
}

function viewBelief(id: string, contender: Contender | undefined, unit: number): Analysis['variants'][number] {
  if (contender === undefined || contender.messages === 0)
    return { variant_id: id, mean: null, low: null, high: null, probability_best: null, expected_loss: null }
  const { mean, belief } = contender
  return {
    ...{ variant_id: id, mean: mean / unit, low: belief.low / unit, high: belief.high / unit },
    ...{ probability_best: belief.best, expected_loss: belief.loss / unit },
  }
}

type Rule = { alpha: number; allocation: Allocation; unit: number }

/** Each pair once, the better one first. */
function comparisonsOf(
  figures: readonly VariantFigures[],
  contenders: readonly Contender[],
  { alpha, allocation, unit }: Rule,
): Comparison[] {
  const seen = contenders.flatMap((contender, at) => (contender.messages === 0 ? [] : [{ contender, id: figures[at]?.id ?? '' }]))
  const sorted = seen.toSorted((a, b) => b.contender.mean - a.contender.mean)
  return sorted.flatMap(({ contender: better, id }, at) =>
    sorted.slice(at + 1).map(({ contender: other, id: against }) => {
      const { estimate, low, high, p } = differenceSequence(other, better, { alpha: alphaOfPair(alpha, figures.length), allocation })
      return {
        ...{ variant_id: id, against, difference: estimate / unit, low: finite(low / unit), high: finite(high / unit) },
        ...{ is_better: low > 0, p_value: p },
      }
    }),
  )
}

/** JSON has no infinity. */
export const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** The shares of the next batch. */
export function movedShares(
  figures: readonly VariantFigures[],
  design: Extract<ExperimentDesign, { way: 'continuous' }>,
  seed: number,
): Share[] {
  const counts = figures.map(countOf)
  const sampler = design.goal.kind === 'value' ? valueSampler(counts, valueCap(counts)) : rateSampler(counts)
  const weights = sharesOf(figures).map(({ share }) => share)
  const shares = thompsonShares(sampler, { control: design.control_share, weights, floor: design.floor }, randomFrom(seed))
  return figures.map(({ id }, at) => ({ variant_id: id, share: shares[at] ?? 0 }))
}
