import { z } from 'zod'
import { cursor, moment, timestamp, truth } from './fields.ts'

/**
 * Every type of event that an account can be told of: the names of the log that it stands for, the member of `data` that holds what is
 * particular to it, and its meaning. A name and what `data` holds under it never change; members may be added.
 */
export const events = {
  'message.accepted': { log: ['message.accepted'], under: 'outcome', meaning: 'the carrier took the message' },
  'message.delivered': { log: ['message.delivered'], under: 'outcome', meaning: 'the receipt says that it was delivered' },
  'message.failed': {
    log: ['message.rejected', 'message.undelivered', 'message.expired', 'message.suppressed'],
    under: 'outcome',
    meaning: 'it will not arrive: `outcome.state` is rejected, undelivered, expired or suppressed',
  },
  'message.unknown': { log: ['message.unknown'], under: 'outcome', meaning: 'it may have gone out; a receipt can still tell' },
  'message.cancelled': { log: ['message.cancelled'], under: 'outcome', meaning: 'it was taken back before it was sent' },
  'message.inbound': { log: ['message.inbound'], under: 'inbound', meaning: 'somebody wrote back' },
  'hit.click': { log: ['hit.click'], under: 'hit', meaning: 'a person opened a short link' },
  'hit.view': { log: ['hit.view'], under: 'hit', meaning: "a phone's messaging app fetched the link's preview" },
  'hit.prefetch': { log: ['hit.prefetch'], under: 'hit', meaning: 'a browser fetched the link ahead; only where it is asked for' },
  'hit.bot': { log: ['hit.bot'], under: 'hit', meaning: 'a machine opened the link; only where it is asked for' },
  'hits.reclassified': {
    log: ['hits.reclassified'],
    under: 'correction',
    meaning: 'hits got other verdicts afterwards; counts are differences',
  },
  'conversion.recorded': { log: ['conversion.recorded'], under: 'conversion', meaning: 'a conversion came in' },
  'conversion.attributed': { log: ['conversion.attributed'], under: 'conversion', meaning: 'a conversion was attributed to a message' },
  'conversion.voided': { log: ['conversion.voided'], under: 'conversion', meaning: 'a conversion was taken back' },
  'contact.opted_out': { log: ['contact.opted_out'], under: 'consent', meaning: 'a number must not be sent to any more' },
  'contact.opted_in': { log: ['contact.opted_in'], under: 'consent', meaning: 'a number may be sent to again' },
  'campaign.started': { log: ['campaign.started'], under: 'change', meaning: 'a campaign began to be sent' },
  'campaign.done': { log: ['campaign.done'], under: 'change', meaning: 'all of a campaign was sent' },
  'campaign.paused': {
    log: ['campaign.paused'],
    under: 'change',
    meaning: 'a campaign was paused, by a person or by itself: reason says why',
  },
  'experiment.decided': {
    log: ['experiment.decided'],
    under: 'decision',
    meaning: 'an experiment decided who gets which variant from here on, or which one has won',
  },
  'contact_import.done': { log: ['contact_import.done'], under: 'import', meaning: 'an import of contacts ended' },
  'contact_import.failed': { log: ['contact_import.failed'], under: 'import', meaning: 'an import of contacts cannot go on' },
  'link.changed': { log: ['link.changed'], under: 'change', meaning: 'a sent link leads elsewhere' },
  'link.taken_down': { log: ['link.taken_down'], under: 'change', meaning: 'a sent link answers 410' },
  'endpoint.disabled': { log: ['endpoint.disabled'], under: 'endpoint', meaning: 'an endpoint for webhooks was switched off by itself' },
} as const satisfies Record<string, { log: readonly string[]; under: string; meaning: string }>

export type EventName = keyof typeof events
export const isEventName = (word: string): word is EventName => Object.hasOwn(events, word)

/** Sent by the test of an endpoint only; it stands in no log. */
export const TEST_EVENT = 'webhook.test'

/** Only an endpoint that names them gets these. */
export const eventsOnRequest: readonly EventName[] = ['hit.prefetch', 'hit.bot']

/** The public name of each name in the log; what is not here is nobody's business but ours. */
export const publicNames: ReadonlyMap<string, EventName> = new Map(
  Object.entries(events).flatMap(([name, { log }]) => (isEventName(name) ? log.map((internal) => [internal, name] as const) : [])),
)

/** The version of all payloads together; it grows when a member changes its meaning or goes, with a format of its own for who waits. */
export const PAYLOAD_VERSION = 1

/** No body is longer. */
export const MAX_PAYLOAD_BYTES = 20_000

const name = z
  .string()
  .refine(isEventName, 'expected a type of event, such as "hit.click"')
  .meta({ enum: Object.keys(events) })
const nullableText = z.string().nullable()

const message = z
  .strictObject({
    id: z.string(),
    state: z.string().nullable().describe('When the event was sent; null when the message is past its retention'),
    to: z.string().optional().describe('The number, only where recipients may be seen'),
    country: nullableText,
    label: nullableText,
    reference: nullableText,
  })
  .describe('The message that it is about')
const named = z.strictObject({ id: z.string(), name: nullableText })
const link = z.strictObject({
  id: nullableText,
  position: z.int(),
  short_link: nullableText,
  destination: nullableText.describe(
    'As written, perhaps with merge fields; a whole URL of one recipient only where recipients may be seen',
  ),
})
const totals = z
  .strictObject({ clicks: z.int(), views: z.int(), prefetches: z.int(), bots: z.int() })
  .describe('Of the message, when the event was sent')

/** What is the same in every event. Beside it stands one member more, named by the type, as docs/webhooks.md lists them. */
export const eventData = z.looseObject({
  id: z.string().describe('evt_ and digits; a repetition has the same'),
  sequence: z.string().describe('Grows as the log does: of two events compare these as text'),
  version: z.literal(PAYLOAD_VERSION),
  test: z.boolean().describe('Of a test key'),
  message: message.optional(),
  campaign: named.optional(),
  variant: named.optional(),
  link: link.optional(),
  totals: totals.optional(),
})
export type EventData = z.infer<typeof eventData>

export const event = z.strictObject({ type: name, timestamp, data: eventData })
export type Event = z.infer<typeof event>

export const listEventsQuery = z.strictObject({
  types: z
    .string()
    .max(1_000)
    .regex(/^[a-z_.]+(,[a-z_.]+)*$/, 'expected types of events separated by commas, such as hit.click,hit.view')
    .optional()
    .describe('Types of events, separated by commas; all but those of bots unless told'),
  since: moment.optional().describe('Begin with the events of this time; without since and cursor it begins now'),
  cursor,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  wait: z.coerce.number().int().min(0).max(20).default(0).describe('Seconds to wait for an event if there is none'),
  test: truth.default(false).describe('true: events of test keys too'),
})
export const eventPage = z.strictObject({
  events: z.array(event),
  next_cursor: z.string().describe('Goes on after this page; also where the page is empty'),
  more: z.boolean().describe('Whether there was more when the page was made'),
})
