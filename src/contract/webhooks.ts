import { z } from 'zod'
import { events, isEventName } from './events.ts'
import { cursor, id, limit, moment, timestamp } from './fields.ts'

export const MAX_ENDPOINTS = 100
/** How many deliveries of each endpoint the overview shows. */
export const LATEST_DELIVERIES = 50

const eventType = z
  .string()
  .refine(isEventName, 'expected a type of event, such as "hit.click"')
  .meta({ enum: Object.keys(events) })
const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'expected the name of a header, such as X-Shop')
const headerValue = z.string().regex(/^[\t\u0020-\u007e]{0,1000}$/, 'expected up to 1,000 visible characters of ASCII')

const settings = {
  url: z.string().min(1).max(2_048).describe('https, or http; it must not lead into a private network unless the operator allows it'),
  description: z.string().max(200),
  types: z.array(eventType).max(50).describe('Empty: all but hit.bot and hit.prefetch, also types to come'),
  include_test: z.boolean().describe('Events of test keys too'),
  include_recipient: z.boolean().describe("The recipient's number, and what people wrote, in the events"),
  label: z.string().min(1).max(200).nullable().describe('Only events of messages with this label'),
  campaign_id: id.nullable().describe('Only events of this campaign'),
  first_clicks_only: z.boolean().describe("Of clicks only each message's first on a link"),
  concurrency: z.int().min(1).max(100).describe('Requests at a time'),
  headers: z.record(headerName, headerValue).describe('Sent with every request, up to 20; kept sealed and never shown'),
}
export const createEndpoint = z.strictObject({
  url: settings.url,
  description: settings.description.default(''),
  types: settings.types.default([]),
  include_test: settings.include_test.default(false),
  include_recipient: settings.include_recipient.default(false),
  label: settings.label.default(null),
  campaign_id: settings.campaign_id.default(null),
  first_clicks_only: settings.first_clicks_only.default(false),
  concurrency: settings.concurrency.default(10),
  headers: settings.headers.default({}),
})
export type CreateEndpoint = z.output<typeof createEndpoint>
export const changeEndpoint = z.strictObject(settings).partial()
export type ChangeEndpoint = z.output<typeof changeEndpoint>

export const endpoint = z.strictObject({
  id,
  url: z.string(),
  description: z.string(),
  format: z
    .enum(['standard', 'seven'])
    .describe('standard: Standard Webhooks 1.0.0; seven: as seven.io sends its hooks, made by its clients'),
  types: z.array(z.string()),
  include_test: z.boolean(),
  include_recipient: z.boolean(),
  label: z.string().nullable(),
  campaign_id: id.nullable(),
  first_clicks_only: z.boolean(),
  concurrency: z.int(),
  header_names: z.array(z.string()),
  state: z.enum(['active', 'paused', 'disabled']).describe('paused: events wait; disabled: events pass by'),
  state_reason: z
    .enum(['manual', 'restored', 'gone', 'failing'])
    .nullable()
    .describe('restored: held after a restore; gone: it answered 410; failing: nothing but failures for five days'),
  state_at: timestamp,
  created_at: timestamp,
})
export const endpointList = z.strictObject({ endpoints: z.array(endpoint) })
export const endpointParams = z.strictObject({ id })

export const endpointSecret = z.strictObject({
  secret: z.string().describe('whsec_ and base64'),
  former_secret_until: timestamp.nullable().describe('Until then requests are signed with the former secret too'),
})

const hour = z.strictObject({
  hour: timestamp,
  delivered: z.int(),
  failed_attempts: z.int(),
  given_up: z.int(),
  average_ms: z.int().nullable(),
  slowest_ms: z.int().nullable(),
})
export const endpointStats = z.strictObject({
  queued: z.int().describe('Events that were not offered yet'),
  waiting: z.int().describe('Deliveries that failed and are tried again; counted up to 10,000'),
  consecutive_failures: z.int(),
  failing_since: timestamp.nullable(),
  held_until: timestamp.nullable().describe('Nothing is sent before'),
  last_success_at: timestamp.nullable(),
  last_attempt_at: timestamp.nullable(),
  hours: z.array(hour).describe('The latest 168 hours that had attempts, newest first'),
})

export const endpointsHealth = z.strictObject({
  endpoints: z.array(
    z.strictObject({
      id,
      consecutive_failures: z.int(),
      last_success_at: timestamp.nullable(),
      last_attempt_at: timestamp.nullable(),
      latest: z
        .array(z.strictObject({ state: z.enum(['delivered', 'waiting', 'failed']), at: timestamp, status: z.int().nullable() }))
        .describe(`What became of the latest ${LATEST_DELIVERIES} events, newest first`),
    }),
  ),
})

export const resumeEndpoint = z.strictObject({
  waiting: z.enum(['send', 'skip']).default('send').describe('What happens to events that waited'),
})

const problemWord = z.string().nullable().describe('Why there was no answer, such as connection_lost or private_address')
export const testOutcome = z.strictObject({
  delivered: z.boolean(),
  status: z.int().nullable(),
  error: problemWord,
  ms: z.int(),
  answer: z.string().nullable().describe('What the endpoint answered, up to 500 characters'),
})

const attempt = z.strictObject({ at: timestamp, status: z.int().nullable(), error: problemWord, ms: z.int() })
export const delivery = z.strictObject({
  id: z.string().describe('Of the delivery, for this API'),
  event_id: z.string().describe('What the receiver got as webhook-id'),
  type: z.string(),
  state: z.enum(['delivered', 'waiting', 'failed']).describe('waiting: it is tried again; failed: given up'),
  attempts: z.int(),
  next_attempt_at: timestamp.nullable(),
  event_at: timestamp,
  attempted_at: timestamp,
  status: z.int().nullable(),
  error: problemWord,
  ms: z.int(),
})
export const deliveryPage = z.strictObject({ deliveries: z.array(delivery), next_cursor: z.string().nullable() })
export const listDeliveriesQuery = z.strictObject({
  state: z.enum(['delivered', 'waiting', 'failed', 'open']).optional().describe('open: waiting or failed'),
  limit,
  cursor,
})
export const deliveryParams = z.strictObject({ id, delivery: z.string().min(1).max(60) })
export const deliveryDetail = z.strictObject({
  ...delivery.shape,
  answer: z.string().nullable(),
  earlier_attempts: z.array(attempt).describe('The latest 20 that failed before, oldest first'),
  request: z
    .strictObject({
      method: z.enum(['GET', 'POST']),
      url: z.string().describe('With what a GET says in its query; values of the query that the endpoint itself has are hidden'),
      headers: z.record(z.string(), z.string()),
      body: z.string().nullable().describe('null: a GET has none'),
    })
    .nullable()
    .describe('As it would be sent now, without the values of secret headers; null when the event is past its retention'),
})

export const replayBody = z.union([
  z.strictObject({ from: moment, to: moment }).describe("Offer all of a period's events again"),
  z.strictObject({ failed_since: moment }).describe('Try again what failed since'),
])
export const replay = z.strictObject({ id, endpoint_id: id, events: z.int(), finished: z.boolean() })
export const replayParams = z.strictObject({ id, replay: id })
