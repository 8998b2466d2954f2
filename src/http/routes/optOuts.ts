import { listOptOutsQuery, optOut, optOutPage, optOutParams, type OptOutView } from '../../contract/suppressions.ts'
import { confirmOptOut, dismissOptOut } from '../../domain/contacts/optOuts.ts'
import { findOptOut, selectOptOuts, type OptOutWithText } from '../../domain/messages/optOutList.ts'
import { decodeCursor, encodeCursor, idShape } from '../../lib/cursor.ts'
import { AppError } from '../../lib/errors.ts'
import { requireKey } from '../auth.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['suppressions']

/** Who asked to get nothing more, and those texts that somebody should look at. */
export function optOutRoutes(app: Api, parts: RouteParts): void {
  readRoutes(app, parts)
  reviewRoutes(app, parts)
}

function readRoutes(app: Api, { db }: RouteParts): void {
  const read = { onRequest: requireKey('contacts:read') }

  app.get(
    '/v1/opt-outs',
    { ...read, schema: { tags, summary: 'List opt-outs, newest first', querystring: listOptOutsQuery, response: { 200: optOutPage } } },
    async (request) => {
      const { limit, cursor, review, message_id: of } = request.query
      const [before] = decodeCursor(cursor, [idShape]) ?? []
      const beforeId = before === undefined ? undefined : BigInt(before)
      const filter = { review, messageId: of === undefined ? undefined : BigInt(of) }
      const rows = await selectOptOuts(db, { ...filter, accountId: request.key.accountId, beforeId, limit: limit + 1 })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        opt_outs: page.map(viewOptOut),
        next_cursor: rows.length > limit && last !== undefined ? encodeCursor(last.id) : null,
      }
    },
  )

  app.get(
    '/v1/opt-outs/:id',
    { ...read, schema: { tags, summary: 'Read an opt-out', params: optOutParams, response: { 200: optOut } } },
    async (request) => viewOptOut(await requireOptOut({ db }, { accountId: request.key.accountId, id: BigInt(request.params.id) })),
  )
}

function reviewRoutes(app: Api, { db, phoneHash }: RouteParts): void {
  const write = { onRequest: requireKey('contacts:write') }

  app.post(
    '/v1/opt-outs/:id/confirm',
    { ...write, schema: { tags, summary: 'Say that an unsure opt-out is one', params: optOutParams, response: { 200: optOut } } },
    async (request) => {
      const target = { accountId: request.key.accountId, id: BigInt(request.params.id) }
      await confirmOptOut(db, { ...target, actor: request.key.actor })
      return viewOptOut(await requireOptOut({ db }, target))
    },
  )

  app.post(
    '/v1/opt-outs/:id/dismiss',
    {
      ...write,
      schema: {
        tags,
        summary: 'Say that an unsure opt-out is none: its number may be sent to again',
        params: optOutParams,
        response: { 200: optOut },
      },
    },
    async (request) => {
      const target = { accountId: request.key.accountId, id: BigInt(request.params.id) }
      await dismissOptOut(db, phoneHash, { ...target, actor: request.key.actor })
      return viewOptOut(await requireOptOut({ db }, target))
    },
  )
}

/** @throws AppError `not_found`, also for one of another account */
async function requireOptOut({ db }: Pick<RouteParts, 'db'>, target: { accountId: bigint; id: bigint }): Promise<OptOutWithText> {
  const row = await findOptOut(db, target)
  if (row === undefined) throw new AppError('not_found', `There is no opt-out ${target.id} in this account.`)
  return row
}

const viewOptOut = ({ id, phone, source, messageId, inboundMessageId, text, review, createdAt, endedAt }: OptOutWithText): OptOutView => ({
  ...{ id: String(id), phone, source, message_id: messageId?.toString() ?? null },
  ...{ inbound_message_id: inboundMessageId?.toString() ?? null, text, review },
  ...{ created_at: createdAt.toISOString(), ended_at: endedAt?.toISOString() ?? null },
})
