import { messageDetail, messagePage, messageParams } from '../../contract/messages.ts'
import { listMessagesQuery, PHONE_END_DIGITS, type ListMessagesQuery } from '../../contract/messageSearch.ts'
import { findNumberOwner } from '../../domain/messages/numberOwner.ts'
import { listMessages } from '../../domain/reports/logbookSearch.ts'
import { decodeCursor, encodeCursor, idShape, timeShape } from '../../lib/cursor.ts'
import { AppError } from '../../lib/errors.ts'
import { parsePhone } from '../../lib/phone.ts'
import { shortLinkForm } from '../../lib/shortLinks.ts'
import { requireKey } from '../auth.ts'
import { readDetail } from '../messageDetail.ts'
import { viewSummary } from '../messageView.ts'
import type { Api, RouteParts } from './parts.ts'

/** The logbook: messages and what became of each. */
export function messageRoutes(app: Api, parts: RouteParts): void {
  const { db, renderings } = parts
  const tags = ['messages']

  app.get(
    '/v1/messages',
    {
      onRequest: requireKey('messages:read'),
      schema: { tags, summary: 'List messages, newest first', querystring: listMessagesQuery, response: { 200: messagePage } },
    },
    async (request) => {
      const key = request.key
      const filter = readFilter(request.query)
      const [at, id] = decodeCursor(filter.cursor, [timeShape, idShape]) ?? []
      const rows = await listMessages(db, {
        accountId: key.accountId,
        filter,
        ids: filter.short_link === undefined ? undefined : await ownersOf(parts, filter.short_link),
        test: filter.test ?? key.mode === 'test',
        after: at === undefined || id === undefined ? undefined : { at, id: BigInt(id) },
      })
      const page = rows.slice(0, filter.limit)
      const last = page.at(-1)
      return {
        messages: await Promise.all(page.map((row) => viewSummary(renderings, row))),
        next_cursor: rows.length > filter.limit && last !== undefined ? encodeCursor(last.createdAtText, last.id) : null,
      }
    },
  )

  app.get(
    '/v1/messages/:id',
    {
      onRequest: requireKey('messages:read'),
      schema: { tags, summary: 'Read a message with its links and timeline', params: messageParams, response: { 200: messageDetail } },
    },
    async (request) => readDetail(parts, { id: BigInt(request.params.id), reader: request.key }),
  )
}

/** Messages that a short link can belong to, of whatever account. None of a person who was erased. */
async function ownersOf({ db, renderings }: RouteParts, shortLink: string): Promise<bigint[]> {
  const code = shortLinkForm.exec(shortLink)?.[1] ?? ''
  const owners = await Promise.all(renderings.numbersOf(code).map((place) => findNumberOwner(db, place)))
  return owners.flatMap((owner) => (owner === undefined ? [] : [owner.id]))
}

/** Numbers as they stand in the table. @throws AppError `phone_invalid` for a beginning or an end that no number has */
function readFilter({ phone, phone_starts: starts, phone_ends: ends, ...rest }: ListMessagesQuery): ListMessagesQuery {
  return {
    ...rest,
    ...(phone === undefined ? {} : { phone: phoneFilter(phone) }),
    ...(starts === undefined ? {} : { phone_starts: beginningOf(starts) }),
    ...(ends === undefined ? {} : { phone_ends: endOf(ends) }),
  }
}

function beginningOf(written: string): string {
  const digits = digitsOf(written, 'phone_starts').replace(/^00/, '')
  if (/^[1-9]/.test(digits)) return `+${digits}`
  throw new AppError('phone_invalid', `No number begins with "${written}": begin with the country, such as +49151.`, {
    field: 'phone_starts',
  })
}

function endOf(written: string): string {
  const digits = digitsOf(written, 'phone_ends')
  if (digits.length >= PHONE_END_DIGITS) return digits
  throw new AppError('phone_invalid', `"${written}" is too short: give the last ${PHONE_END_DIGITS} digits of the number, or more.`, {
    field: 'phone_ends',
  })
}

/** People write numbers with blanks and dashes, and a plus sign in a query arrives as a blank. */
function digitsOf(written: string, field: string): string {
  const digits = written.replace(/[\s()./+-]/g, '')
  if (/^\d{1,15}$/.test(digits)) return digits
  throw new AppError('phone_invalid', `"${written}" is no part of a number: expected 1 to 15 digits.`, { field })
}

/** A plus sign in a query arrives as a blank, and people write numbers with blanks. */
function phoneFilter(phone: string): string {
  const parsed = parsePhone(`+${phone.trim().replace(/^\+/, '')}`)
  return parsed.kind === 'ok' ? parsed.phone : phone
}
