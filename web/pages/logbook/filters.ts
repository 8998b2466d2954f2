import type { MessageState } from '../../../src/contract/messages.ts'
import type { Query } from '../../api.ts'
import { dayAfter, isDay, startOfDay } from '../../i18n/day.ts'

/** Everything that the address of the logbook can say, with what it means when it does not. */
export const noFilters = {
  number: '',
  ends: '',
  id: '',
  label: '',
  reference: '',
  words: '',
  state: '',
  clicks: '',
  campaign: '',
  test: '',
  from: '',
  to: '',
  /** A moment: the list goes on from there. */
  before: '',
  /** `campaigns`: each campaign is one row. */
  rows: '',
} as const satisfies Record<string, string>
export type Filters = { readonly [Name in keyof typeof noFilters]: string }

/** What can be looked for by typing. */
export const searchKinds = ['number', 'ends', 'words', 'label', 'reference', 'id'] as const
export type SearchKind = (typeof searchKinds)[number]
export const isSearchKind = (word: string): word is SearchKind => searchKinds.some((kind) => kind === word)

/** In the order in which a message goes through them. */
export const states = [
  'queued',
  'submitting',
  'accepted',
  'delivered',
  'undelivered',
  'expired',
  'rejected',
  'unknown',
  'cancelled',
  'suppressed',
] as const satisfies readonly MessageState[]
export const isState = (word: string): word is MessageState => states.some((state) => state === word)

/** What the server is asked. An address is typed and shared by people, so what it says amiss is left out. */
export function queryOf(filters: Filters, zone: string): Query {
  const { number, ends, id, label, reference, words, state, clicks, campaign, test } = filters
  return {
    ...{ phone_starts: number, phone_ends: ends, label, reference, words },
    id: /^[1-9]\d{0,17}$/.test(id) ? id : undefined,
    campaign_id: /^[1-9]\d{0,17}$/.test(campaign) ? campaign : undefined,
    state: isState(state) ? state : undefined,
    has_clicks: clicks === 'yes' ? true : clicks === 'no' ? false : undefined,
    test: test === 'only' ? true : undefined,
    created_after: isDay(filters.from) ? startOfDay(filters.from, zone).toISOString() : undefined,
    created_before: endOf(filters, zone),
  }
}

function endOf({ to, before }: Filters, zone: string): string | undefined {
  const next = isDay(to) ? dayAfter(to) : undefined
  const ends = [next === undefined ? undefined : startOfDay(next, zone).toISOString(), isMoment(before) ? before : undefined]
  return ends.filter((end) => end !== undefined).toSorted()[0]
}

const isMoment = (word: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(word) && !Number.isNaN(Date.parse(word))
