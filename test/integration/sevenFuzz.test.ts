import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { api } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { makeHistory } from '../helpers/fuzz/history.ts'
import { wire } from '../helpers/seven.ts'
import { codes } from '../../src/http/compat/seven/codes.ts'

const db = await testDatabase()
const node = await api(db)
const ask = wire(node)

beforeAll(async () => {
  await makeHistory(db, node)
  // A limit that is reached would answer in place of what is tested.
  await db`update api_keys set rate_per_minute = 1000000`
})

const paths = [
  ...['sms', 'status', 'journal', 'journal/outbound', 'journal/inbound', 'journal/replies', 'journal/voice', 'balance', 'pricing'],
  ...['analytics', 'analytics/date', 'analytics/country', 'analytics/label', 'analytics/subaccount', 'lookup', 'lookup/format'],
  ...['contacts', 'contacts/1', 'contacts/x', 'groups', 'groups/1', 'groups/999999999999999999999', 'hooks', 'hooks/1', 'rcs/messages'],
]
const names = [
  ...['to', 'text', 'from', 'delay', 'label', 'foreign_id', 'ttl', 'flash', 'debug', 'no_reload', 'performance_tracking', 'udh', 'files'],
  ...['ids', 'id', 'msg_id', 'date_from', 'date_to', 'state', 'limit', 'offset', 'type', 'country', 'format', 'start', 'end', 'group_by'],
  ...['number', 'mobile_number', 'groups', 'group_id', 'search', 'name', 'delete_contacts', 'action', 'target_url', 'event_type'],
  ...['event_filter', 'request_method', 'headers', 'json', 'p', 'constructor', '__proto__', 'toString', ''],
]
const word = fc.oneof(
  fc.constantFrom(
    '1',
    '0',
    '-1',
    'true',
    'undefined',
    'null',
    '',
    ' ',
    '+4915112345678',
    '4915112345610,12',
    '99999999999999999999',
    'all',
  ),
  fc.constantFrom('2026-01-01', '2026-02-31', '2026-01-01 10:00', '0000-01-01', '9999-12-31', '275760-09-13', '1e400', 'DE', 'json', 'csv'),
  fc.constantFrom('subscribe', 'unsubscribe', 'read', 'tracking', 'dlr', 'https://example.com/hook', 'http://127.0.0.1/', 'JSON', 'GET'),
  fc.constantFrom(
    '{name}',
    'https://shop.example/x',
    'https://',
    '\u0000',
    '\ud800',
    '🎉'.repeat(80),
    'a'.repeat(2_000),
    '[object Object]',
    "'",
  ),
  fc.string({ maxLength: 30 }),
)
const value = fc.oneof(
  { weight: 4, arbitrary: word },
  fc.array(word, { maxLength: 3 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.jsonValue({ maxDepth: 2 }),
)
const fields = fc.oneof(
  fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 6 }),
  // What could be answered well, with something wrong beside it.
  fc
    .tuple(value, value, fc.constantFrom(...names), value)
    .map(([to, written, name, other]): [string, unknown][] => [
      ...[['to', to] as [string, unknown], ['text', written] as [string, unknown]],
      ...[
        ['to', '+4915112345678'] as [string, unknown],
        ['mobile_number', '+4915112345678'] as [string, unknown],
        [name, other] as [string, unknown],
      ],
    ]),
)
const method = fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE')

const asForm = (given: readonly [string, unknown][]) => {
  const form = new URLSearchParams()
  for (const [name, item] of given) for (const one of [item].flat()) form.append(name, typeof one === 'string' ? one : JSON.stringify(one))
  return form.toString()
}

/** What may be answered: JSON or text with 200, and a bare code where something is wrong. */
function expectSense({ status, text, isJson, headers }: Awaited<ReturnType<typeof ask>>): void {
  expect([200, 413, 429]).toContain(status)
  const body: unknown = isJson ? JSON.parse(text) : text
  if (headers['x-tapline-detail'] === undefined) return
  expect(Object.keys(codes)).toContain(body)
}

test('whatever is sent, in whatever form, nothing answers 5xx and every failure is a code of the table', async () => {
  const request = fc.record({
    path: fc.constantFrom(...paths),
    method,
    query: fields,
    body: fields,
    form: fc.constantFrom('json', 'form', 'none'),
    accept: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(request, async ({ path, method, query, body, form, accept }) => {
      const search = asForm(query)
      const payload = form === 'json' ? JSON.stringify(Object.fromEntries(body)) : form === 'form' ? asForm(body) : undefined
      const type = form === 'json' ? 'application/json' : 'application/x-www-form-urlencoded'
      expectSense(
        await ask(search === '' ? path : `${path}?${search}`, {
          method,
          headers: {
            'x-api-key': node.secretKey,
            ...(accept ? { accept: 'application/json' } : {}),
            ...(payload === undefined ? {} : { 'content-type': type }),
          },
          ...(payload === undefined || method === 'GET' ? {} : { body: payload }),
        }),
      )
    }),
    { numRuns: 1_500 },
  )
}, 120_000)

test('bytes that are no body, and headers that are no key, are answered with a code', async () => {
  const request = fc.record({
    body: fc.string({ maxLength: 200, unit: 'binary' }),
    type: fc.string({ maxLength: 20 }),
    key: fc.string({ maxLength: 60 }),
    hasKey: fc.boolean(),
  })
  const printable = (text: string) => text.replaceAll(/[^\u0021-\u007e]/g, '')
  await fc.assert(
    fc.asyncProperty(request, async ({ body, type, key, hasKey }) => {
      const shown = hasKey ? node.secretKey : printable(key)
      expectSense(await ask('sms', { method: 'POST', headers: { 'content-type': printable(type) || 'x/y', 'x-api-key': shown }, body }))
      expectSense(await ask('sms', { method: 'POST', headers: { authorization: `Basic ${shown}`, 'x-signature': printable(body) }, body }))
    }),
    { numRuns: 300 },
  )
}, 60_000)
