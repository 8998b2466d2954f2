import { account, changeAccount } from '../../contract/account.ts'
import { accountSettings, updateAccount } from '../../domain/accounts/accounts.ts'
import type { AccountSettings } from '../../domain/accounts/settings.ts'
import { findOwnHosts } from '../../domain/links/domains.ts'
import { requireDestination } from '../../domain/messages/compose.ts'
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
      const { id, accountId } = request.key
      return viewAccount(
        await updateAccount(db, {
          accountId,
          actor: `key:${id}`,
          changes: changesOf({
            ...request.body,
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
  return { fallback_url: requireDestination(url, rules, url) }
}

const viewAccount = (settings: AccountSettings) => ({
  name: settings.name,
  currency: settings.currency,
  default_country: settings.defaultCountry,
  tracking: settings.tracking,
  gpc: settings.gpc,
  merge_fields_in_urls: settings.mergeFieldsInUrls,
  link_form: settings.linkForm,
  link_validity_days: settings.linkValidityDays,
  fallback_url: settings.fallbackUrl,
  referrer_policy: settings.referrerPolicy,
  utm: settings.utm,
  ignored_suspicions: settings.ignoredSuspicions,
})

type Body = ReturnType<typeof changeAccount.parse>

function changesOf({
  default_country,
  merge_fields_in_urls,
  link_form,
  link_validity_days,
  fallback_url,
  referrer_policy,
  ignored_suspicions,
  ...same
}: Body) {
  const renamed = {
    defaultCountry: default_country,
    mergeFieldsInUrls: merge_fields_in_urls,
    linkForm: link_form,
    linkValidityDays: link_validity_days,
    fallbackUrl: fallback_url,
    referrerPolicy: referrer_policy,
    ignoredSuspicions: ignored_suspicions === undefined ? undefined : [...new Set(ignored_suspicions)],
  }
  return Object.fromEntries(Object.entries({ ...same, ...renamed }).filter(([, value]) => value !== undefined))
}
