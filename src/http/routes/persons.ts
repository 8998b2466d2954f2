import { Readable } from 'node:stream'
import { erasure, person, personExport } from '../../contract/persons.ts'
import { erasePerson } from '../../domain/persons/erase.ts'
import { exportPerson } from '../../domain/persons/export.ts'
import { readPerson } from '../../domain/persons/phone.ts'
import { requireKey } from '../auth.ts'
import type { Api, RouteParts } from './parts.ts'

/** What the account holds on a number. The number stands in the body, since addresses get into logs. */
export function personRoutes(app: Api, parts: RouteParts): void {
  const tags = ['persons']
  const onRequest = requireKey('persons:manage')

  app.post(
    '/v1/persons/export',
    {
      onRequest,
      schema: { tags, summary: 'Export all that is held on a number', body: person, response: { 200: personExport } },
    },
    async (request, reply) => {
      const { accountId } = request.key
      const phone = await readPerson(parts.db, { accountId, phone: request.body.phone })
      const pieces = exportPerson(parts, { accountId, phone, now: new Date() })
      return reply.header('content-type', 'application/json; charset=utf-8').send(Readable.from(pieces, { highWaterMark: 16 }))
    },
  )

  app.post(
    '/v1/persons/erase',
    {
      onRequest,
      schema: {
        tags,
        summary: 'Erase all that is held on a number; what waits to be sent is cancelled',
        body: person,
        response: { 200: erasure },
      },
    },
    async (request) => {
      const { actor, accountId } = request.key
      const phone = await readPerson(parts.db, { accountId, phone: request.body.phone })
      return erasePerson(parts, { accountId, phone, actor })
    },
  )
}
