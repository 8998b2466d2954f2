import { z } from 'zod'
import { fieldName, groupName } from './contacts.ts'
import { conversionName } from './conversions.ts'
import { id, timestamp } from './fields.ts'

/** Rules of an audience, those inside others included; segments count as one here and have as many of their own. */
export const MAX_RULES = 50

/** Numbers that one rule may list. */
export const MAX_PHONES = 1_000

const days = z.int().min(1).max(800).describe('Of messages created in so many days up to now')
const field = { kind: z.literal('field'), name: fieldName }

const fieldCriterion = z.discriminatedUnion('operator', [
  z.strictObject({
    ...field,
    operator: z.enum(['is', 'is_not']),
    value: z
      .union([z.string().min(1).max(2_048), z.number()])
      .describe('Letter by letter; is_not holds for contacts without the field, too'),
  }),
  z.strictObject({ ...field, operator: z.enum(['contains', 'starts_with']), value: z.string().min(1).max(2_048) }),
  z.strictObject({ ...field, operator: z.enum(['exists', 'missing']) }),
  z.strictObject({
    ...field,
    operator: z.enum(['before', 'after']),
    value: z
      .string()
      .regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'expected a day such as 2026-11-24')
      .describe('A day; compared with fields that begin with one, as it is written there'),
  }),
  z.strictObject({
    ...field,
    operator: z.enum(['greater', 'less']),
    value: z.number().describe('Compared with fields that are a number, such as 12 or 12.50'),
  }),
])

const conversion = {
  name: conversionName.optional().describe('Of the conversion, such as order; any unless told'),
  campaign_id: id.optional().describe('Only what follows from a click in this campaign'),
  days: z.int().min(1).max(800).describe('Up to now'),
}

const common = [
  z.strictObject({ kind: z.literal('all') }).describe('Every contact'),
  z.strictObject({ kind: z.literal('group'), group_id: id }),
  fieldCriterion,
  z.strictObject({ kind: z.literal('country'), country: z.string().regex(/^[A-Z]{2}$/, 'expected two letters, such as DE') }),
  z.strictObject({
    kind: z.literal('campaign'),
    campaign_id: id,
    outcome: z.enum(['sent', 'delivered', 'undelivered', 'clicked', 'not_clicked', 'viewed', 'not_reached']),
  }),
  z.strictObject({ kind: z.literal('link'), link_id: id, outcome: z.enum(['clicked', 'not_clicked']) }),
  z.strictObject({ kind: z.literal('undelivered'), times: z.int().min(1).max(100), days }),
  z.strictObject({ kind: z.literal('clicked_any'), days }),
  z.strictObject({ kind: z.literal('not_clicked_any'), days }).describe('Got something in these days and clicked none of it'),
  z.strictObject({ kind: z.literal('converted'), ...conversion }).describe('Did what was reported as a conversion in these days'),
  z
    .strictObject({ kind: z.literal('not_converted'), ...conversion })
    .describe('Got something in these days, or of the campaign, and has no such conversion'),
] as const

const segmentCriterion = z.discriminatedUnion('kind', common).meta({ id: 'SegmentCriterion' })
const audienceCriterion = z
  .discriminatedUnion('kind', [
    ...common,
    z.strictObject({ kind: z.literal('segment'), segment_id: id }),
    z.strictObject({
      kind: z.literal('phones'),
      phones: z.array(z.string().min(1).max(50)).min(1).max(MAX_PHONES).describe('Contacts with these numbers'),
    }),
  ])
  .meta({ id: 'AudienceCriterion' })

/** A criterion, or rules of the level below combined: level by level, so that the document tells how deep they may lie in each other. */
const level = <Leaf extends z.core.$ZodTypeDiscriminable, Inner extends z.ZodType>(name: string, leaf: Leaf, inner: Inner) =>
  z
    .discriminatedUnion('kind', [
      leaf,
      z.strictObject({ kind: z.literal('all_of'), rules: z.array(inner).min(1).max(MAX_RULES) }),
      z.strictObject({ kind: z.literal('any_of'), rules: z.array(inner).min(1).max(MAX_RULES) }),
      z.strictObject({ kind: z.literal('not'), rule: inner }),
    ])
    .meta({ id: name })

const segmentInner = level('SegmentInnerRule', segmentCriterion, level('SegmentInnermostRule', segmentCriterion, segmentCriterion))
export const segmentRule = level('SegmentRule', segmentCriterion, segmentInner)
const audienceInner = level('AudienceInnerRule', audienceCriterion, level('AudienceInnermostRule', audienceCriterion, audienceCriterion))
export const audienceRule = level('AudienceRule', audienceCriterion, audienceInner)
export type Criterion = z.output<typeof audienceCriterion>

export const audience = z
  .strictObject({
    include: z.array(audienceRule).max(MAX_RULES).describe('Whoever fits one of these; nobody where there are none'),
    exclude: z.array(audienceRule).max(MAX_RULES).default([]).describe('Without those who fit one of these, whatever else they fit'),
  })
  .describe(`At most ${MAX_RULES} rules in all`)
export type Audience = z.output<typeof audience>

/** Why somebody of an audience gets nothing; the first reason counts. */
export const leftOutReasons = ['excluded', 'suppressed', 'not_mobile', 'merge_value_missing', 'frequency_cap', 'no_route'] as const
export type LeftOutReason = (typeof leftOutReasons)[number]

export const frequencyCap = z
  .strictObject({ messages: z.int().min(1).max(1_000), days: z.int().min(1).max(366) })
  .describe('Nobody gets more messages of campaigns than so many in so many days')
export type FrequencyCap = z.output<typeof frequencyCap>

export const countRequest = z.strictObject({
  audience,
  text: z.string().min(1).max(10_000).optional().describe('To find those who lack a merge field of it'),
  from: z.string().min(1).max(16).optional().describe('The sender, to find those whom no route leads to'),
  frequency_cap: frequencyCap.optional(),
})
export const countQuery = z.strictObject({
  sample: z.coerce.number().int().min(0).max(20).default(0).describe('Contacts to show of each reason'),
})
export const countAnswer = z.strictObject({
  matched: z.int().describe('Contacts that fit a rule of include, each once'),
  will_receive: z.int(),
  left_out: z
    .array(
      z.strictObject({
        reason: z.enum(leftOutReasons),
        recipients: z.int(),
        sample: z.array(z.strictObject({ contact_id: id, phone: z.string() })),
      }),
    )
    .describe('Each contact once, under its first reason in this order; reasons that hold for nobody are not listed'),
})
export type CountAnswer = z.infer<typeof countAnswer>

export const segment = z.strictObject({ id, name: z.string(), rule: segmentRule, created_at: timestamp, updated_at: timestamp })
export const segmentPage = z.strictObject({ segments: z.array(segment), next_cursor: z.string().nullable() })
export const segmentBody = z.strictObject({ name: groupName, rule: segmentRule })
export const segmentChange = z.strictObject({ name: groupName.optional(), rule: segmentRule.optional() })
export const segmentParams = z.strictObject({ id })
export type SegmentRule = z.output<typeof segmentRule>
export const listSegmentsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(50).default(50),
  cursor: z.string().max(1_000).optional().describe('next_cursor of the page before'),
})
