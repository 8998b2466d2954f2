import type { Db } from '../../platform/db.ts'
import type { PhoneHash } from '../contacts/phoneHash.ts'
import { listConsentData, listContactData } from '../contacts/personData.ts'
import { listOptOutData } from '../contacts/optOutStore.ts'
import { exportSuppressions } from '../contacts/suppressions.ts'
import { listConversionData } from '../conversions/personData.ts'
import { listHoldoutData } from '../experiments/personData.ts'
import { listInAnswers } from '../idempotency.ts'
import type { Renderings } from '../links/rendered.ts'
import type { CarrierData } from '../messages/carrier.ts'
import { ERASED, findFirstSentTo, pickSentTo } from '../messages/erase.ts'
import { listInbound, type Inbound } from '../messages/inboundData.ts'
import { listMessageEvents, LOG_START, type EventPlace } from '../outbox.ts'
import { listHits, type HitRow, type LogbookRow } from '../reports/logbook.ts'
import { listMessages, type LogbookPlace } from '../reports/logbookSearch.ts'

export type ExportParts = { db: Db; renderings: Renderings; phoneHash: PhoneHash; carriers: readonly CarrierData[] }
type Person = { accountId: bigint; phone: string }

const PAGE = 100
/** Opting out and in again a thousand times is nobody's habit. */
const OPT_OUTS = 1_000

/**
 * All that an account holds on a number, as the pieces of one JSON text. It is read as it is written, some rows at a time, so a person with a
 * million messages takes no more memory than one with ten; what changes meanwhile may stand in it or not.
 * @param phone in E.164
 */
export async function* exportPerson(parts: ExportParts, { now, ...person }: Person & { now: Date }): AsyncGenerator<string> {
  yield `{"phone":${JSON.stringify(person.phone)},"exported_at":${JSON.stringify(now)}`
  yield* list('messages', messagesOf(parts, person))
  yield* list('inbound_messages', inboundOf(parts.db, person))
  yield* list('hits', hitsOf(parts.db, person))
  yield* list('conversions', conversionsOf(parts.db, person))
  yield* list('events', eventsOf(parts.db, person))
  yield* list('stored_answers', answersOf(parts.db, person))
  yield* list('carriers', carriersOf(parts, person))
  yield* list('contacts', rowsAsEntries(await listContactData(parts.db, person)))
  yield* list('consents', rowsAsEntries(await listConsentData(parts.db, person)))
  yield* list('held_out', rowsAsEntries(await listHoldoutData(parts.db, person)))
  yield* list('opt_outs', rowsAsEntries(await listOptOutData(parts.db, { ...person, limit: OPT_OUTS })))
  yield* list('suppressions', suppressionsOf(parts, person))
  yield '}\n'
}

async function* list(name: string, entries: AsyncGenerator<Record<string, unknown> | string>): AsyncGenerator<string> {
  yield `,\n"${name}":[`
  let separator = '\n'
  for await (const entry of entries) {
    yield separator + (typeof entry === 'string' ? entry : JSON.stringify(entry, idAsText))
    separator = ',\n'
  }
  yield ']'
}

const idAsText = (_key: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)

async function* messagesOf(parts: ExportParts, person: Person): AsyncGenerator<Record<string, unknown>> {
  for await (const row of rowsOf(parts.db, person)) yield messageOf(parts, row)
}

async function* rowsOf(db: Db, { accountId, phone }: Person): AsyncGenerator<LogbookRow> {
  for (const test of [false, true]) {
    let after: LogbookPlace | undefined
    do {
      const rows: LogbookRow[] = await listMessages(db, { accountId, filter: { phone, limit: PAGE }, test, after })
      yield* rows.slice(0, PAGE)
      const last = rows.length > PAGE ? rows[PAGE - 1] : undefined
      after = last && { at: last.createdAtText, id: last.id }
    } while (after !== undefined)
  }
}

async function messageOf({ renderings }: ExportParts, row: LogbookRow): Promise<Record<string, unknown>> {
  const rendering = await renderings.get(row.renderingId)
  const firstNumber = row.firstNumber === null ? undefined : Number(row.firstNumber)
  const text = row.isErased ? ERASED : renderings.text(rendering, { firstNumber, mergeValues: row.mergeValues ?? {} })
  return {
    ...{ id: row.id, test: row.test, phone: row.phone, from: row.sender, text, merge_values: row.mergeValues ?? {} },
    ...{ label: row.label, reference: row.reference, state: row.state, failure: row.failure, parts: row.parts, tracking: row.tracking },
    short_links: firstNumber === undefined ? [] : renderings.shortLinks(rendering, firstNumber).filter((link) => link !== undefined),
    ...{
      created_at: row.createdAt,
      send_at: row.sendAt,
      submitted_at: row.submittedAt,
      accepted_at: row.acceptedAt,
      settled_at: row.settledAt,
    },
    ...{ clicks: row.clicks, views: row.views, prefetches: row.prefetches, bots: row.bots, first_click_at: row.firstClickAt },
  }
}

async function* inboundOf(db: Db, person: Person): AsyncGenerator<Record<string, unknown>> {
  for (let after: bigint | undefined = 0n; after !== undefined;) {
    const rows: Inbound[] = await listInbound(db, { ...person, after, limit: PAGE })
    for (const { id, phone, recipient, text, kind, handled, test, receivedAt, answersMessageId, answerMessageId } of rows)
      yield {
        ...{ id, phone, to: recipient, text, kind, handled, test, received_at: receivedAt },
        ...{ answers_message_id: answersMessageId, answer_message_id: answerMessageId },
      }
    after = rows.length < PAGE ? undefined : rows.at(-1)?.id
  }
}

/** A list of its own, not one within each message: a link that a machine hammered has more hits than memory should hold. */
async function* hitsOf(db: Db, person: Person): AsyncGenerator<Record<string, unknown>> {
  for await (const { id } of rowsOf(db, person)) {
    for (let after: HitPlace | undefined, isMore = true; isMore;) {
      const rows: HitRow[] = await listHits(db, { accountId: person.accountId, messageId: id, after, limit: PAGE })
      for (const row of rows) yield hitOf(id, row)
      const last = rows.at(-1)
      isMore = rows.length === PAGE
      after = last && { at: last.at.toISOString(), position: last.position }
    }
  }
}

type HitPlace = { at: string; position: string }

const hitOf = (
  messageId: bigint,
  { at, link, verdict, reasons, answer, userAgent, network, networkCountry, device, os, browser, app }: HitRow,
) => ({
  ...{
    message_id: messageId,
    at,
    link,
    verdict,
    reasons,
    answer,
    user_agent: userAgent,
    network,
    network_country: networkCountry,
    device,
    os,
    browser,
    app,
  },
})

async function* conversionsOf(db: Db, person: Person): AsyncGenerator<Record<string, unknown>> {
  for (let after: bigint | undefined = 0n; after !== undefined;) {
    const rows: Awaited<ReturnType<typeof listConversionData>> = await listConversionData(db, { ...person, after, limit: PAGE })
    yield* rows
    after = rows.length < PAGE ? undefined : rows.at(-1)?.id
  }
}

async function* eventsOf(db: Db, { accountId, phone }: Person): AsyncGenerator<Record<string, unknown>> {
  const since = await findFirstSentTo(db, { accountId, phone })
  if (since === undefined) return
  for (let after: EventPlace | undefined = LOG_START; after !== undefined;) {
    const page: Awaited<ReturnType<typeof listMessageEvents>> = await listMessageEvents(db, { accountId, since, after })
    const theirs = await pickSentTo(db, { accountId, phone, ids: [...new Set(page.events.map(({ messageId }) => messageId))] })
    for (const { at, type, data, messageId } of page.events) if (theirs.has(messageId)) yield { at, type, data }
    after = page.next
  }
}

async function* answersOf(db: Db, person: Person): AsyncGenerator<string> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: Awaited<ReturnType<typeof listInAnswers>> = await listInAnswers(db, { ...person, after })
    for (const entry of page.entries) yield JSON.stringify(entry)
    after = page.next
  }
}

async function* carriersOf({ carriers }: ExportParts, person: Person): AsyncGenerator<Record<string, unknown>> {
  for (const carrier of carriers) {
    for (let after: bigint | undefined = 0n; after !== undefined;) {
      const rows: Awaited<ReturnType<CarrierData['list']>> = await carrier.list({ ...person, after, limit: PAGE })
      yield* rows
      after = rows.length < PAGE ? undefined : rows.at(-1)?.id
    }
  }
}

async function* rowsAsEntries(rows: readonly Record<string, unknown>[]): AsyncGenerator<Record<string, unknown>> {
  yield* rows
}

async function* suppressionsOf({ db, phoneHash }: ExportParts, person: Person): AsyncGenerator<Record<string, unknown>> {
  const { accountId } = person
  for (const { phone, source, createdAt } of await exportSuppressions(db, { accountId, phoneHash: phoneHash(person) }))
    yield { phone, source, created_at: createdAt }
}
