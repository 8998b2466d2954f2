import { sevenHeaders } from '../../../platform/sevenSignature.ts'
import { sevenSigningKey } from '../../accounts/sevenSettings.ts'
import { HOUR, MINUTE } from '../schedule.ts'
import type { Format, HookRequest, Sending, Target } from './format.ts'
import { presentSeven } from './sevenBodies.ts'

/**
 * Hooks as seven.io sends them: its bodies as JSON, as a nested form or in the query, signed with the key of the account.
 * @see https://docs.seven.io/en/rest-api/endpoints/webhooks
 */
export const seven: Format = {
  present: presentSeven,
  test: ({ id, at }) => JSON.stringify({ data: { event_id: id }, webhook_event: 'test', webhook_timestamp: at.toISOString() }),
  keys: async (parts, { accountId }) => [Buffer.from(await sevenSigningKey(parts.db, { accountId, secrets: parts.secrets }))],
  request: (target, sending) => signed(target, sending, asAsked(target, String(sending.body))),
  signatures: ['x-signature'],
  judge: (status) => (status >= 200 && status <= 399 ? 'delivered' : again.has(status) ? 'failed' : 'refused'),
  // Fourteen attempts in three and a half days; how long the pauses after the first six are, seven.io does not say.
  delaysMs: [...[1, 5, 30].map((minutes) => minutes * MINUTE), ...[1, 2, 4, 6, 8, 10, 12, 12, 14, 14].map((hours) => hours * HOUR)],
}

/** Everything else stays as it is, so it is not asked again. */
const again: ReadonlySet<number> = new Set([429, 500, 502, 503, 504])

type Form = Pick<HookRequest, 'url' | 'method' | 'body'> & { contentType?: string }

function asAsked({ method, url }: Target, json: string): Form {
  switch (method) {
    case 'JSON':
      return { url, method: 'POST', body: json, contentType: 'application/json' }
    case 'POST':
      return { url, method: 'POST', body: formOf(json), contentType: 'application/x-www-form-urlencoded' }
    case 'GET':
      return { url: withQuery(url, json), method: 'GET' }
  }
}

function signed({ keys, headers }: Target, { at }: Sending, { url, method, body, contentType }: Form): HookRequest {
  const [key = Buffer.alloc(0)] = keys
  return {
    ...{ url, method, deadlineMs: 5_000 },
    ...(body === undefined ? {} : { body }),
    headers: {
      ...headers,
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      'user-agent': 'Tapline-Webhooks/1',
      ...sevenHeaders({ url, method, body: body ?? '' }, { key, now: at }),
    },
  }
}

type Hook = { data: Record<string, string | number | null>; webhook_event: string; webhook_timestamp: string }

/** Nested as PHP reads it: `data[id]=1`. What is null is an empty text. */
function formOf(json: string): string {
  const { data, ...rest } = read(json)
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(data)) form.set(`data[${name}]`, textOf(value))
  for (const [name, value] of Object.entries(rest)) form.set(name, textOf(value))
  return form.toString()
}

/** Flat, as callbacks by GET always were. */
function withQuery(url: string, json: string): string {
  const { data, ...rest } = read(json)
  const asked = new URL(url)
  for (const [name, value] of Object.entries({ ...data, ...rest })) asked.searchParams.set(name, textOf(value))
  return asked.href
}

const textOf = (value: string | number | null) => (value === null ? '' : String(value))

/** Only bodies that were made here come here. */
const read = (json: string): Hook => JSON.parse(json)
