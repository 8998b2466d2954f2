import { z } from 'zod'
import { CONVERSION_NAME, CURRENCY, designLimits, type DesignFigure } from '../lib/experimentLimits.ts'

export const experimentWays = ['split', 'winner', 'continuous'] as const
export type ExperimentWay = (typeof experimentWays)[number]

/** What is done with those who were not sent to yet when no variant has won by the deadline. */
export const withoutWinner = ['control', 'best', 'split', 'ask'] as const

export type WithoutWinner = (typeof withoutWinner)[number]

const conversionName = z.string().regex(CONVERSION_NAME, 'expected the name of a conversion such as order')

export const experimentGoal = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('clickers') }).describe('Recipients with a click of a person'),
    z
      .strictObject({ kind: z.literal('conversions'), name: conversionName })
      .describe('Recipients with a conversion of that name, by a click'),
    z
      .strictObject({
        kind: z.literal('value'),
        currency: z.string().regex(CURRENCY, 'expected ISO 4217, such as EUR'),
        name: conversionName.optional().describe('Only conversions of that name'),
        minus_price: z.boolean().default(false).describe('true: the price of the message is taken off'),
      })
      .describe('What the conversions by a click are worth, refunds taken off; conversions in other currencies do not count'),
  ])
  .describe('What the variants compete on; each figure is divided by the messages that were sent')
export type ExperimentGoal = z.output<typeof experimentGoal>

/** A part of 1, or a whole number, within its limits. */
const limited = (type: z.ZodNumber, figure: DesignFigure) => {
  const { min, max, usual } = designLimits[figure]
  return type.min(min).max(max).default(usual)
}

const common = {
  goal: experimentGoal,
  holdout_share: limited(z.number(), 'holdout_share').describe(
    'Part of the recipients who get nothing, so that one can tell what sending changes: 0.1 is one of ten',
  ),
  wait_minutes: limited(z.int(), 'wait_minutes').describe(
    'Messages are watched for so long at most, and a decision waits until all of a test or batch were',
  ),
  deadline_hours: limited(z.int(), 'deadline_hours').describe('After the start: without a winner by then, there is none'),
  min_per_variant: limited(z.int(), 'min_per_variant').describe('No variant wins before each has so many watched messages'),
  confidence: limited(z.number(), 'confidence').describe('Of the test that holds however often one looks'),
  max_loss: limited(z.number(), 'max_loss').describe(
    'A winner may be expected to lose so much at most against the best, as a part of its own figure',
  ),
}
const rest = {
  without_winner: z
    .enum(withoutWinner)
    .default('best')
    .describe('control: the first variant; best: that with the best figure; split: as by their weights; ask: a person decides'),
}

export const experimentDesign = z
  .discriminatedUnion('way', [
    z.strictObject({ way: z.literal('split'), ...common }).describe('All are sent to, by the weights of the variants'),
    z
      .strictObject({
        way: z.literal('winner'),
        ...common,
        ...rest,
        test_share: limited(z.number(), 'test_share').describe('Part of the recipients for the test; the others get the winner'),
      })
      .describe('Some are sent to by the weights of the variants, the others get what won'),
    z
      .strictObject({
        way: z.literal('continuous'),
        ...common,
        ...rest,
        batch_size: limited(z.int(), 'batch_size').describe('Recipients between two decisions'),
        floor: limited(z.number(), 'floor').describe('No variant gets a smaller share'),
        control_share: limited(z.number(), 'control_share').describe(
          'Part of each batch that goes by the weights of the variants, whatever was seen: it stays comparable over time',
        ),
      })
      .describe('Each batch goes to the variants in proportion to how probably they are the best'),
  ])
  .describe('How the variants compete. The first one is the control')
export type ExperimentDesign = z.output<typeof experimentDesign>
