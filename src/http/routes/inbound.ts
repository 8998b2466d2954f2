import { inboundMessage, inboundPage, inboundParams, listInboundQuery, type InboundView } from '../../contract/suppressions.ts'
import { findInbound, selectInbound, type Inbound } from '../../domain/messages/inboundData.ts'
import { decodeCursor, encodeCursor, idShape } from '../../lib/cursor.ts'
import { AppError } from '../../lib/errors.ts'
import { parsePhone } from '../../lib/phone.ts'
import { requireKey } from '../auth.ts'
import type { Api, RouteParts } from './parts.ts'

/** What people wrote back. */
export function inboundRoutes(app: Api, { db }: RouteParts): void {
  const tags = ['inbound']
  const read = { onRequest: requireKey('messages:read') }

  app.get(
    '/v1/inbound',
    {
      ...read,
      schema: { tags, summary: 'List what people wrote, newest first', querystring: listInboundQuery, response: { 200: inboundPage } },
    },
    async (request) => {
      const { accountId, mode } = request.key
      const { limit, cursor, phone, kind, since, message_id: answered, test } = request.query
      const [before] = decodeCursor(cursor, [idShape]) ?? []
      const beforeId = before === undefined ? undefined : BigInt(before)
      const messageId = answered === undefined ? undefined : BigInt(answered)
      const filter = { phone: phoneFilter(phone), kind, since, messageId, test: test ?? mode === 'test' }
      const rows = await selectInbound(db, { accountId, filter, beforeId, limit: limit + 1 })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return { inbound: page.map(viewInbound), next_cursor: rows.length > limit && last !== undefined ? encodeCursor(last.id) : null }
    },
  )

  app.get(
    '/v1/inbound/:id',
    { ...read, schema: { tags, summary: 'Read what somebody wrote', params: inboundParams, response: { 200: inboundMessage } } },
    async (request) => {
      const row = await findInbound(db, { accountId: request.key.accountId, id: BigInt(request.params.id) })
      if (row === undefined) throw new AppError('not_found', `There is no inbound message ${request.params.id} in this account.`)
      return viewInbound(row)
    },
  )
}

/** A plus sign in a query arrives as a blank. Short codes stand as they are. */
function phoneFilter(phone: string | undefined): string | undefined {
  if (phone === undefined) return undefined
  const parsed = parsePhone(`+${phone.trim().replace(/^\+/, '')}`)
  return parsed.kind === 'ok' ? parsed.phone : phone
}

/** What somebody wrote, as the API shows it. */
export const viewInbound = (row: Inbound): InboundView => ({
  ...{ id: String(row.id), phone: row.phone, to: row.recipient, text: row.text, kind: row.kind, sure: row.isSure, handled: row.handled },
  ...{ test: row.test, message_id: row.answersMessageId?.toString() ?? null, answer_message_id: row.answerMessageId?.toString() ?? null },
  received_at: row.receivedAt.toISOString(),
})
