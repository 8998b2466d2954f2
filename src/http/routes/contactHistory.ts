import { contactHistoryQuery, contactParams } from '../../contract/contacts.ts'
import { conversionPage } from '../../contract/conversions.ts'
import { messagePage } from '../../contract/messages.ts'
import { inboundPage } from '../../contract/suppressions.ts'
import { getContact } from '../../domain/contacts/contacts.ts'
import { listConversionsOf } from '../../domain/conversions/list.ts'
import { selectInbound } from '../../domain/messages/inboundData.ts'
import { listMessages } from '../../domain/reports/logbookSearch.ts'
import { decodeCursor, encodeCursor, idShape, timeShape } from '../../lib/cursor.ts'
import { requireKey, requireScope } from '../auth.ts'
import { viewConversion } from '../conversionView.ts'
import { viewSummary } from '../messageView.ts'
import { viewInbound } from './inbound.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['contacts']

/** What a contact got, wrote and did. By the contact, not by its number: so those may ask who are not shown numbers. */
export function contactHistoryRoutes(app: Api, parts: RouteParts): void {
  messagesRoute(app, parts)
  inboundRoute(app, parts)
  conversionsRoute(app, parts)
}

function messagesRoute(app: Api, { db, renderings }: RouteParts): void {
  app.get(
    '/v1/contacts/:contact/messages',
    {
      onRequest: requireKey('contacts:read'),
      schema: {
        ...{ tags, summary: 'List what a contact got, newest first; also needs the scope messages:read' },
        ...{ params: contactParams, querystring: contactHistoryQuery, response: { 200: messagePage } },
      },
    },
    async ({ key, params, query: { cursor, limit } }) => {
      requireScope(key, 'messages:read')
      const { phone } = await getContact(db, { accountId: key.accountId, reference: params.contact })
      const asked = { accountId: key.accountId, filter: { phone, limit }, test: key.mode === 'test', after: readPlace(cursor) }
      const rows = await listMessages(db, asked)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        messages: await Promise.all(page.map((row) => viewSummary(renderings, row))),
        next_cursor: rows.length > limit && last !== undefined ? encodeCursor(last.createdAtText, last.id) : null,
      }
    },
  )
}

function inboundRoute(app: Api, { db }: RouteParts): void {
  app.get(
    '/v1/contacts/:contact/inbound',
    {
      onRequest: requireKey('contacts:read'),
      schema: {
        ...{ tags, summary: 'List what a contact wrote, newest first; also needs the scope messages:read' },
        ...{ params: contactParams, querystring: contactHistoryQuery, response: { 200: inboundPage } },
      },
    },
    async ({ key, params, query: { cursor, limit } }) => {
      requireScope(key, 'messages:read')
      const { accountId } = key
      const { phone } = await getContact(db, { accountId, reference: params.contact })
      const [before] = decodeCursor(cursor, [idShape]) ?? []
      const beforeId = before === undefined ? undefined : BigInt(before)
      const rows = await selectInbound(db, { accountId, filter: { phone, test: key.mode === 'test' }, beforeId, limit: limit + 1 })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return { inbound: page.map(viewInbound), next_cursor: rows.length > limit && last !== undefined ? encodeCursor(last.id) : null }
    },
  )
}

function conversionsRoute(app: Api, { db }: RouteParts): void {
  app.get(
    '/v1/contacts/:contact/conversions',
    {
      onRequest: requireKey('contacts:read'),
      schema: {
        ...{ tags, summary: 'List conversions of a contact, newest first; also needs the scope conversions:read' },
        ...{ params: contactParams, querystring: contactHistoryQuery, response: { 200: conversionPage } },
      },
    },
    async ({ key, params, query: { cursor, limit } }) => {
      requireScope(key, 'conversions:read')
      const { accountId } = key
      const { phone } = await getContact(db, { accountId, reference: params.contact })
      const asked = { accountId, phone, test: key.mode === 'test', after: readPlace(cursor), limit: limit + 1 }
      const rows = await listConversionsOf(db, asked)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        conversions: page.map(viewConversion),
        next_cursor: rows.length > limit && last !== undefined ? encodeCursor(last.atText, last.id) : null,
      }
    },
  )
}

/** Lists by time go on after a time and an id. */
function readPlace(cursor: string | undefined): { at: string; id: bigint } | undefined {
  const [at, id] = decodeCursor(cursor, [timeShape, idShape]) ?? []
  return at === undefined || id === undefined ? undefined : { at, id: BigInt(id) }
}
