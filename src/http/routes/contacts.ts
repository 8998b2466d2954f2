import {
  changeContact,
  contact,
  contactDetail,
  contactPage,
  contactParams,
  csvAnswer,
  deleted,
  exportContactsQuery,
  fieldNameList,
  listContactsQuery,
  upsertAnswer,
  upsertMany,
  upsertOne,
} from '../../contract/contacts.ts'
import { appendAudit } from '../../domain/audit.ts'
import { listConsents } from '../../domain/contacts/consents.ts'
import { getContact, patchContact, removeContact, upsertContacts, type UpsertOutcome } from '../../domain/contacts/contacts.ts'
import { contactFile } from '../../domain/contacts/export.ts'
import { listFieldNames } from '../../domain/contacts/fieldNames.ts'
import { listContactPage } from '../../domain/contacts/listed.ts'
import { exportSuppressions } from '../../domain/contacts/suppressions.ts'
import { decodeCursor, encodeCursor, idShape } from '../../lib/cursor.ts'
import { AppError } from '../../lib/errors.ts'
import { requireKey } from '../auth.ts'
import { readContact, readFilter, viewContact, viewListed } from '../contactView.ts'
import { sendCsv } from '../csvAnswer.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['contacts']
const CONSENTS_SHOWN = 20

/** People by number. */
export function contactRoutes(app: Api, parts: RouteParts): void {
  readRoutes(app, parts)
  wholeRoutes(app, parts)
  writeRoutes(app, parts)
  changeRoutes(app, parts)
}

function readRoutes(app: Api, { db, phoneHash }: RouteParts): void {
  const read = { onRequest: requireKey('contacts:read') }

  app.get(
    '/v1/contacts',
    { ...read, schema: { tags, summary: 'List contacts, newest first', querystring: listContactsQuery, response: { 200: contactPage } } },
    async (request) => {
      const { limit, cursor, ...filters } = request.query
      const [before] = decodeCursor(cursor, [idShape]) ?? []
      const beforeId = before === undefined ? undefined : BigInt(before)
      const filter = readFilter(filters)
      const { rows, nextId } = await listContactPage(db, phoneHash, { accountId: request.key.accountId, filter, beforeId, limit })
      return { contacts: rows.map(viewListed), next_cursor: nextId === undefined ? null : encodeCursor(nextId) }
    },
  )

  app.get(
    '/v1/contacts/:contact',
    { ...read, schema: { tags, summary: 'Read a contact with its consents', params: contactParams, response: { 200: contactDetail } } },
    async (request) => {
      const { accountId } = request.key
      const row = await getContact(db, { accountId, reference: request.params.contact })
      const consents = await listConsents(db, { accountId, phone: row.phone, limit: CONSENTS_SHOWN })
      const [suppression] = await exportSuppressions(db, { accountId, phoneHash: phoneHash({ accountId, phone: row.phone }) })
      return {
        ...viewContact(row),
        suppression: suppression === undefined ? null : { source: suppression.source, created_at: suppression.createdAt.toISOString() },
        consents: consents.map(({ source, at, wording, recordedAt }) => ({
          ...{ source, at: at.toISOString(), wording, recorded_at: recordedAt.toISOString() },
        })),
      }
    },
  )
}

function wholeRoutes(app: Api, { db, phoneHash }: RouteParts): void {
  const read = { onRequest: requireKey('contacts:read') }

  app.get(
    '/v1/contacts/export',
    {
      ...read,
      schema: {
        tags,
        summary: 'Export contacts as CSV that an import takes back; cells that a spreadsheet would run begin with an apostrophe',
        querystring: exportContactsQuery,
        response: { 200: csvAnswer },
      },
    },
    async (request, reply) => {
      const { actor, accountId } = request.key
      const filter = readFilter(request.query)
      await appendAudit(db, { accountId, actor, action: 'contacts.exported', subject: `account:${accountId}` })
      return sendCsv(reply, 'contacts.csv', contactFile(db, phoneHash, { accountId, filter }))
    },
  )

  app.get(
    '/v1/contacts/fields',
    { ...read, schema: { tags, summary: 'List the names of custom fields', response: { 200: fieldNameList } } },
    async (request) => ({ fields: await listFieldNames(db, { accountId: request.key.accountId }) }),
  )
}

function writeRoutes(app: Api, { db }: RouteParts): void {
  const write = { onRequest: requireKey('contacts:write') }

  app.post(
    '/v1/contacts',
    {
      ...write,
      schema: {
        tags,
        summary: 'Create a contact, or change the one with this number',
        body: upsertOne,
        response: { 200: contact, 201: contact },
      },
    },
    async (request, reply) => {
      const { accountId } = request.key
      const { rule, ...body } = request.body
      const [outcome] = await upsertContacts(db, { accountId, contacts: [readContact(body, new Date())], rule })
      if (outcome === undefined) throw new Error('nothing became of the contact')
      if (outcome.kind === 'fault') throw new AppError(outcome.code, outcome.detail, { field: outcome.field })
      const row = await getContact(db, { accountId, reference: String(outcome.id) })
      return reply.code(outcome.kind === 'created' ? 201 : 200).send(viewContact(row))
    },
  )

  app.post(
    '/v1/contacts/batch',
    {
      ...write,
      schema: {
        tags,
        summary: 'Create or change up to 1,000 contacts, with an answer for each',
        body: upsertMany,
        response: { 200: upsertAnswer },
      },
    },
    async (request) => {
      const now = new Date()
      const { contacts, rule } = request.body
      const given = contacts.map((each) => readContact(each, now))
      const outcomes = await upsertContacts(db, { accountId: request.key.accountId, contacts: given, rule })
      return answer(outcomes, contacts)
    },
  )
}

function changeRoutes(app: Api, { db }: RouteParts): void {
  const write = { onRequest: requireKey('contacts:write') }

  app.patch(
    '/v1/contacts/:contact',
    { ...write, schema: { tags, summary: 'Change a contact', params: contactParams, body: changeContact, response: { 200: contact } } },
    async (request) => {
      const { time_zone: timeZone, fields } = request.body
      const patch = {
        timeZone,
        fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value === null ? null : String(value).trim()])),
      }
      return viewContact(await patchContact(db, { accountId: request.key.accountId, reference: request.params.contact, patch }))
    },
  )

  app.delete(
    '/v1/contacts/:contact',
    {
      ...write,
      schema: { tags, summary: 'Delete a contact; its consents stay as proof', params: contactParams, response: { 200: deleted } },
    },
    async (request) => {
      const { actor, accountId } = request.key
      const removed = await removeContact(db, { accountId, reference: request.params.contact, actor })
      return { id: String(removed), deleted: true as const }
    },
  )
}

function answer(outcomes: readonly UpsertOutcome[], given: readonly { phone: string }[]) {
  const count = (kind: UpsertOutcome['kind']) => outcomes.filter((outcome) => outcome.kind === kind).length
  return {
    ...{ created: count('created'), updated: count('updated'), skipped: count('skipped'), refused: count('fault') },
    contacts: outcomes.map((outcome, at) =>
      outcome.kind === 'fault'
        ? { phone: given[at]?.phone ?? '', status: 'refused' as const, code: outcome.code, detail: outcome.detail }
        : { phone: outcome.phone, status: outcome.kind, id: String(outcome.id) },
    ),
  }
}
