import {
  conversionDetail,
  conversionPage,
  conversionParams,
  conversionsRequest,
  conversionsResponse,
  correctionRequest,
  explained,
  explainRequest,
  listConversionsQuery,
  type ConversionsResponse,
} from '../../contract/conversions.ts'
import type { Caller } from '../../domain/accounts/caller.ts'
import { correctConversion, listCorrections } from '../../domain/conversions/correct.ts'
import { explainConversion } from '../../domain/conversions/explain.ts'
import { listConversions } from '../../domain/conversions/list.ts'
import { reportConversions, type ReportParts } from '../../domain/conversions/report.ts'
import { findConversion } from '../../domain/conversions/store.ts'
import { answerOnce } from '../../domain/idempotency.ts'
import { decodeCursor, encodeCursor, idShape, timeShape } from '../../lib/cursor.ts'
import { AppError } from '../../lib/errors.ts'
import { parseMicros } from '../../lib/micros.ts'
import { databaseNow, inTransaction, type Db } from '../../platform/db.ts'
import { requireKey } from '../auth.ts'
import { viewConversion, viewConversionDetail, viewExplained, viewReported } from '../conversionView.ts'
import { idempotencyOf } from './idempotencyHeader.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['conversions']

/** What recipients did after the click: reporting, reading, correcting. */
export function conversionRoutes(app: Api, parts: RouteParts): void {
  const { db } = parts

  app.post(
    '/v1/conversions',
    {
      onRequest: requireKey('conversions:write'),
      schema: { tags, summary: 'Report one conversion, or up to 1,000', body: conversionsRequest, response: { 200: conversionsResponse } },
    },
    async (request, reply) => {
      const idempotency = idempotencyOf(request)
      if (idempotency === undefined) return report(parts, request)
      const { accountId } = request.key
      const { body, replayed } = await inTransaction(db, (tx) =>
        answerOnce(tx, { accountId, ...idempotency }, async () => ({ status: 200, body: await report({ ...parts, db: tx }, request) })),
      )
      if (replayed) reply.header('idempotency-replayed', 'true')
      return conversionsResponse.parse(body)
    },
  )

  app.post(
    '/v1/conversions/explain',
    {
      onRequest: requireKey('conversions:write'),
      schema: {
        tags,
        summary: 'Ask what a conversion would follow from; nothing is stored',
        body: explainRequest,
        response: { 200: explained },
      },
    },
    async ({ body: input, key: { accountId, mode } }) =>
      viewExplained(await explainConversion(parts, { accountId, test: mode === 'test', input, now: await databaseNow(db) })),
  )

  addReading(app, parts)
  addCorrecting(app, parts)
}

type Report = { body: ReturnType<typeof conversionsRequest.parse>; key: Pick<Caller, 'accountId' | 'mode'> }

/** One alone is refused as a whole. */
async function report(parts: ReportParts, { body, key }: Report): Promise<ConversionsResponse> {
  const isOne = !('conversions' in body)
  const reported = await reportConversions(parts, {
    ...{ accountId: key.accountId, test: key.mode === 'test', inputs: isOne ? [body] : body.conversions, now: await databaseNow(parts.db) },
  })
  const first = reported[0]
  if (isOne && first?.kind === 'refused') throw first.error
  return viewReported(reported)
}

function addReading(app: Api, { db }: RouteParts): void {
  app.get(
    '/v1/conversions',
    {
      onRequest: requireKey('conversions:read'),
      schema: { tags, summary: 'List conversions, newest first', querystring: listConversionsQuery, response: { 200: conversionPage } },
    },
    async ({ key, query: filter }) => {
      const [at, id] = decodeCursor(filter.cursor, [timeShape, idShape]) ?? []
      const after = at === undefined || id === undefined ? undefined : { at, id: BigInt(id) }
      const rows = await listConversions(db, { accountId: key.accountId, filter, test: filter.test ?? key.mode === 'test', after })
      const page = rows.slice(0, filter.limit)
      const last = page.at(-1)
      return {
        conversions: page.map(viewConversion),
        next_cursor: rows.length > filter.limit && last !== undefined ? encodeCursor(last.atText, last.id) : null,
      }
    },
  )

  app.get(
    '/v1/conversions/:id',
    {
      onRequest: requireKey('conversions:read'),
      schema: { tags, summary: 'Read a conversion with the whole trace', params: conversionParams, response: { 200: conversionDetail } },
    },
    async ({ key, params }) => readDetail(db, { accountId: key.accountId, id: BigInt(params.id) }),
  )
}

function addCorrecting(app: Api, { db }: RouteParts): void {
  app.post(
    '/v1/conversions/:id/corrections',
    {
      onRequest: requireKey('conversions:write'),
      schema: {
        ...{ tags, summary: 'Take a refund off a conversion, or cancel it' },
        ...{ params: conversionParams, body: correctionRequest, response: { 200: conversionDetail } },
      },
    },
    async ({ key, params, body }) => {
      const target = { accountId: key.accountId, id: BigInt(params.id) }
      const correction = { kind: body.kind, amountMicros: amountOf(body), correctionId: body.correction_id ?? null }
      await correctConversion(db, { ...target, actor: key.actor, correction, now: await databaseNow(db) })
      return readDetail(db, target)
    },
  )
}

function amountOf({ kind, amount }: ReturnType<typeof correctionRequest.parse>): bigint | null {
  if (amount === undefined || kind === 'cancel') return null
  const micros = parseMicros(amount)
  if (micros !== undefined) return micros
  throw new AppError('correction_invalid', `amount is ${JSON.stringify(amount)}: expected a decimal with up to 6 places, such as "9.90".`, {
    field: 'amount',
  })
}

async function readDetail(db: Db, target: { accountId: bigint; id: bigint }) {
  const row = await findConversion(db, target)
  if (row === undefined) throw new AppError('not_found', `There is no conversion ${target.id} in this account.`)
  return viewConversionDetail(row, await listCorrections(db, target))
}
