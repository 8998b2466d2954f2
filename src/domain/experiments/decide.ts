import { analyse, movedShares, type Analysis } from './analyse.ts'
import { sharesOf } from './draw.ts'
import { figuresOfLook, figuresOfVariant } from './figures.ts'
import type { Inputs, LookInputs, NamedVariant } from './inputs.ts'
import type { Outcome, Share } from './outcome.ts'

/** After so many nothing is decided any more, and the last shares hold: a decision for each of a few recipients would have no end. */
export const MAX_DECISIONS = 500

/** @throws Error for a look that leads to nothing: it is no decision */
export function decide(inputs: Inputs): Outcome {
  const outcome = consider(inputs)
  if (outcome === undefined) throw new Error('These figures do not lead to a decision')
  return outcome
}

/** What follows from these inputs, and from nothing else; undefined: nothing yet. */
export function consider(inputs: Inputs): Outcome | undefined {
  switch (inputs.kind) {
    case 'look':
      return considerLook(inputs)
    case 'by_hand':
      return {
        ...{
          reason: 'by_hand',
          variant_id: inputs.variant_id,
          figures: { variant: nameOf(inputs.variants, inputs.variant_id) },
          beliefs: [],
        },
        ...{ phase: 'decided', shares: onlyTo(inputs.variants, inputs.variant_id), allowance: null, is_waiting: false },
      }
    case 'stopped':
      return {
        ...{ reason: 'stopped', variant_id: null, figures: {}, beliefs: [], phase: 'decided' },
        ...{ shares: sharesOf(inputs.variants), allowance: null, is_waiting: false },
      }
    case 'cancelled':
      return {
        ...{ reason: 'campaign_cancelled', variant_id: null, figures: {}, beliefs: [], phase: 'ended' },
        ...{ shares: sharesOf(inputs.variants), allowance: null, is_waiting: false },
      }
  }
}

function considerLook(inputs: LookInputs): Outcome | undefined {
  const { design, is_waiting: isWaiting, is_settled: isSettled, is_through: isThrough, is_past_deadline: isPastDeadline } = inputs
  const analysis = analyse(inputs.variants, design, inputs.seed)
  // A test or batch is decided when it was watched to its end; what is through can be looked at as often as one likes.
  if ((isThrough || (isWaiting && isSettled)) && analysis.standing === 'winner') return won(inputs, analysis)
  if (isPastDeadline) return withoutWinner(inputs, analysis)
  return design.way === 'continuous' && isWaiting && isSettled ? moveShares(inputs, analysis) : undefined
}

const leaderOf = ({ variants, leader }: Analysis) => variants.find(({ variant_id: id, mean }) => id === leader && mean !== null)

function won(inputs: LookInputs, analysis: Analysis): Outcome {
  const { leader } = analysis
  return {
    ...{ reason: 'winner', variant_id: leader, figures: figuresOfVariant(inputs, analysis, leader), phase: 'decided' },
    beliefs: analysis.variants,
    ...{ shares: sharesAfter(inputs, leader), allowance: null, is_waiting: false },
  }
}

/** Of a continuous one a part goes on by the weights, so that one sees whether the winner stays the better one. */
function sharesAfter({ design, variants, shares }: LookInputs, winner: string): Share[] {
  switch (design.way) {
    case 'split':
      return shares
    case 'winner':
      return onlyTo(variants, winner)
    case 'continuous': {
      const part = design.control_share
      return sharesOf(variants).map(({ variant_id: id, share }) => ({
        variant_id: id,
        share: part * share + (id === winner ? 1 - part : 0),
      }))
    }
  }
}

/** The deadline has passed: the rule of the design for that case. */
function withoutWinner(inputs: LookInputs, analysis: Analysis): Outcome {
  const { design, variants, is_through: isThrough } = inputs
  const rule = design.way === 'split' ? 'split' : design.without_winner
  const leader = leaderOf(analysis)
  const chosen = rule === 'control' ? variants[0]?.id : rule === 'best' ? (leader?.variant_id ?? variants[0]?.id) : undefined
  const asks = rule === 'ask' && !isThrough
  return {
    reason: analysis.standing === 'too_few_messages' ? 'too_few' : 'no_difference',
    variant_id: chosen ?? null,
    figures: {
      ...(leader === undefined ? figuresOfLook(inputs) : figuresOfVariant(inputs, analysis, leader.variant_id)),
      ...{ rule: isThrough ? 'nobody_left' : rule, chosen: chosen === undefined ? null : nameOf(variants, chosen) },
    },
    beliefs: analysis.variants,
    phase: asks ? 'asking' : 'decided',
    shares: asks ? inputs.shares : chosen === undefined ? sharesOf(variants) : onlyTo(variants, chosen),
    ...{ allowance: null, is_waiting: asks },
  }
}

function moveShares(inputs: LookInputs, analysis: Analysis): Outcome | undefined {
  const { design, variants, made, number } = inputs
  if (design.way !== 'continuous') return undefined
  const isKnown = variants.every(({ watched }) => watched > 0) && variants.some(({ successes }) => successes > 0)
  const shares = isKnown ? movedShares(variants, design, inputs.seed) : inputs.shares
  const leader = leaderOf(analysis)
  return {
    reason: isKnown ? 'shares_moved' : 'shares_kept',
    variant_id: null,
    figures: {
      ...(leader === undefined || !isKnown ? figuresOfLook(inputs) : figuresOfVariant(inputs, analysis, leader.variant_id)),
      ...Object.fromEntries(shares.map(({ variant_id: id, share }) => [`share ${nameOf(variants, id)}`, share])),
    },
    beliefs: analysis.variants,
    ...{ phase: 'running', shares, allowance: number >= MAX_DECISIONS ? null : made + design.batch_size, is_waiting: false },
  }
}

const nameOf = (variants: readonly NamedVariant[], id: string) => variants.find((variant) => variant.id === id)?.name ?? id
const onlyTo = (variants: readonly NamedVariant[], id: string): Share[] =>
  variants.map((variant) => ({ variant_id: variant.id, share: variant.id === id ? 1 : 0 }))
