import { createEndpoint as endpointSchema, MAX_ENDPOINTS } from '../../../contract/webhooks.ts'
import { accountSettings } from '../../../domain/accounts/accounts.ts'
import { createEndpoint, openEndpoint, removeEndpoint } from '../../../domain/webhooks/endpoints.ts'
import { listEndpoints, type EndpointForm, type EndpointRow } from '../../../domain/webhooks/store.ts'
import { AppError } from '../../../lib/errors.ts'
import { localTime } from '../../../lib/localTime.ts'
import { requireScope } from '../../auth.ts'
import type { RouteParts } from '../../routes/parts.ts'
import type { Answer } from './answers.ts'
import { SevenRefusal } from './codes.ts'
import type { Add, Asked } from './operation.ts'
import { id, oneOf, text, type Table } from './parameters.ts'

type Hook = {
  id: bigint | undefined
  target_url: string | undefined
  event_type: string | undefined
  event_filter: string | undefined
  request_method: EndpointForm['method'] | undefined
  headers: string | undefined
}
const hook: Table<Hook> = {
  id,
  target_url: text({ max: 2_048 }),
  event_type: text({ max: 50 }),
  event_filter: text({ max: 50 }),
  request_method: oneOf<EndpointForm['method']>('POST', 'JSON', 'GET'),
  headers: text({ max: 20_000 }),
}

const actions = ['read', 'subscribe', 'unsubscribe'] as const
type Action = (typeof actions)[number]

/** Where to tell what happened, in seven.io's words. */
export function hookOperations(add: Add, parts: RouteParts): void {
  for (const [method, usual] of [['GET', 'read'] as const, ['POST', 'subscribe'] as const, ['DELETE', 'unsubscribe'] as const])
    add({
      methods: [method],
      path: '/hooks',
      scope: 'webhooks:read',
      // Older clients say what to do by a word.
      parameters: { ...hook, action: oneOf<Action>(...actions) },
      run: async (asked) => act(parts, asked.values.action ?? usual, asked),
    })
}

function act(parts: RouteParts, action: Action, asked: Asked<Hook>): Promise<Answer> {
  if (action === 'read') return list(parts, asked)
  requireScope(asked.key, 'webhooks:write')
  return action === 'subscribe' ? subscribe(parts, asked) : unsubscribe(parts, asked)
}

/** The types of seven.io's events, and ours that they stand for. */
const eventTypes = {
  tracking: ['hit.click', 'hit.view'],
  dlr: ['message.accepted', 'message.delivered', 'message.failed', 'message.unknown'],
  sms_mo: ['message.inbound'],
  all: ['hit.click', 'hit.view', 'message.accepted', 'message.delivered', 'message.failed', 'message.unknown', 'message.inbound'],
} as const
type EventType = keyof typeof eventTypes
const isEventType = (word: string): word is EventType => Object.hasOwn(eventTypes, word)

/** What somebody made of it in our own API has no name there. */
const eventTypeOf = ({ types }: EndpointRow): string =>
  Object.entries(eventTypes).find(([, list]) => list.length === types.length && list.every((type) => types.includes(type)))?.[0] ?? 'all'

async function list({ db, webhooks: { secrets } }: RouteParts, { key }: Asked<Hook>): Promise<Answer> {
  const { timeZone } = await accountSettings(db, key.accountId)
  const hooks = (await rowsOf(db, key.accountId)).map((row) => ({
    ...{ id: String(row.id), target_url: row.url, headers: namesOf(openEndpoint(secrets, row).headers), event_type: eventTypeOf(row) },
    ...{ event_filter: row.eventFilter, request_method: row.method, enabled: row.state === 'active' },
    created: localTime(row.createdAt, timeZone).slice(0, 19),
  }))
  return { json: { success: true, code: null, hooks } }
}

const rowsOf = async (db: RouteParts['db'], accountId: bigint) =>
  (await listEndpoints(db, { accountId, limit: MAX_ENDPOINTS })).filter(({ format }) => format === 'seven')

/** Values may be secrets: they are not shown again. */
const namesOf = (headers: Readonly<Record<string, string>>) =>
  Object.keys(headers)
    .map((name) => `${name}: ********`)
    .join('\n')

async function subscribe({ db, webhooks: { secrets, privateOrigins } }: RouteParts, { key, values }: Asked<Hook>): Promise<Answer> {
  // Hooks tell who did what, and what people wrote.
  requireScope(key, 'messages:read')
  const { target_url: url, event_type: type = '', event_filter: eventFilter = null, request_method: method = 'POST' } = values
  if (!isEventType(type))
    return refusal(`There is no event "${type.slice(0, 50)}" here: expected one of ${Object.keys(eventTypes).join(', ')}.`)
  const parsed = endpointSchema.safeParse({
    ...{ url, types: eventTypes[type], description: 'seven.io', include_recipient: true, include_test: key.mode === 'test' },
    headers: headersIn(values.headers ?? ''),
  })
  if (!parsed.success) return refusal(url === undefined ? 'Invalid URL' : 'Invalid headers: expected lines such as X-Shop: 7')
  try {
    const { accountId, actor } = key
    const form = { format: 'seven', method, eventFilter } as const
    const made = await createEndpoint(db, { accountId, actor, body: parsed.data, form, secrets, privateOrigins })
    return { json: { success: true, code: null, id: Number(made.id) } }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return refusal(error.code === 'endpoint_url_invalid' ? `Invalid URL: ${error.message}` : error.message)
  }
}

const refusal = (sentence: string): Answer => ({ json: { success: false, code: null, error_message: sentence } })

/** `Name: value`, a line each. */
function headersIn(lines: string): Record<string, string> {
  const pairs = lines
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, Math.max(0, colon)).trim(), line.slice(colon + 1).trim()]
    })
  return Object.fromEntries(pairs)
}

/** By id, or by the three words that it was made with. */
async function unsubscribe({ db }: RouteParts, { key, values }: Asked<Hook>): Promise<Answer> {
  const { accountId, actor } = key
  if (values.id === undefined && values.target_url === undefined)
    throw new SevenRefusal(700, 'Which hook is to go? Give its "id", or "target_url", "event_type" and "request_method".')
  const rows = await rowsOf(db, accountId)
  const found = rows.find((row) => (values.id === undefined ? isMeant(row, values) : row.id === values.id))
  if (found === undefined) return refusal('There is no such hook.')
  await removeEndpoint(db, { accountId, id: found.id, actor })
  return { json: { success: true, code: null } }
}

const isMeant = (row: EndpointRow, { target_url: url, event_type: type, request_method: method = 'POST' }: Hook) =>
  (row.url === url || row.url === URL.parse(url ?? '')?.href) && eventTypeOf(row) === type && row.method === method
