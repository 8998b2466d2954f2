import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import {
  contactImport,
  createImportQuery,
  csvFile,
  importPage,
  importParams,
  listImportsQuery,
  mappingShape,
  type CreateImportQuery,
} from '../../contract/contactImports.ts'
import { csvAnswer } from '../../contract/contacts.ts'
import { cancelImport, getImport, rejectionFile, resumeImport } from '../../domain/contacts/imports.ts'
import { listImports } from '../../domain/contacts/importStore.ts'
import { fileTooLarge, MAX_FILE_BYTES, receiveImport, type ImportOrder } from '../../domain/contacts/upload.ts'
import { accountSettings } from '../../domain/accounts/accounts.ts'
import { decodeCursor, encodeCursor, idShape } from '../../lib/cursor.ts'
import { AppError } from '../../lib/errors.ts'
import { requireKey } from '../auth.ts'
import { requireNumbers } from '../hiddenNumbers.ts'
import { readConsent, viewImport } from '../contactView.ts'
import { sendCsv } from '../csvAnswer.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['contacts']

/** Files of contacts. */
export function contactImportRoutes(app: Api, parts: RouteParts): void {
  uploadRoute(app, parts)
  readRoutes(app, parts)
  endRoutes(app, parts)
}

function uploadRoute(app: Api, { db }: RouteParts): void {
  // The body is handed on as it comes; JSON stays what it is, and is refused below.
  app.addContentTypeParser(['text/csv', 'application/octet-stream'], (_request, payload, done) => done(null, payload))
  app.addContentTypeParser('*', (_request, _payload, done) => done(notAFile(), undefined))

  app.post(
    '/v1/contacts/imports',
    {
      onRequest: requireKey('contacts:write'),
      config: { takesFile: true },
      schema: {
        tags,
        summary: 'Import contacts from CSV: the body is the file, of at most 1 GB, in UTF-8, UTF-16 or Windows-1252',
        consumes: ['text/csv'],
        querystring: createImportQuery,
        body: csvFile,
        response: { 202: contactImport },
      },
    },
    async (request, reply) => {
      const { actor, accountId } = request.key
      const { defaultCountry } = await accountSettings(db, accountId)
      const body = bodyOf(request)
      try {
        const order = readOrder(request.query, defaultCountry, new Date())
        // The request outlives what reads it, so that a refusal can be answered while the file still comes.
        const bytes = body.iterator({ destroyOnReturn: false })
        const id = await receiveImport(db, { accountId, actor, order, body: bytes })
        return await reply.code(202).send(viewImport(await getImport(db, { accountId, id })))
      } finally {
        body.resume()
      }
    },
  )
}

/** @throws AppError `media_type_unsupported`, `body_too_large` */
function bodyOf({ body, headers }: FastifyRequest): Readable {
  if (!(body instanceof Readable)) throw notAFile()
  if (Number(headers['content-length'] ?? 0) <= MAX_FILE_BYTES) return body
  body.resume()
  throw fileTooLarge()
}

const notAFile = () =>
  new AppError('media_type_unsupported', 'The body has to be the file itself: send it with the header "Content-Type: text/csv".')

function readOrder(query: CreateImportQuery, defaultCountry: string | null, now: Date): ImportOrder {
  const { consent_source: source, consent_at: at, consent_wording: wording, group } = query
  if (source === undefined && (at !== undefined || wording !== undefined))
    throw new AppError('query_invalid', 'A consent needs to say where it was given: give consent_source too.', { field: 'consent_source' })
  return {
    fileName: query.file_name,
    mapping: readMapping(query.mapping),
    rule: query.rule,
    defaultCountry: query.default_country ?? defaultCountry ?? undefined,
    groups: group === undefined ? [] : [group].flat(),
    consent: source === undefined ? undefined : readConsent({ source, at, wording }, now),
  }
}

function readMapping(text: string | undefined): Record<string, string> | undefined {
  if (text === undefined) return undefined
  const mapping = mappingShape.safeParse(parseJson(text))
  if (mapping.success) return mapping.data
  throw new AppError('mapping_invalid', 'mapping is no JSON object of texts: expected one such as {"Handy": "phone"}, percent-encoded.', {
    field: 'mapping',
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function readRoutes(app: Api, { db }: RouteParts): void {
  const read = { onRequest: requireKey('contacts:read') }

  app.get(
    '/v1/contacts/imports',
    { ...read, schema: { tags, summary: 'List imports, newest first', querystring: listImportsQuery, response: { 200: importPage } } },
    async (request) => {
      const { limit, cursor } = request.query
      const [before] = decodeCursor(cursor, [idShape]) ?? []
      const beforeId = before === undefined ? undefined : BigInt(before)
      const rows = await listImports(db, { accountId: request.key.accountId, beforeId, limit: limit + 1 })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return { imports: page.map(viewImport), next_cursor: rows.length > limit && last !== undefined ? encodeCursor(last.id) : null }
    },
  )

  app.get(
    '/v1/contacts/imports/:id',
    { ...read, schema: { tags, summary: 'Read how far an import is', params: importParams, response: { 200: contactImport } } },
    async (request) => viewImport(await getImport(db, { accountId: request.key.accountId, id: BigInt(request.params.id) })),
  )

  app.get(
    '/v1/contacts/imports/:id/rejections',
    {
      ...read,
      schema: {
        tags,
        summary: 'Read the rejected rows with their reasons as CSV, to be mended and imported again',
        params: importParams,
        response: { 200: csvAnswer },
      },
    },
    async (request, reply) => {
      const found = await getImport(db, { accountId: request.key.accountId, id: BigInt(request.params.id) })
      // What was written there may be a number in any form.
      requireNumbers(request.key)
      return sendCsv(reply, `import-${found.id}-rejected.csv`, rejectionFile(db, found))
    },
  )
}

function endRoutes(app: Api, { db }: RouteParts): void {
  for (const { path, summary, change } of [
    { path: '/v1/contacts/imports/:id/resume', summary: 'Let a failed import go on where it stopped', change: resumeImport },
    { path: '/v1/contacts/imports/:id/cancel', summary: 'Stop an import; what it has written stays', change: cancelImport },
  ])
    app.post(
      path,
      { onRequest: requireKey('contacts:write'), schema: { tags, summary, params: importParams, response: { 200: contactImport } } },
      async (request) => viewImport(await change(db, { accountId: request.key.accountId, id: BigInt(request.params.id) })),
    )
}
