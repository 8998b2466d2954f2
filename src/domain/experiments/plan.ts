import type { ExperimentDesign } from '../../contract/experimentDesign.ts'
import type { ExperimentPlan } from '../../contract/experiments.ts'
import type { Allocation } from '../../lib/statistics/alwaysValid.ts'
import { arrivedBy, type DelayCurve } from '../../lib/statistics/delay.ts'
import { messagesNeeded, rateDifference, rateTold, valueDifference, type Amounts } from '../../lib/statistics/plan.ts'
import { sharesOf } from './draw.ts'
import { finding } from './findings.ts'

/** What is assumed where no earlier campaign tells: an assumption, which the answer calls one. */
const ASSUMED_RATE = { clickers: 0.05, conversions: 0.02, value: 0.02 }
const HIGHEST_RATE = 0.9999
/** A waiting time in which less than this part of what usually comes has come tells the quick from the slow, not the good from the bad. */
const LEAST_ARRIVED = 0.5

export type Asked = { baseline: number | undefined; difference: number; power: number }

/** What is known before anything is sent. */
export type Known = {
  recipients: number
  variants: readonly { id: string; name: string; weight: number; hasTrackedLink: boolean }[]
  earlier: number | undefined
  /** Of orders of the goal, in micros; undefined where none came in yet. */
  orders: Amounts | undefined
  delay: DelayCurve
  /** Whether a conversion of the goal ever came in, and whether any came with a number. */
  hasConversions: boolean
  hasPhones: boolean
  /** Of the prices of messages. */
  currency: string | null
}

/** How many recipients a design needs for which difference, and what speaks against it. */
export function planExperiment(design: ExperimentDesign, known: Known, { baseline: given, difference, power }: Asked): ExperimentPlan {
  const rate = given ?? known.earlier ?? ASSUMED_RATE[design.goal.kind]
  const heldOut = Math.round(known.recipients * design.holdout_share)
  const tested = testedOf(design, known, known.recipients - heldOut)
  const question = { variants: known.variants.length, power, alpha: 1 - design.confidence, allocation: allocationOf(design) }
  const worthOf = design.goal.kind === 'value' ? known.orders && valueDifference(known.orders) : rateDifference
  const needed = worthOf && messagesNeeded(worthOf(rate, Math.min(HIGHEST_RATE, rate * (1 + difference))), question)
  const told = worthOf && tested > 0 ? rateTold(rate, { ...question, messages: tested, worthOf }) : undefined
  const plan = {
    ...{ recipients: known.recipients, held_out: heldOut, tested_per_variant: tested, difference, power },
    ...{ baseline: worthOf ? rate : null, needed_per_variant: needed !== undefined && Number.isFinite(needed) ? needed : null },
    baseline_from:
      given !== undefined ? ('given' as const) : known.earlier !== undefined ? ('earlier_campaigns' as const) : ('assumed' as const),
    detectable_difference: told === undefined ? null : told / rate - 1,
  }
  return { ...plan, findings: [...measurability(design, known), ...sizes(design, plan)] }
}

const allocationOf = ({ way }: ExperimentDesign): Allocation => (way === 'continuous' ? 'adaptive' : 'fixed')

/** Of the variant with the smallest share; a continuous one begins with these shares. */
function testedOf(design: ExperimentDesign, { variants }: Known, sent: number): number {
  const smallest = Math.min(...sharesOf(variants).map(({ share }) => share))
  return Math.floor(sent * smallest * (design.way === 'winner' ? design.test_share : 1))
}

function measurability(
  design: ExperimentDesign,
  { variants, delay, hasConversions, hasPhones, currency }: Known,
): ExperimentPlan['findings'] {
  const { goal } = design
  const without = variants.filter(({ hasTrackedLink }) => !hasTrackedLink).map(({ name }) => name)
  const arrived = arrivedBy(delay, design.wait_minutes * 60_000)
  return [
    ...(without.length > 0 ? [finding('no_tracked_link', { variants: without.join(', ') })] : []),
    ...(goal.kind !== 'clickers' && !hasConversions
      ? [finding('conversion_never_seen', { conversion: goal.name ?? null, currency: goal.kind === 'value' ? goal.currency : null })]
      : []),
    ...(goal.kind === 'value' && goal.minus_price && goal.currency !== currency
      ? [finding('price_unknown', { currency: goal.currency, price_currency: currency })]
      : []),
    ...(arrived < LEAST_ARRIVED ? [finding('wait_too_short', { wait_minutes: design.wait_minutes, arrived })] : []),
    ...(design.holdout_share > 0 && (goal.kind === 'clickers' || !hasPhones)
      ? [finding('holdout_not_measurable', { goal: goal.kind, holdout_share: design.holdout_share })]
      : []),
  ]
}

type Sizes = Omit<ExperimentPlan, 'findings'>

/** Said, not forbidden. */
function sizes(design: ExperimentDesign, plan: Sizes): ExperimentPlan['findings'] {
  const { tested_per_variant: tested, needed_per_variant: needed, detectable_difference: detectable, difference } = plan
  const figures = { tested, needed, difference, detectable, min_per_variant: design.min_per_variant }
  if (tested < design.min_per_variant) return [finding('below_minimum', figures)]
  if (needed === null || needed <= tested) return []
  const isTestOnly = design.way === 'winner' && needed <= tested / design.test_share
  return [finding(isTestOnly ? 'test_too_small' : 'too_few_recipients', figures)]
}
