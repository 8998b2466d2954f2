import { campaignStateNames } from './states.ts'
import type { Query } from '../../api.ts'

/** Filters of the list, as they stand in the address. */
export const noListFilter = { q: '', state: '' }
export type ListFilter = typeof noListFilter

/** A state that somebody typed into the address and that there is not is no filter. */
export const readListFilter = ({ q, state }: ListFilter): ListFilter => ({
  q: q.slice(0, 200),
  state: campaignStateNames.some((name) => name === state) ? state : '',
})

/** Filters of a report, as they stand in the address; `bots` and `table` say how it is shown. */
export const noReportFilter = { variant: '', link: '', device: '', country: '', did: '', bots: '', table: '' }
export type ReportFilter = typeof noReportFilter

/** What the parts of a report share: what it is narrowed down to, and how that is changed. */
export type Narrowed = { filter: ReportFilter; change: (next: Partial<ReportFilter>) => void }

/** What the report is narrowed down to, in the words of the API. */
export const narrowingOf = ({ variant, link, device, country }: ReportFilter): Query => ({
  ...(isId(variant) ? { variant_id: variant } : {}),
  ...(isId(link) ? { link_id: link } : {}),
  ...(device === '' ? {} : { device: device.slice(0, 20) }),
  ...(/^(?:[A-Z]{2}|unknown)$/.test(country) ? { country } : {}),
})

export const deeds = ['clicked', 'not_clicked', 'viewed', 'converted', 'failed'] as const
export type Deed = (typeof deeds)[number]
export const isDeed = (word: string): word is Deed => deeds.some((deed) => deed === word)

/** Which recipients are listed, in the words of the API. */
export const recipientsOf = (filter: ReportFilter): Query => ({
  ...narrowingOf(filter),
  ...(isDeed(filter.did) ? { did: filter.did } : {}),
})

const isId = (word: string) => /^[1-9]\d{0,17}$/.test(word)
