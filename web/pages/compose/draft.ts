import type { Audience, FrequencyCap } from '../../../src/contract/audiences.ts'
import type { Campaign, CampaignSettings } from '../../../src/contract/campaigns.ts'
import { carryOver } from './carryOver.ts'

/** Rules that stand in an audience; those that the composer cannot show are kept as they are. */
export type Rule = Audience['include'][number]
export type Named = { id: string; name: string }
/** `at` is a wall clock time such as 2026-12-01T09:00; `local`: the clock where each recipient is. */
export type When = { kind: 'now' } | { kind: 'at' | 'local'; at: string; zone: string }
export type Utm = NonNullable<CampaignSettings['utm']>

export type LinkUtm = { at: number; utm: Utm }

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
export const isEmpty = (draft: Draft): boolean => draft.text.trim() === '' && draft.numbers.length === 0 && !isCampaign(draft)

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

/** A campaign as a draft of the composer; names of groups and segments are given where they are known. */
export function draftOf(
  campaign: Campaign,
  { linkStarts, nameOf }: { linkStarts: readonly number[]; nameOf: (id: string) => string },
): Draft {
  const { name, from, audience, settings, variants } = campaign
  const [variant] = variants
  const rules: readonly Rule[] = audience.include
  return {
    ...{ name, from, text: variant?.text ?? '', exclude: audience.exclude },
    numbers: rules.flatMap((rule) => (rule.kind === 'phones' ? rule.phones : [])),
    everybody: rules.some((rule) => rule.kind === 'all'),
    groups: rules.flatMap((rule) => (rule.kind === 'group' ? [{ id: rule.group_id, name: nameOf(rule.group_id) }] : [])),
    segments: rules.flatMap((rule) => (rule.kind === 'segment' ? [{ id: rule.segment_id, name: nameOf(rule.segment_id) }] : [])),
    otherRules: rules.filter(({ kind }) => !['phones', 'all', 'group', 'segment'].includes(kind)),
    isTracking: settings.tracking !== 'off',
    untracked: (variant?.links ?? []).flatMap(({ position, tracked }) => (tracked ? [] : (linkStarts[position] ?? []))),
    linkUtm: (variant?.links ?? []).flatMap(({ position, utm }) => {
      const at = linkStarts[position]
      return utm === undefined || at === undefined ? [] : [{ at, utm }]
    }),
    ...{ shortDomain: settings.short_domain, linkForm: settings.link_form, utm: settings.utm ?? {} },
    when: { kind: 'now' },
    ...{ label: settings.label ?? '', rate: settings.messages_per_second, quiet: settings.quiet_hours, cap: settings.frequency_cap },
    validityMinutes: settings.validity_minutes,
  }
}
