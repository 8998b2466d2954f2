import type { Campaign } from '../../../src/contract/campaigns.ts'
import { emptyDraft, type Draft, type Rule } from './draft.ts'
import { designDraftOf } from './experiment/design.ts'
import { variantsFrom, withVariants } from './experiment/variants.ts'

/** A campaign as a draft of the composer; names of groups and segments are given where they are known. */
export function draftOf(
  campaign: Campaign,
  { linkStartsOf, nameOf }: { linkStartsOf: (text: string) => number[]; nameOf: (id: string) => string },
): Draft {
  const { name, from, audience, settings, experiment } = campaign
  const rules: readonly Rule[] = audience.include
  const draft: Draft = {
    ...emptyDraft,
    ...{ name, from, exclude: audience.exclude },
    numbers: rules.flatMap((rule) => (rule.kind === 'phones' ? rule.phones : [])),
    everybody: rules.some((rule) => rule.kind === 'all'),
    groups: rules.flatMap((rule) => (rule.kind === 'group' ? [{ id: rule.group_id, name: nameOf(rule.group_id) }] : [])),
    segments: rules.flatMap((rule) => (rule.kind === 'segment' ? [{ id: rule.segment_id, name: nameOf(rule.segment_id) }] : [])),
    otherRules: rules.filter(({ kind }) => !['phones', 'all', 'group', 'segment'].includes(kind)),
    design: experiment === null ? undefined : designDraftOf(experiment),
    isTracking: settings.tracking !== 'off',
    tracking: settings.tracking === 'aggregate' ? 'aggregate' : undefined,
    ...{ shortDomain: settings.short_domain, linkForm: settings.link_form, utm: settings.utm ?? {} },
    ...{ label: settings.label ?? '', rate: settings.messages_per_second, quiet: settings.quiet_hours, cap: settings.frequency_cap },
    validityMinutes: settings.validity_minutes,
  }
  return withVariants(draft, variantsFrom(campaign, linkStartsOf))
}
