import { account, changeAccount } from '../../contract/account.ts'
import { accountSettings, updateAccount } from '../../domain/accounts/accounts.ts'
import type { AccountSettings } from '../../domain/accounts/settings.ts'
import { chooseDomain, findOwnHosts } from '../../domain/links/domains.ts'
import { checkDestination } from '../../lib/destination.ts'
import { acceptedUrl, OPT_OUT_FIELD } from '../../lib/linkPlans.ts'
import { AppError } from '../../lib/errors.ts'
import { checkSender } from '../../lib/sender.ts'
import { hasControlCharacters, parseTemplate } from '../../lib/template.ts'
import { isTimeZone } from '../../lib/timeZoneName.ts'
import type { Db } from '../../platform/db.ts'
import { requireKey } from '../auth.ts'
import type { Api, RouteParts } from './parts.ts'

/** The settings of the key's account. */
export function accountRoutes(app: Api, { db, allowPrivateDestinations }: RouteParts): void {
  const tags = ['account']

  app.get(
    '/v1/account',
    { onRequest: requireKey('account:read'), schema: { tags, summary: 'Read the settings', response: { 200: account } } },
    async (request) => viewAccount(await accountSettings(db, request.key.accountId)),
  )

  app.patch(
    '/v1/account',
    {
      onRequest: requireKey('account:write'),
      schema: { tags, summary: 'Change settings; what is left out stays', body: changeAccount, response: { 200: account } },
    },
    async (request) => {
      const { actor, accountId } = request.key
      checkReplies(request.body)
      checkTimeZone(request.body)
      return viewAccount(
        await updateAccount(db, {
          accountId,
          actor,
          changes: changesOf({
            ...request.body,
            ...(await checkedDomain(db, { accountId, host: request.body.short_domain })),
            ...checkedSenders(request.body),
            ...(await checkedFallback(db, { url: request.body.fallback_url, allowPrivate: allowPrivateDestinations })),
          }),
        }),
      )
    },
  )
}

/** A fallback URL obeys the rules of destinations: above all it must not lead back to a short link. */
async function checkedFallback(db: Db, { url, allowPrivate }: { url: string | null | undefined; allowPrivate: boolean }) {
  if (url === undefined || url === null) return {}
  const rules = { allowPrivate, ownHosts: await findOwnHosts(db, { urls: [url] }) }
  return { fallback_url: acceptedUrl(checkDestination(url, rules), url) }
}

/** That of the installation is kept as none, so that a new one is followed. */
async function checkedDomain(db: Db, { accountId, host }: { accountId: bigint; host: string | null | undefined }) {
  if (host === undefined || host === null) return {}
  const domain = await chooseDomain(db, { accountId, host })
  return { short_domain: domain.accountId === null ? null : domain.host }
}

/** As carriers take them, each once. */
function checkedSenders({ senders }: Body) {
  if (senders === undefined) return {}
  return { senders: [...new Set(senders.map((sender, at) => checkSender(sender, { field: `senders[${at}]` })))] }
}

function checkTimeZone({ time_zone: timeZone }: Body) {
  if (timeZone === undefined || isTimeZone(timeZone)) return
  throw new AppError('time_zone_invalid', `"${timeZone}" is no time zone: expected an IANA name such as Europe/Berlin.`, {
    field: 'time_zone',
  })
}

/** What could not be sent later is refused now: control characters, and merge fields, which nobody fills. */
function checkReplies({ stop_reply, start_reply, help_reply }: Body) {
  for (const [field, text] of Object.entries({ stop_reply, start_reply, help_reply })) {
    if (typeof text !== 'string') continue
    if (hasControlCharacters(text)) throw new AppError('template_invalid', `${field} holds control characters: remove them.`, { field })
    const unfilled = parseTemplate(text).fields.find(({ name, fallback }) => name !== OPT_OUT_FIELD && fallback === undefined)
    if (unfilled !== undefined)
      throw new AppError(
        'template_invalid',
        `${field} holds the merge field {${unfilled.name}}, which nobody fills: write {{${unfilled.name}}} to send the braces as they are.`,
        { field },
      )
  }
}

const viewAccount = (settings: AccountSettings) => ({
  name: settings.name,
  currency: settings.currency,
  default_country: settings.defaultCountry,
  time_zone: settings.timeZone,
  tracking: settings.tracking,
  gpc: settings.gpc,
  merge_fields_in_urls: settings.mergeFieldsInUrls,
  link_form: settings.linkForm,
  link_validity_days: settings.linkValidityDays,
  fallback_url: settings.fallbackUrl,
  referrer_policy: settings.referrerPolicy,
  utm: settings.utm,
  senders: settings.senders,
  only_senders: settings.onlySenders,
  quiet_hours: settings.quietHours,
  stop_reply: settings.stopReply,
  start_reply: settings.startReply,
  help_reply: settings.helpReply,
  short_domain: settings.shortDomain,
  ignored_suspicions: settings.ignoredSuspicions,
})

type Body = ReturnType<typeof changeAccount.parse>

function changesOf({
  default_country,
  time_zone,
  merge_fields_in_urls,
  link_form,
  link_validity_days,
  fallback_url,
  referrer_policy,
  only_senders,
  quiet_hours,
  stop_reply,
  start_reply,
  help_reply,
  short_domain,
  ignored_suspicions,
  ...same
}: Body) {
  const renamed = {
    defaultCountry: default_country,
    timeZone: time_zone,
    mergeFieldsInUrls: merge_fields_in_urls,
    linkForm: link_form,
    linkValidityDays: link_validity_days,
    fallbackUrl: fallback_url,
    referrerPolicy: referrer_policy,
    onlySenders: only_senders,
    quietHours: quiet_hours,
    stopReply: stop_reply,
    startReply: start_reply,
    helpReply: help_reply,
    shortDomain: short_domain,
    ignoredSuspicions: ignored_suspicions === undefined ? undefined : [...new Set(ignored_suspicions)],
  }
  return Object.fromEntries(Object.entries({ ...same, ...renamed }).filter(([, value]) => value !== undefined))
}
