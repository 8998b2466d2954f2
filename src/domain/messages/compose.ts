import type { PreviewRequest } from '../../contract/messages.ts'
import { composeText, requireText, trackingModes, type ComposedText, type Tracking } from '../../lib/composedText.ts'
import { AppError } from '../../lib/errors.ts'
import { checkDestination, type DestinationRules } from '../../lib/destination.ts'
import { sampleDestination, type UtmOptions } from '../../lib/linkPlans.ts'
import { linkPrefix, type LinkForm } from '../../lib/shortLinks.ts'
import { parseTemplate, type Template } from '../../lib/template.ts'
import type { Db } from '../../platform/db.ts'
import { accountSettings } from '../accounts/accounts.ts'
import type { AccountSettings } from '../accounts/settings.ts'
import { chooseDomain, findOwnHosts, type ShortDomain } from '../links/domains.ts'

/** A text ready for its recipients: parsed, its links planned, its short domain chosen. */
export type Composition = ComposedText &
  UtmOptions & {
    settings: AccountSettings
    text: string
    domain: ShortDomain
    linkForm: LinkForm
    tracking: Tracking
    rules: DestinationRules
  }

export type ComposeRequest = Pick<PreviewRequest, 'text' | 'tracking' | 'links' | 'short_domain' | 'link_form' | 'utm'>

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
  requireText(request.text)
  const settings = await accountSettings(db, accountId)
  const template = parseTemplate(request.text)
  const tracking = chooseTracking(settings.tracking, request.tracking)
  const domain = await chooseDomain(db, { accountId, host: request.short_domain })
  const linkForm = request.link_form ?? settings.linkForm
  const rules = { allowPrivate, ownHosts: await findOwnHosts(db, { urls: [...template.links.map(sampleDestination), ...fieldUrls] }) }
  const untracked = new Set(request.links?.filter((link) => !link.tracked).map((link) => link.position))
  checkPositions(request, template)
  const utm = { ...settings.utm, ...request.utm }
  const linkUtm = new Map(request.links?.flatMap((link) => (link.utm === undefined ? [] : [[link.position, link.utm]])))
  const composed = composeText(template, {
    ...{ isTracking: tracking !== 'off', untracked, utm, linkUtm },
    check: (destination) => checkDestination(destination, rules),
    mergeFieldsInUrls: settings.mergeFieldsInUrls,
    prefix: linkPrefix(domain, linkForm),
  })
  return { ...composed, settings, text: request.text, domain, linkForm, tracking, utm, linkUtm, rules }
}

function chooseTracking(allowed: Tracking, asked: Tracking | undefined): Tracking {
  if (asked === undefined) return allowed
  if (trackingModes.indexOf(asked) >= trackingModes.indexOf(allowed)) return asked
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
