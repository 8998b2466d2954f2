import type { Suspicion } from '../../contract/suspicions.ts'

/** Times of day such as 21:00, by the clock of each recipient or of the account; they may lie around midnight. */
export type QuietHours = { from: string; until: string; clock: 'recipient' | 'account' }

/** What an account has chosen; other domains read it through `accountSettings`. */
export type AccountSettings = {
  id: bigint
  name: string
  /** ISO 4217; null until the account has one, and then no price is shown. */
  currency: string | null
  /** ISO 3166 alpha-2, for numbers without a country code; null refuses those. */
  defaultCountry: string | null
  /** IANA; what the screens show times in. */
  timeZone: string
  tracking: 'full' | 'aggregate' | 'off'
  /** What a hit with `Sec-GPC: 1` is. */
  gpc: 'count' | 'aggregate'
  mergeFieldsInUrls: boolean
  linkForm: 'full' | 'bare'
  /** Null: links never expire. */
  linkValidityDays: number | null
  /** Where an expired link leads; null shows a page that says so. */
  fallbackUrl: string | null
  referrerPolicy: 'no-referrer' | 'origin' | 'strict-origin-when-cross-origin'
  /** UTM parameters that destinations get, such as `utm_source`. */
  utm: Record<string, string>
  /** What is sent from, the default first. */
  senders: string[]
  /** Whether nothing else is accepted as a sender. */
  onlySenders: boolean
  /** In which no campaign sends. */
  quietHours: QuietHours | null
  /** What is sent back to who opts out, comes back, or asks for help by a text; null sends nothing. */
  stopReply: string | null
  startReply: string | null
  helpReply: string | null
  /** Host of its own short domain that messages use unless they name one; null: the default of the installation. */
  shortDomain: string | null
  /** Rules of timing and bursts that label none of its hits. */
  ignoredSuspicions: Suspicion[]
}
