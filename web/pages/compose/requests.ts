import type { z } from 'zod'
import type { campaignBody, campaignPatch, startBody } from '../../../src/contract/campaigns.ts'
import type { sendRequest } from '../../../src/contract/messages.ts'
import type { SampleRecipient } from '../../../src/contract/recipients.ts'
import { audienceOf, trackingOf, whenOf, type Draft } from './draft.ts'
import { designOf } from './experiment/design.ts'
import { facing, variantsOf, weightOf } from './experiment/variants.ts'
import type { Measured } from './measure.ts'
import type { Surroundings } from './surroundings.ts'

type Composed = Extract<Measured, { kind: 'composed' }>

/** Seconds in which a send can be taken back. */
export const UNDO_SECONDS = 10

/** How a text is to be sent, in the words of the API, for messages and campaigns alike. */
function howOf(draft: Draft) {
  const { isTracking, tracking, shortDomain, linkForm, utm } = draft
  return {
    ...(isTracking ? (tracking === undefined ? {} : { tracking }) : { tracking: 'off' as const }),
    ...(shortDomain === undefined ? {} : { short_domain: shortDomain }),
    ...(linkForm === undefined ? {} : { link_form: linkForm }),
    ...(Object.keys(utm).length === 0 ? {} : { utm }),
  }
}

const linksOf = (draft: Draft, { composed }: Composed) =>
  composed.template.links.flatMap(({ position, start }) => {
    const tracked = !draft.untracked.includes(start)
    const utm = draft.linkUtm.find(({ at }) => at === start)?.utm
    if (tracked && utm === undefined) return []
    return utm === undefined ? { position, tracked } : { position, tracked, utm }
  })

/** A text for a preview by the server, which knows what the browser cannot. */
export const previewOf = (draft: Draft, measured: Composed) => ({ text: draft.text, links: linksOf(draft, measured), ...howOf(draft) })

type Send = z.input<typeof sendRequest>

/** Messages to numbers, which can be taken back for some seconds where they go now. */
export function messagesOf(draft: Draft, measured: Composed, recipients: readonly SampleRecipient[]): Send {
  const { label, from } = draft
  const when = whenOf(draft)
  return {
    ...previewOf(draft, measured),
    ...{ from, to: recipients.map(({ phone, values }) => (Object.keys(values).length === 0 ? phone : { phone, values })) },
    ...(label === '' ? {} : { label }),
    ...{ validity_minutes: draft.validityMinutes },
    ...(when.kind === 'now' ? { delay_seconds: UNDO_SECONDS } : { send_at: when.at, time_zone: when.zone }),
  }
}

/** The text as one phone gets it, marked as a test. */
export const trialOf = (draft: Draft, measured: Composed, { to, values }: { to: string; values: Record<string, string> }): Send => ({
  ...previewOf(draft, measured),
  ...{ from: draft.from, to: { phone: to, values }, trial: true, on_unknown: 'keep' },
})

/** A new campaign; `measures` are those of its variants, in their order. */
export const campaignOf = (draft: Draft, measures: readonly Composed[]) =>
  ({
    ...{ name: draft.name, from: draft.from, audience: audienceOf(draft) },
    variants: textsOf(draft, measures).map(({ from, given }) => ({ ...given, ...(from === undefined ? {} : { from }) })),
    settings: {
      ...howOf(draft),
      ...{ validity_minutes: draft.validityMinutes },
      ...(draft.label === '' ? {} : { label: draft.label }),
      ...(draft.rate === undefined ? {} : { messages_per_second: draft.rate }),
      ...(draft.quiet === undefined ? {} : { quiet_hours: draft.quiet }),
      ...(draft.cap === undefined ? {} : { frequency_cap: draft.cap }),
    },
    ...experimentOf(draft),
  }) satisfies z.input<typeof campaignBody>

/** A design needs others to compare with; what is written of one is kept for when there are some. */
function experimentOf({ design, rivals }: Draft) {
  const made = design === undefined || rivals.length === 0 ? undefined : designOf(design, { variants: rivals.length + 1 })
  return made === undefined ? {} : { experiment: made }
}

function textsOf(draft: Draft, measures: readonly Composed[]) {
  return variantsOf(draft).flatMap((variant, at) => {
    const measured = measures[at]
    if (measured === undefined) return []
    const { key, name, text, from } = variant
    return { key, from, given: { name, text, weight: weightOf(variant), links: linksOf(facing(draft, variant), measured) } }
  })
}

/** The same for one that is there; `variantIds` are those that the server gave, by the keys of the draft. */
export function patchOf(
  draft: Draft,
  measures: readonly Composed[],
  {
    variantIds,
    surroundings,
    host,
  }: { variantIds: Readonly<Record<string, string>>; surroundings: Surroundings; host: string | undefined },
): z.input<typeof campaignPatch> {
  const { settings, experiment = null, ...rest } = campaignOf(draft, measures)
  return {
    ...rest,
    variants: textsOf(draft, measures).map(({ key, from, given }) => {
      const id = variantIds[key]
      return { ...given, from: from ?? null, ...(id === undefined ? {} : { id }) }
    }),
    experiment,
    // What is as usual is written out, since what is left out of a change stays as it was.
    settings: {
      ...settings,
      tracking: trackingOf(draft, surroundings),
      ...(host === undefined ? {} : { short_domain: host }),
      link_form: draft.linkForm ?? surroundings.linkForm,
      utm: draft.utm,
      label: draft.label === '' ? null : draft.label,
      messages_per_second: draft.rate ?? null,
      quiet_hours: draft.quiet ?? null,
      frequency_cap: draft.cap ?? null,
    },
  }
}

/** When a campaign starts. */
export function startOf(draft: Draft): z.input<typeof startBody> {
  const when = whenOf(draft)
  if (when.kind === 'now') return { delay_seconds: UNDO_SECONDS }
  return when.kind === 'at' ? { send_at: when.at, time_zone: when.zone } : { local_time: when.at, time_zone: when.zone }
}
