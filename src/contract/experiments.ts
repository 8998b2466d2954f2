import { z } from 'zod'
import { experimentDesign } from './experimentDesign.ts'
import { cursor, id, limit, timestamp } from './fields.ts'

/** `draft`: not begun. `asking`: the deadline has passed and a person decides. `decided`: the rest is sent as decided. `ended`: nobody looks any more. */
export const experimentPhases = ['draft', 'running', 'asking', 'decided', 'ended'] as const
export type ExperimentPhase = (typeof experimentPhases)[number]

/** Every reason of a decision. `figures` holds what its sentence names. */
export const decisionReasons = {
  winner: 'A variant is better than each other one, by the test, and the loss that is expected of it is small.',
  no_difference: 'The deadline has passed, and no variant was better than the others by enough to be sure.',
  too_few: 'The deadline has passed before each variant had the least number of watched messages.',
  shares_moved: 'The next batch goes to the variants by how probably each is the best.',
  shares_kept: 'Too few messages were watched to say anything: the next batch goes as before.',
  by_hand: 'A person chose a variant.',
  stopped: 'A person stopped the experiment: the rest goes by the weights of the variants.',
  campaign_cancelled: 'The campaign was cancelled.',
} as const
export type DecisionReason = keyof typeof decisionReasons
const reason = z.enum(Object.keys(decisionReasons) as [DecisionReason, ...DecisionReason[]])

const share = z.strictObject({ variant_id: id, share: z.number().min(0).max(1) })
const figures = z
  .record(z.string(), z.union([z.string(), z.number(), z.null()]))
  .describe('What the sentence names: names of variants, counts, and rates as parts of 1')

/** What is believed of a variant, by what was seen. */
const belief = z.strictObject({
  variant_id: id,
  mean: z.number().nullable().describe('successes / watched, or value / watched; null: nothing was watched'),
  low: z.number().nullable().describe('It lies between low and high with a probability of 0.95'),
  high: z.number().nullable(),
  probability_best: z.number().nullable(),
  expected_loss: z.number().nullable().describe('What is lost on average, per message, if it is chosen and another is better'),
})
export type Belief = z.infer<typeof belief>

/** What was seen of a variant. */
export const variantEvidence = z.strictObject({
  name: z.string(),
  drawn: z.int().describe('Contacts who were drawn for it'),
  made: z.int().describe('Messages made: some who were drawn cannot get it, as for want of a merge value'),
  sent: z.int().describe('Handed to a carrier; of those that compete, which were made before the verdict'),
  watched: z.int().describe('Sent so long ago that all that counts can have come'),
  successes: z.int().describe('Of the watched: recipients who did what the goal says, in time'),
  left_out: z.int().describe('Clickers who do not count, since one network clicked for many recipients of one variant at once'),
  value: z.string().nullable().describe('Of the watched, for a goal of value: added up, in its currency'),
  ...belief.shape,
})
export type VariantEvidence = z.infer<typeof variantEvidence>

const comparison = z
  .strictObject({
    variant_id: id,
    against: id,
    difference: z.number().describe('Of the means: variant_id less against, which is no better'),
    low: z.number().nullable(),
    high: z.number().nullable(),
    is_better: z.boolean().describe('Whether the interval lies above 0'),
    p_value: z.number().describe('The smallest error at which it would, however often one looks'),
  })
  .describe('The interval stays true however often one looks, for all pairs together')

const sampleRatio = z.strictObject({
  state: z.enum(['fine', 'suspicious']).describe('suspicious: the messages made differ from the shares by more than chance does'),
  p_value: z.number().describe('How improbable so great a difference is, however often one looks'),
})

const holdout = z.strictObject({
  share: z.number(),
  recipients: z.int().describe('Contacts who get nothing'),
  state: z
    .enum(['measured', 'too_early', 'not_measurable'])
    .describe('not_measurable: whoever gets nothing cannot click, so only conversions that are reported with a number can be compared'),
  sent: z.int().nullable().describe('Recipients who were sent to'),
  sent_converted: z.int().nullable().describe('Of those sent to: with a conversion reported for their number, attributed or not'),
  held_converted: z.int().nullable().describe('The same of those who got nothing'),
  difference: z.number().nullable().describe('sent rate - held rate; it lies between low and high, however often one looks (95%)'),
  low: z.number().nullable(),
  high: z.number().nullable(),
  lift: z
    .number()
    .nullable()
    .describe('sent rate / held rate - 1: what sending changes; between lift_low and lift_high. null: nobody held out converted'),
  lift_low: z.number().nullable(),
  lift_high: z.number().nullable().describe('null: without end'),
  days: z.int().nullable().describe('Conversions count that happened within so many days after the draw'),
})

const gain = z
  .strictObject({ estimate: z.number(), low: z.number(), high: z.number() })
  .describe('Successes, or value in the currency of the goal; it lies between low and high in 95% of experiments that are looked at once')

/** What a look at the figures found. */
export const experimentLook = z.strictObject({
  variants: z.array(variantEvidence),
  comparisons: z.array(comparison),
  sample_ratio: sampleRatio.nullable(),
  holdout: holdout.nullable(),
  gain: gain.nullable().describe('What moved shares brought beside an even split of the same messages; null where no share has moved'),
})
export type ExperimentLook = z.infer<typeof experimentLook>

const verdict = z.strictObject({
  reason,
  variant_id: id.nullable().describe('Which variant the rest gets, or would get'),
  decision: z.int().describe('The number of the decision'),
  at: timestamp,
  detail: z.string().describe('One sentence with its figures'),
  figures,
})

export const experiment = z.strictObject({
  campaign_id: id,
  design: experimentDesign,
  phase: z.enum(experimentPhases),
  control_id: id.describe('The first variant'),
  is_waiting: z.boolean().describe('Whether recipients wait for a decision'),
  shares: z.array(share).describe('By which variants are drawn now'),
  started_at: timestamp.nullable(),
  deadline_at: timestamp.nullable(),
  watch_minutes: z
    .number()
    .nullable()
    .describe(
      'How long each message is watched at least: the usual delay, but no longer than wait_minutes. All are watched on while nothing is sent',
    ),
  looked_at: timestamp.nullable().describe('When the figures below were taken'),
  next_look_at: timestamp.nullable(),
  ...experimentLook.shape,
  verdict: verdict.nullable(),
  decisions: z.int(),
})
export type Experiment = z.infer<typeof experiment>

export const decision = z.strictObject({
  number: z.int(),
  at: timestamp,
  by: z.string().describe('tapline, or whoever decided'),
  reason,
  variant_id: id.nullable(),
  shares: z.array(share).describe('From here on'),
  detail: z.string().describe('One sentence with its figures'),
  figures,
  beliefs: z.array(belief).describe('Of then; none where figures had no part in it'),
  inputs: z.looseObject({}).describe('All that it was made from; `tapline experiment replay` makes it again'),
})
export type Decision = z.infer<typeof decision>
export const listDecisionsQuery = z.strictObject({ limit, cursor })
export const decisionPage = z.strictObject({ decisions: z.array(decision), next_cursor: z.string().nullable() })
export const decideBody = z.strictObject({ variant_id: id.describe('Whoever was not drawn yet gets it') })

/** What speaks against a design before anything is sent; a `problem` has to be mended, a `warning` can be lived with. */
export const designFindings = {
  no_tracked_link: 'problem',
  conversion_never_seen: 'warning',
  price_unknown: 'problem',
  too_few_recipients: 'warning',
  test_too_small: 'warning',
  below_minimum: 'warning',
  wait_too_short: 'warning',
  holdout_not_measurable: 'warning',
} as const satisfies Record<string, 'problem' | 'warning'>
export type DesignFinding = keyof typeof designFindings

export const planQuery = z.strictObject({
  recipients: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .optional()
    .describe('How many there are; counted unless told, which needs the scope contacts:read'),
  baseline: z.coerce
    .number()
    .min(0.0001)
    .max(0.9999)
    .optional()
    .describe('Rate of the control, for a value the rate of those who order; that of earlier campaigns unless told'),
  difference: z.coerce
    .number()
    .min(0.01)
    .max(10)
    .default(0.2)
    .describe('Which difference shall be found, as a part of the baseline: 0.2 is 20% more'),
  power: z.coerce.number().min(0.5).max(0.99).default(0.8).describe('How probably it is found'),
})
export const experimentPlan = z.strictObject({
  recipients: z.int().describe('Contacts of the audience now, without those who are left out'),
  held_out: z.int(),
  tested_per_variant: z.int().describe('Of these, for each variant, before a decision'),
  baseline: z.number().nullable().describe('For a value the part of recipients who order; null where nothing came in yet'),
  baseline_from: z.enum(['given', 'earlier_campaigns', 'assumed']),
  difference: z.number(),
  power: z.number(),
  needed_per_variant: z
    .int()
    .nullable()
    .describe('Recipients of each variant; null for a goal of value of which nothing came in yet: nobody knows how orders vary'),
  detectable_difference: z
    .number()
    .nullable()
    .describe('The smallest difference that these recipients show with that power, as a part of the baseline; null: none'),
  findings: z.array(
    z.strictObject({
      code: z.enum(Object.keys(designFindings) as [DesignFinding, ...DesignFinding[]]),
      severity: z.enum(['problem', 'warning']),
      detail: z.string(),
      figures,
    }),
  ),
})
export type ExperimentPlan = z.infer<typeof experimentPlan>
