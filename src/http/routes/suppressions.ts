import { csvAnswer } from '../../contract/contacts.ts'
import {
  addSuppressions,
  liftQuery,
  listSuppressionsQuery,
  suppressionPage,
  suppressionParams,
  suppressionRemoved,
  suppressionsAnswer,
} from '../../contract/suppressions.ts'
import { accountSettings } from '../../domain/accounts/accounts.ts'
import { appendAudit } from '../../domain/audit.ts'
import { exportSuppressions, suppressionFile, suppressList, unsuppress, type Suppressed } from '../../domain/contacts/suppressions.ts'
import { selectSuppressions, type Suppression } from '../../domain/contacts/suppressionStore.ts'
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

function readRoutes(app: Api, { db, phoneHash }: RouteParts): void {
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
      const { limit, cursor, source, phone } = request.query
      const { accountId } = request.key
      if (phone !== undefined) {
        const found = await exportSuppressions(db, {
          accountId,
          phoneHash: phoneHash({ accountId, phone: await readPhone(db, { accountId, phone }) }),
        })
        return {
          suppressions: found.filter((row) => source === undefined || row.source === source).map(viewSuppression),
          next_cursor: null,
        }
      }
      const [before] = decodeCursor(cursor, [idShape]) ?? []
      const beforeId = before === undefined ? undefined : BigInt(before)
      const rows = await selectSuppressions(db, { accountId, source, beforeId, limit: limit + 1 })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        suppressions: page.map(viewSuppression),
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
        querystring: liftQuery,
        response: { 200: suppressionRemoved },
      },
    },
    async (request) => {
      const { actor, accountId } = request.key
      const { defaultCountry } = await accountSettings(db, accountId)
      const parsed = parsePhone(request.params.phone, defaultCountry ?? undefined)
      if (parsed.kind === 'invalid') throw new AppError('not_found', parsed.message)
      const { phone } = parsed
      if (!(await unsuppress(db, phoneHash, { accountId, phone, actor, reason: request.query.reason })))
        throw new AppError('not_found', `${phone} is not suppressed in this account.`)
      return { phone, removed: true as const }
    },
  )
}

const viewSuppression = ({ phone, source, createdAt }: Suppression) => ({ phone, source, created_at: createdAt.toISOString() })

/** A plus sign in a query arrives as a blank. @throws AppError `phone_invalid` */
async function readPhone(db: RouteParts['db'], { accountId, phone }: { accountId: bigint; phone: string }): Promise<string> {
  const { defaultCountry } = await accountSettings(db, accountId)
  const parsed = parsePhone(phone.replace(/^ /, '+'), defaultCountry ?? undefined)
  if (parsed.kind === 'invalid') throw new AppError('phone_invalid', parsed.message, { field: 'phone' })
  return parsed.phone
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
