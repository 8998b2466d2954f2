import type { DestinationCheck } from './destinationForm.ts'
import { AppError } from './errors.ts'
import type { Template, TemplateLink } from './template.ts'
import { withUtm } from './utm.ts'
import { appendUtm } from './utmTemplate.ts'

/** Most links with a number in one text. */
export const MAX_LINKS = 10

/** The merge field that becomes the recipient's own opt-out link, in every tracking mode; a value that is given for it is not used. */
export const OPT_OUT_FIELD = 'opt_out_link'

/** `tracked` and `opt_out` become short links, each with a number; `plain` stays as written. */
export type LinkKind = 'tracked' | 'plain' | 'opt_out'

/**
 * A link of a template as it will be sent. `fixed`: the destination is a URL; `fields`: a URL with merge fields;
 * `value`: the name of the merge field that holds the whole URL. An opt-out link leads nowhere else: its destination is empty.
 */
export type LinkPlan = { kind: LinkKind; destinationKind: 'fixed' | 'fields' | 'value'; destination: string }

/** UTM parameters of all links, and of single ones by their position, which come first. */
export type UtmOptions = { utm: Readonly<Record<string, string>>; linkUtm: ReadonlyMap<number, Readonly<Record<string, string>>> }

/** The UTM parameters that a link gets where it has none of its own. */
export const utmOf = ({ utm, linkUtm }: UtmOptions, position: number): Readonly<Record<string, string>> => ({
  ...utm,
  ...linkUtm.get(position),
})

/** What plans depend on besides the text. `untracked`: positions of links that stay as written; `isTracking`: whether any link is tracked. */
export type PlanOptions = UtmOptions & {
  isTracking: boolean
  untracked: ReadonlySet<number>
  mergeFieldsInUrls: boolean
  /** Says of the destination of a tracked link whether it may be one. */
  check: (destination: string) => DestinationCheck
}

/**
 * Decides of each link of a template what becomes of it.
 * @throws AppError for a link that cannot be tracked, `too_many_links` over MAX_LINKS
 */
export function planLinks(template: Template, options: PlanOptions): LinkPlan[] {
  const plans = template.links.map((link) => planLink(link, options))
  const short = countNumbers(plans.map((plan) => plan.kind))
  if (short > MAX_LINKS)
    throw new AppError('too_many_links', `The text has ${short} tracked links and opt-out links: at most ${MAX_LINKS} are possible.`, {
      field: 'text',
    })
  return plans
}

/**
 * How many numbers each message of a text takes: those of its tracked links in their order, then those of its opt-out links. So the tracked
 * ones of a rendering are found by their place among the numbers, whatever stands between them in the text.
 */
export const countNumbers = (kinds: readonly LinkKind[]): number => kinds.filter((kind) => kind !== 'plain').length

/** How many of the links of a text are tracked. */
export const countTracked = (kinds: readonly LinkKind[]): number => kinds.filter((kind) => kind === 'tracked').length

function planLink(link: TemplateLink, { isTracking, untracked, mergeFieldsInUrls, check, ...given }: PlanOptions): LinkPlan {
  if (link.field === OPT_OUT_FIELD) return { kind: 'opt_out', destinationKind: 'fixed', destination: '' }
  const isTracked = isTracking && !untracked.has(link.position)
  const kind = isTracked ? 'tracked' : 'plain'
  if (link.kind === 'field') return { kind, destinationKind: 'value', destination: link.field ?? '' }
  const source = link.destination.map((piece) => (piece.kind === 'text' ? piece.text : fieldSource(piece))).join('')
  const hasFields = link.destination.some((piece) => piece.kind === 'field')
  if (!isTracked) return { kind, destinationKind: hasFields ? 'fields' : 'fixed', destination: source }
  if (hasFields && !mergeFieldsInUrls)
    throw new AppError(
      'merge_field_in_url_off',
      `The link "${link.written}" holds a merge field, which puts personal data behind a short link that can be guessed: allow it in the account's settings, or send this link untracked.`,
      { field: 'text' },
    )
  const utm = utmOf(given, link.position)
  const url = acceptedUrl(check(sampleDestination(link)), link.written)
  return hasFields
    ? { kind, destinationKind: 'fields', destination: appendUtm(source, utm) }
    : { kind, destinationKind: 'fixed', destination: withUtm(url, utm) }
}

const fieldSource = ({ name, fallback }: { name: string; fallback: string | undefined }) =>
  fallback === undefined ? `{${name}}` : `{${name}|${fallback}}`

/** A destination with every field filled by a letter: enough to check its scheme and host, where fields cannot stand. */
export const sampleDestination = (link: TemplateLink): string =>
  link.destination.map((piece) => (piece.kind === 'text' ? piece.text : 'x')).join('')

/**
 * The normalised form of a destination that was checked.
 * @throws AppError `link_invalid`, `link_private` or `link_loop`
 */
export function acceptedUrl(checked: DestinationCheck, written: string): string {
  if (checked.kind === 'ok') return checked.url
  const code = ({ invalid: 'link_invalid', private: 'link_private', loop: 'link_loop' } as const)[checked.kind]
  throw new AppError(code, `The link "${written}" cannot be tracked: ${checked.message}`, { field: 'text' })
}
