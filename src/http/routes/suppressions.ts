import { csvAnswer } from '../../contract/contacts.ts'
import {
  addSuppressions,
  listSuppressionsQuery,
  suppressionPage,
  suppressionParams,
  suppressionRemoved,
  suppressionsAnswer,
} from '../../contract/suppressions.ts'
import { accountSettings } from '../../domain/accounts/accounts.ts'
import { appendAudit } from '../../domain/audit.ts'
import { suppressionFile, suppressList, unsuppress, type Suppressed } from '../../domain/contacts/suppressions.ts'
import { selectSuppressions } from '../../domain/contacts/suppressionStore.ts'
import { decodeCursor, encodeCursor, idShape } from '../../lib/cursor.ts'
import { AppError } from '../../lib/errors.ts'
import { parsePhone } from '../../lib/phone.ts'
import { requireKey } from '../auth.ts'
import { sendCsv } from '../csvAnswer.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['suppressions']

/** Numbers that must not be sent to. */
export function suppressionRoutes(app: Api, parts: RouteParts): void {
  readRoutes(app, parts)
  writeRoutes(app, parts)
}

function readRoutes(app: Api, { db }: RouteParts): void {
  const read = { onRequest: requireKey('contacts:read') }

  app.get(
    '/v1/suppressions',
    {
      ...read,
      schema: {
        tags,
        summary: 'List suppressed numbers, newest first',
        querystring: listSuppressionsQuery,
        response: { 200: suppressionPage },
      },
    },
    async (request) => {
      const { limit, cursor, source } = request.query
      const [before] = decodeCursor(cursor, [idShape]) ?? []
      const beforeId = before === undefined ? undefined : BigInt(before)
      const rows = await selectSuppressions(db, { accountId: request.key.accountId, source, beforeId, limit: limit + 1 })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        suppressions: page.map((row) => ({ phone: row.phone, source: row.source, created_at: row.createdAt.toISOString() })),
        next_cursor: rows.length > limit && last !== undefined ? encodeCursor(last.id) : null,
      }
    },
  )

  app.get(
    '/v1/suppressions/export',
    { ...read, schema: { tags, summary: 'Export suppressed numbers as CSV, oldest first', response: { 200: csvAnswer } } },
    async (request, reply) => {
      const { actor, accountId } = request.key
      await appendAudit(db, { accountId, actor, action: 'suppressions.exported', subject: `account:${accountId}` })
      return sendCsv(reply, 'suppressions.csv', suppressionFile(db, { accountId }))
    },
  )
}

function writeRoutes(app: Api, { db, phoneHash }: RouteParts): void {
  const write = { onRequest: requireKey('contacts:write') }

  app.post(
    '/v1/suppressions',
    {
      ...write,
      schema: {
        tags,
        summary: 'Suppress up to 10,000 numbers, with an answer for each; what waits to be sent to them stops',
        body: addSuppressions,
        response: { 200: suppressionsAnswer },
      },
    },
    async (request) => {
      const { actor, accountId } = request.key
      const { phones, source } = request.body
      const { defaultCountry } = await accountSettings(db, accountId)
      const given = { accountId, written: phones, source, defaultCountry: defaultCountry ?? undefined, actor }
      return answer(await suppressList(db, phoneHash, given))
    },
  )

  app.delete(
    '/v1/suppressions/:phone',
    {
      ...write,
      schema: {
        tags,
        summary: 'Let a number be sent to again, whoever suppressed it',
        params: suppressionParams,
        response: { 200: suppressionRemoved },
      },
    },
    async (request) => {
      const { actor, accountId } = request.key
      const { defaultCountry } = await accountSettings(db, accountId)
      const parsed = parsePhone(request.params.phone, defaultCountry ?? undefined)
      if (parsed.kind === 'invalid') throw new AppError('not_found', parsed.message)
      const { phone } = parsed
      if (!(await unsuppress(db, phoneHash, { accountId, phone, actor })))
        throw new AppError('not_found', `${phone} is not suppressed in this account.`)
      return { phone, removed: true as const }
    },
  )
}

function answer(outcomes: readonly Suppressed[]) {
  const count = (kind: Suppressed['kind']) => outcomes.filter((outcome) => outcome.kind === kind).length
  return {
    ...{ added: count('added'), already: count('already'), refused: count('refused') },
    phones: outcomes.map((outcome) =>
      outcome.kind === 'refused'
        ? { phone: outcome.written, status: 'refused' as const, code: 'phone_invalid', detail: outcome.detail }
        : { phone: outcome.phone, status: outcome.kind },
    ),
  }
}
