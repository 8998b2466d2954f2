/** What the figures of an experiment's design may be, and what they are unless told. The server checks them, and the composer while they are typed. */
export const designLimits = {
  holdout_share: { min: 0, max: 0.5, usual: 0 },
  wait_minutes: { min: 1, max: 20_160, usual: 240 },
  deadline_hours: { min: 1, max: 2_160, usual: 72 },
  min_per_variant: { min: 10, max: 1_000_000, usual: 200 },
  confidence: { min: 0.8, max: 0.999, usual: 0.95 },
  max_loss: { min: 0.0001, max: 1, usual: 0.05 },
  test_share: { min: 0.01, max: 0.9, usual: 0.2 },
  batch_size: { min: 100, max: 1_000_000, usual: 1_000 },
  floor: { min: 0, max: 0.5, usual: 0.02 },
  control_share: { min: 0, max: 1, usual: 0.1 },
} as const
export type DesignFigure = keyof typeof designLimits

/** Variants of an experiment, and those of a campaign at most. */
export const MIN_COMPETING = 2
export const MAX_COMPETING = 6
export const MAX_VARIANTS = 10
/** Of the weight of a variant. */
export const MAX_WEIGHT = 1_000

export const CONVERSION_NAME = /^[A-Za-z][\w.-]{0,63}$/
export const CURRENCY = /^[A-Z]{3}$/

/** Rounding of shares that are written as decimals. */
const EPSILON = 1e-9

/** What of a design could not be carried out, whoever the recipients are. */
export type DesignFault = 'variants' | 'wait_minutes' | 'floor'

type Shape = { way: 'split' | 'winner' | 'continuous'; wait_minutes: number; deadline_hours: number; floor?: number }

/** The first thing that is wrong with a design for so many variants, by the field that it lies in; undefined: nothing. */
export function designFault(
  { way, wait_minutes: wait, deadline_hours: deadline, floor = 0 }: Shape,
  { variants }: { variants: number },
): DesignFault | undefined {
  if (variants < MIN_COMPETING || variants > MAX_COMPETING) return 'variants'
  if (wait > deadline * 60) return 'wait_minutes'
  return way === 'continuous' && floor * variants > 1 + EPSILON ? 'floor' : undefined
}
