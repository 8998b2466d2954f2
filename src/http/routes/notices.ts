import { listNoticesQuery, notice, noticePage, noticeParams } from '../../contract/notices.ts'
import { listNotices, markNoticeRead, type Notice } from '../../domain/notices.ts'
import { decodeCursor, encodeCursor, idShape } from '../../lib/cursor.ts'
import { AppError } from '../../lib/errors.ts'
import { requireKey } from '../auth.ts'
import type { Api, RouteParts } from './parts.ts'

/** What an account should be told although it did not ask. */
export function noticeRoutes(app: Api, { db }: RouteParts): void {
  const tags = ['notices']

  app.get(
    '/v1/notices',
    {
      onRequest: requireKey('events:read'),
      schema: { tags, summary: 'List notices, newest first', querystring: listNoticesQuery, response: { 200: noticePage } },
    },
    async (request) => {
      const { limit, cursor, unread } = request.query
      const [before] = decodeCursor(cursor, [idShape]) ?? []
      const rows = await listNotices(db, {
        ...{ accountId: request.key.accountId, isUnread: unread === true, limit: limit + 1 },
        before: before === undefined ? undefined : BigInt(before),
      })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return { notices: page.map(viewNotice), next_cursor: rows.length > limit && last !== undefined ? encodeCursor(last.id) : null }
    },
  )

  app.post(
    '/v1/notices/:id/read',
    {
      onRequest: requireKey('account:write'),
      schema: { tags, summary: 'Mark a notice as read', params: noticeParams, response: { 200: notice } },
    },
    async (request) => {
      const { id } = request.params
      const found = await markNoticeRead(db, { accountId: request.key.accountId, id: BigInt(id) })
      if (found === undefined) throw new AppError('not_found', `There is no notice ${id} in this account.`)
      return viewNotice(found)
    },
  )
}

const viewNotice = ({ id, kind, subject, text, at, readAt }: Notice) => ({
  ...{ id: String(id), kind, subject, text, at: at.toISOString(), read_at: readAt?.toISOString() ?? null },
})
