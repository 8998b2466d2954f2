import type { PreviewRequest } from '../../contract/messages.ts'
import { checkDestination } from '../../lib/destination.ts'
import { AppError } from '../../lib/errors.ts'
import { hasControlCharacters, parseTemplate, type Template, type TemplateLink } from '../../lib/template.ts'
import { withUtm } from '../../lib/utm.ts'
import { appendUtm } from '../../lib/utmTemplate.ts'
import type { Db } from '../../platform/db.ts'
import { accountSettings } from '../accounts/accounts.ts'
import type { AccountSettings } from '../accounts/settings.ts'
import { CODE_LENGTH } from '../links/codes.ts'
import { MAC_LENGTH } from '../links/optOutMac.ts'
import { chooseDomain, findOwnHosts, linkPrefix, type LinkForm, type ShortDomain } from '../links/domains.ts'
import { countNumbers, MAX_LINKS, type LinkPlan } from '../links/renderings.ts'

export type Tracking = 'full' | 'aggregate' | 'off'

/** What the composer needs to know of this installation. */
export type DestinationRules = { allowPrivate: boolean; ownHosts: ReadonlySet<string> }

/** A text ready for its recipients: parsed, its links planned, its short domain chosen. */
export type Composition = {
  settings: AccountSettings
  text: string
  template: Template
  domain: ShortDomain
  linkForm: LinkForm
  tracking: Tracking
  plans: LinkPlan[]
  /** UTM parameters for the destinations of tracked links that lack them. */
  utm: Record<string, string>
  /** What every short link of this text looks like in length: prefix and as many characters as a code has, and an opt-out link with its proof. */
  sampleLink: string
  sampleOptOutLink: string
  rules: DestinationRules
}

export type ComposeRequest = Pick<PreviewRequest, 'text' | 'tracking' | 'links' | 'short_domain' | 'link_form' | 'utm'>

/** The merge field that becomes the recipient's own opt-out link, in every tracking mode; a value that is given for it is not used. */
export const OPT_OUT_FIELD = 'opt_out_link'

/** Modes from the most to the least that is known of a person; a message may ask for less than its account, never for more. */
const modes: readonly Tracking[] = ['full', 'aggregate', 'off']

/**
 * Composes a text for sending or for a preview: one code for both, so that what a preview shows is what is sent.
 * @param fieldUrls values of whole-URL merge fields, whose hosts are compared with our own
 * @throws AppError for a text, link or mode that cannot be sent
 */
export async function compose(
  db: Db,
  {
    accountId,
    request,
    allowPrivate,
    fieldUrls,
  }: { accountId: bigint; request: ComposeRequest; allowPrivate: boolean; fieldUrls: readonly string[] },
): Promise<Composition> {
  if (hasControlCharacters(request.text))
    throw new AppError('template_invalid', 'The text holds control characters: remove them.', { field: 'text' })
  if (request.text.trim() === '') throw new AppError('text_empty', 'The text is empty: write at least one character.', { field: 'text' })
  const settings = await accountSettings(db, accountId)
  const template = parseTemplate(request.text)
  const tracking = chooseTracking(settings.tracking, request.tracking)
  const domain = await chooseDomain(db, { accountId, host: request.short_domain })
  const linkForm = request.link_form ?? settings.linkForm
  const rules = { allowPrivate, ownHosts: await findOwnHosts(db, { urls: [...template.links.map(sampleDestination), ...fieldUrls] }) }
  const untracked = new Set(request.links?.filter((link) => !link.tracked).map((link) => link.position))
  checkPositions(request, template)
  const utm = { ...settings.utm, ...request.utm }
  const plans = template.links.map((link) =>
    planLink(link, { tracked: tracking !== 'off' && !untracked.has(link.position), settings, rules, utm }),
  )
  const short = countNumbers(plans.map((plan) => plan.kind))
  if (short > MAX_LINKS)
    throw new AppError('too_many_links', `The text has ${short} tracked links and opt-out links: at most ${MAX_LINKS} are possible.`, {
      field: 'text',
    })
  const sampleLink = linkPrefix(domain, linkForm) + '0'.repeat(CODE_LENGTH)
  const sampleOptOutLink = sampleLink + '0'.repeat(MAC_LENGTH)
  return { settings, text: request.text, template, domain, linkForm, tracking, plans, utm, sampleLink, sampleOptOutLink, rules }
}

function chooseTracking(allowed: Tracking, asked: Tracking | undefined): Tracking {
  if (asked === undefined) return allowed
  if (modes.indexOf(asked) >= modes.indexOf(allowed)) return asked
  throw new AppError(
    'tracking_not_allowed',
    `tracking is "${asked}", but this account allows "${allowed}" or less: ask for that, or change the account.`,
    { field: 'tracking' },
  )
}

function checkPositions({ links }: ComposeRequest, template: Template): void {
  const beyond = links?.find((link) => link.position >= template.links.length)
  if (beyond !== undefined)
    throw new AppError(
      'link_invalid',
      `links names position ${beyond.position}, but the text has ${template.links.length} links, counted from 0.`,
      { field: 'links' },
    )
}

type PlanOptions = { tracked: boolean; settings: AccountSettings; rules: DestinationRules; utm: Record<string, string> }

function planLink(link: TemplateLink, { tracked, settings, rules, utm }: PlanOptions): LinkPlan {
  if (link.field === OPT_OUT_FIELD) return { kind: 'opt_out', destinationKind: 'fixed', destination: '' }
  const kind = tracked ? 'tracked' : 'plain'
  if (link.kind === 'field') return { kind, destinationKind: 'value', destination: link.field ?? '' }
  const source = link.destination.map((piece) => (piece.kind === 'text' ? piece.text : fieldSource(piece))).join('')
  const hasFields = link.destination.some((piece) => piece.kind === 'field')
  if (!tracked) return { kind, destinationKind: hasFields ? 'fields' : 'fixed', destination: source }
  if (hasFields && !settings.mergeFieldsInUrls)
    throw new AppError(
      'merge_field_in_url_off',
      `The link "${link.written}" holds a merge field, which puts personal data behind a short link that can be guessed: allow it in the account's settings, or send this link untracked.`,
      { field: 'text' },
    )
  const url = requireDestination(sampleDestination(link), rules, link.written)
  return hasFields
    ? { kind, destinationKind: 'fields', destination: appendUtm(source, utm) }
    : { kind, destinationKind: 'fixed', destination: withUtm(url, utm) }
}

const fieldSource = ({ name, fallback }: { name: string; fallback: string | undefined }) =>
  fallback === undefined ? `{${name}}` : `{${name}|${fallback}}`

/** A destination with every field filled by a letter: enough to check its scheme and host, where fields cannot stand. */
const sampleDestination = (link: TemplateLink): string =>
  link.destination.map((piece) => (piece.kind === 'text' ? piece.text : 'x')).join('')

/**
 * The normalised form of a destination.
 * @throws AppError `link_invalid`, `link_private` or `link_loop`
 */
export function requireDestination(input: string, rules: DestinationRules, written: string): string {
  const checked = checkDestination(input, rules)
  if (checked.kind === 'ok') return checked.url
  const code = ({ invalid: 'link_invalid', private: 'link_private', loop: 'link_loop' } as const)[checked.kind]
  throw new AppError(code, `The link "${written}" cannot be tracked: ${checked.message}`, { field: 'text' })
}
