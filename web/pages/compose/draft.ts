import type { Audience, FrequencyCap } from '../../../src/contract/audiences.ts'
import type { CampaignSettings } from '../../../src/contract/campaigns.ts'
import { carryOver } from './carryOver.ts'
import type { DesignDraft } from './experiment/design.ts'
import type { Surroundings } from './surroundings.ts'

/** Rules that stand in an audience; those that the composer cannot show are kept as they are. */
export type Rule = Audience['include'][number]
export type Named = { id: string; name: string }
/** `at` is a wall clock time such as 2026-12-01T09:00; `local`: the clock where each recipient is. */
export type When = { kind: 'now' } | { kind: 'at' | 'local'; at: string; zone: string }
export type Utm = NonNullable<CampaignSettings['utm']>

export type LinkUtm = { at: number; utm: Utm }

/** What of a variant does not stand in the text. */
export type Side = {
  /** Tells variants apart while they are written; the server's id where it has one from the start. */
  key: string
  name: string
  /** Its share beside the weights of the others; `percent` takes its place once somebody has written one. */
  weight: number
  /** Of all recipients; null: what was written is no number. Either all variants have one or none. */
  percent?: number | null
  /** Its own sender; undefined: that of the campaign. */
  from: string | undefined
}
export type Variant = Side & { text: string; untracked: readonly number[]; linkUtm: readonly LinkUtm[] }

/** What somebody has written so far: numbers alone become messages, anything of the contacts a campaign. */
export type Draft = {
  name: string
  from: string
  text: string
  numbers: readonly string[]
  everybody: boolean
  groups: readonly Named[]
  segments: readonly Named[]
  otherRules: readonly Rule[]
  exclude: readonly Rule[]
  isTracking: boolean
  /** Places in the text, by where they begin, of links that stay as written. */
  untracked: readonly number[]
  shortDomain: string | undefined
  linkForm: 'full' | 'bare' | undefined
  utm: Utm
  /** UTM parameters of single links, by where they begin in the text; they come before those of the text. */
  linkUtm: readonly LinkUtm[]
  /** The rest of the variant that the text is, and the variants beside it. */
  first: Side
  rivals: readonly Variant[]
  /** How they compete; undefined: they are sent by their shares, and nobody compares them. */
  design: DesignDraft | undefined
  /** Clicks in totals only, where a campaign was told so over the API. */
  tracking: 'aggregate' | undefined
  when: When
  label: string
  rate: number | undefined
  quiet: { from: string; until: string } | undefined
  cap: FrequencyCap | undefined
  validityMinutes: number
}

export const VALIDITY_MINUTES = 2_880

export const emptyDraft: Draft = {
  name: '',
  from: '',
  text: '',
  numbers: [],
  everybody: false,
  groups: [],
  segments: [],
  otherRules: [],
  exclude: [],
  isTracking: true,
  untracked: [],
  shortDomain: undefined,
  linkForm: undefined,
  utm: {},
  linkUtm: [],
  first: { key: 'first', name: 'A', weight: 1, from: undefined },
  rivals: [],
  design: undefined,
  tracking: undefined,
  when: { kind: 'now' },
  label: '',
  rate: undefined,
  quiet: undefined,
  cap: undefined,
  validityMinutes: VALIDITY_MINUTES,
}

/** Whether it goes to contacts, by a campaign. */
export const isCampaign = ({ everybody, groups, segments, otherRules }: Draft): boolean =>
  everybody || groups.length > 0 || segments.length > 0 || otherRules.length > 0

/** Whether there is anything that would be lost. */
export const isEmpty = (draft: Draft): boolean =>
  [draft, ...draft.rivals].every(({ text }) => text.trim() === '') && draft.numbers.length === 0 && !isCampaign(draft)

/** How its links are counted: in totals only where the draft or the account says so. */
export const trackingOf = ({ isTracking, tracking }: Draft, account: Pick<Surroundings, 'tracking'>): Surroundings['tracking'] =>
  isTracking ? (account.tracking === 'full' ? (tracking ?? 'full') : account.tracking) : 'off'

/** When it goes out: messages to numbers know no time of each person, which may be left over from when there were contacts. */
export const whenOf = (draft: Draft): When =>
  draft.when.kind === 'local' && !isCampaign(draft) ? { ...draft.when, kind: 'at' } : draft.when

/** Another text: links that are still there stay as tracked or untracked as they were, and keep their own parameters. */
export function withText(draft: Draft, text: string): Draft {
  const carry = (places: readonly number[]) => carryOver({ before: draft.text, after: text, places })
  return {
    ...{ ...draft, text, untracked: carry(draft.untracked) },
    linkUtm: draft.linkUtm.flatMap(({ at, utm }) => carry([at]).map((place) => ({ at: place, utm }))),
  }
}

/** The same with other parameters of the link that begins there. */
export const withLinkUtm = ({ linkUtm }: Draft, { at, utm }: LinkUtm): Pick<Draft, 'linkUtm'> => ({
  linkUtm: [...linkUtm.filter((each) => each.at !== at), ...(Object.keys(utm).length === 0 ? [] : [{ at, utm }])],
})

/** Whom a campaign goes to, as the API takes it. */
export const audienceOf = ({ everybody, groups, segments, numbers, otherRules, exclude }: Draft): Audience => ({
  include: [
    ...(everybody ? [{ kind: 'all' as const }] : []),
    ...groups.map(({ id }) => ({ kind: 'group' as const, group_id: id })),
    ...segments.map(({ id }) => ({ kind: 'segment' as const, segment_id: id })),
    ...(numbers.length > 0 ? [{ kind: 'phones' as const, phones: [...numbers] }] : []),
    ...otherRules,
  ],
  exclude: [...exclude],
})
