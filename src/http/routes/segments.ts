import { listSegmentsQuery, segment, segmentBody, segmentChange, segmentPage, segmentParams } from '../../contract/audiences.ts'
import { deleted } from '../../contract/contacts.ts'
import { changeSegment, createSegment, deleteSegment, findSegment } from '../../domain/audiences/segments.ts'
import { listSegments, type Segment } from '../../domain/audiences/store.ts'
import { decodeNameCursor, encodeNameCursor } from '../../lib/cursor.ts'
import { requireKey } from '../auth.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['segments']

/** Saved rules of audiences. */
export function segmentRoutes(app: Api, parts: RouteParts): void {
  readRoutes(app, parts)
  writeRoutes(app, parts)
}

function readRoutes(app: Api, { db }: RouteParts): void {
  const read = { onRequest: requireKey('contacts:read') }

  app.get(
    '/v1/segments',
    { ...read, schema: { tags, summary: 'List segments by name', querystring: listSegmentsQuery, response: { 200: segmentPage } } },
    async (request) => {
      const { limit, cursor } = request.query
      const rows = await listSegments(db, { accountId: request.key.accountId, afterName: decodeNameCursor(cursor), limit: limit + 1 })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        segments: page.map(viewSegment),
        next_cursor: rows.length > limit && last !== undefined ? encodeNameCursor(last.name) : null,
      }
    },
  )

  app.get(
    '/v1/segments/:id',
    { ...read, schema: { tags, summary: 'Read a segment', params: segmentParams, response: { 200: segment } } },
    async (request) => viewSegment(await findSegment(db, { accountId: request.key.accountId, id: BigInt(request.params.id) })),
  )
}

function writeRoutes(app: Api, { db }: RouteParts): void {
  const write = { onRequest: requireKey('contacts:write') }

  app.post(
    '/v1/segments',
    { ...write, schema: { tags, summary: 'Save a rule as a segment', body: segmentBody, response: { 201: segment } } },
    async (request, reply) => {
      const made = await createSegment(db, { accountId: request.key.accountId, ...request.body })
      return reply.code(201).send(viewSegment(made))
    },
  )

  app.patch(
    '/v1/segments/:id',
    {
      ...write,
      schema: { tags, summary: 'Change name or rule of a segment', params: segmentParams, body: segmentChange, response: { 200: segment } },
    },
    async (request) => {
      const target = { accountId: request.key.accountId, id: BigInt(request.params.id) }
      return viewSegment(await changeSegment(db, { ...target, changes: request.body }))
    },
  )

  app.delete(
    '/v1/segments/:id',
    { ...write, schema: { tags, summary: 'Delete a segment', params: segmentParams, response: { 200: deleted } } },
    async (request) => {
      await deleteSegment(db, { accountId: request.key.accountId, id: BigInt(request.params.id) })
      return { id: request.params.id, deleted: true as const }
    },
  )
}

const viewSegment = ({ id, name, rule, createdAt, updatedAt }: Segment) => ({
  ...{ id: String(id), name, rule },
  ...{ created_at: createdAt.toISOString(), updated_at: updatedAt.toISOString() },
})
