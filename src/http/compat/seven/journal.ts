import type { MessageState } from '../../../contract/messages.ts'
import { sevenStates, type SevenState } from '../../../contract/seven.ts'
import { accountSettings } from '../../../domain/accounts/accounts.ts'
import { selectInbound } from '../../../domain/messages/inboundData.ts'
import { listMessages } from '../../../domain/reports/logbookSearch.ts'
import { parsePhone } from '../../../lib/phone.ts'
import type { RouteParts } from '../../routes/parts.ts'
import type { Answer } from './answers.ts'
import { beginOf, day, endOf } from './days.ts'
import { viewInbound, viewOutbound, viewReply } from './journalRows.ts'
import type { Add, Asked } from './operation.ts'
import { id, oneOf, text, whole, type Table } from './parameters.ts'

const MAX_ROWS = 100
/** What lies further back is found by dates. */
const MAX_OFFSET = 10_000

const words = [...new Set<SevenState>(Object.values(sevenStates))]
const kinds = ['outbound', 'inbound', 'replies', 'voice'] as const
type Kind = (typeof kinds)[number]

type Filter = {
  id: bigint | undefined
  date_from: string | undefined
  date_to: string | undefined
  to: string | undefined
  state: SevenState | undefined
  limit: number | undefined
  offset: number | undefined
}
const filter: Table<Filter> = {
  id,
  date_from: day,
  date_to: day,
  to: text({ max: 50 }),
  state: oneOf(...words),
  limit: whole({ min: 1, max: MAX_ROWS }),
  offset: whole({ min: 0, max: MAX_OFFSET }),
}

/** What was sent and what was written back, newest first. */
export function journalOperations(add: Add, parts: RouteParts): void {
  for (const kind of kinds)
    add({
      methods: ['GET', 'POST'],
      path: `/journal/${kind}`,
      scope: 'messages:read',
      parameters: filter,
      run: async (asked) => read(parts, kind, asked),
    })

  add({
    methods: ['GET', 'POST'],
    path: '/journal',
    scope: 'messages:read',
    parameters: { ...filter, type: oneOf<Kind>(...kinds) },
    run: async (asked) => read(parts, asked.values.type ?? 'outbound', asked),
  })
}

function read(parts: RouteParts, kind: Kind, asked: Asked<Filter>): Promise<Answer> {
  switch (kind) {
    case 'outbound':
      return outbound(parts, asked)
    case 'inbound':
    case 'replies':
      return inbound(parts, kind, asked)
    case 'voice':
      // Nobody was ever called.
      return Promise.resolve({ json: [] })
  }
}

async function outbound({ db, renderings }: RouteParts, { key, values }: Asked<Filter>): Promise<Answer> {
  const { timeZone, defaultCountry } = await accountSettings(db, key.accountId)
  const { date_from: from, date_to: to, state, limit = MAX_ROWS, offset = 0 } = values
  const rows = await listMessages(db, {
    accountId: key.accountId,
    filter: {
      id: values.id?.toString(),
      phone: values.to === undefined ? undefined : phoneOf(values.to, defaultCountry),
      created_after: from === undefined ? undefined : beginOf(from, timeZone).toISOString(),
      created_before: to === undefined ? undefined : endOf(to, timeZone).toISOString(),
      limit,
    },
    states: state === undefined ? undefined : statesOf(state),
    test: key.mode === 'test',
    after: undefined,
    offset,
  })
  // One more is read than a page holds, to know whether it is the last.
  const page = rows.slice(0, limit)
  return { json: await Promise.all(page.map((row) => viewOutbound(renderings, row, timeZone))) }
}

async function inbound({ db }: RouteParts, kind: 'inbound' | 'replies', { key, values }: Asked<Filter>): Promise<Answer> {
  const { timeZone } = await accountSettings(db, key.accountId)
  const { date_from: from, date_to: to, limit = MAX_ROWS, offset = 0 } = values
  const rows = await selectInbound(db, {
    accountId: key.accountId,
    filter: {
      test: key.mode === 'test',
      id: values.id,
      recipient: values.to?.replace(/^\+/, ''),
      since: from === undefined ? undefined : beginOf(from, timeZone).toISOString(),
      until: to === undefined ? undefined : endOf(to, timeZone).toISOString(),
      isReply: kind === 'replies' ? true : undefined,
    },
    beforeId: undefined,
    limit,
    offset,
  })
  return { json: rows.map((row) => (kind === 'replies' ? viewReply(row, timeZone) : viewInbound(row, timeZone))) }
}

/** A plus sign in a query arrives as a blank. What is no number is nobody's. */
function phoneOf(written: string, defaultCountry: string | null): string {
  const parsed = parsePhone(written.replace(/^ /, '+'), defaultCountry ?? undefined)
  return parsed.kind === 'ok' ? parsed.phone : written
}

const isState = (word: string): word is MessageState => word in sevenStates
const statesOf = (word: SevenState): MessageState[] =>
  Object.keys(sevenStates)
    .filter(isState)
    .filter((state) => sevenStates[state] === word)
