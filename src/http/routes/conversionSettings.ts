import { changeConversionSettings, conversionSettings, snippet, snippetQuery } from '../../contract/conversionSettings.ts'
import { pageCheck, pageCheckRequest } from '../../contract/pageCheck.ts'
import { readConversionSettings, updateConversionSettings, type ConversionSettings } from '../../domain/accounts/conversionSettings.ts'
import { requireKey } from '../auth.ts'
import { checkPage } from '../pageCheck.ts'
import { snippetCode } from '../snippet.ts'
import { createTurns } from '../turns.ts'
import type { Api, RouteParts } from './parts.ts'

/** How an account follows its recipients beyond the click. */
export function conversionSettingsRoutes(app: Api, parts: RouteParts): void {
  const { db, conversionKeys, linkUrl } = parts
  const tags = ['conversions']
  const view = (accountId: bigint, settings: ConversionSettings) => viewSettings(settings, conversionKeys.publicIds.of(accountId))

  app.get(
    '/v1/conversions/settings',
    {
      onRequest: requireKey('account:read'),
      schema: { tags, summary: 'Read how conversions are tracked', response: { 200: conversionSettings } },
    },
    async ({ key: { accountId } }) => view(accountId, await readConversionSettings(db, { accountId })),
  )

  app.get(
    '/v1/conversions/snippet',
    {
      onRequest: requireKey('account:read'),
      schema: { tags, summary: 'Get the code for your pages, filled in', querystring: snippetQuery, response: { 200: snippet } },
    },
    async ({ key: { accountId }, query }) => {
      const settings = await readConversionSettings(db, { accountId })
      return snippetCode({ linkUrl, publicId: conversionKeys.publicIds.of(accountId), settings, query })
    },
  )

  app.patch(
    '/v1/conversions/settings',
    {
      onRequest: requireKey('account:write'),
      schema: {
        ...{ tags, summary: 'Change how conversions are tracked; what is left out stays' },
        ...{ body: changeConversionSettings, response: { 200: conversionSettings } },
      },
    },
    async ({ key: { actor, accountId }, body }) =>
      view(accountId, await updateConversionSettings(db, { accountId, actor, changes: changesOf(body) })),
  )

  pageCheckRoute(app, parts)
}

function pageCheckRoute(app: Api, { db, conversionKeys, webhooks: { outbound } }: RouteParts): void {
  const turns = createTurns({ atOnce: 4, waiting: 8 })

  app.post(
    '/v1/conversions/check-page',
    {
      onRequest: requireKey('account:write'),
      schema: {
        ...{ tags: ['conversions'], summary: 'Look whether the code stands on one of your pages' },
        ...{ body: pageCheckRequest, response: { 200: pageCheck } },
      },
    },
    async ({ key: { accountId }, body: { url } }) => {
      const settings = await readConversionSettings(db, { accountId })
      return turns.take(() => checkPage(outbound, { url, settings, publicId: conversionKeys.publicIds.of(accountId) }))
    },
  )
}

const viewSettings = (settings: ConversionSettings, publicId: string) => ({
  ...{ parameter: settings.parameter, cookie_days: settings.cookieDays, cookie_domain: settings.cookieDomain, model: settings.model },
  ...{ window_days: settings.windowDays, windows: settings.windows, origins: settings.origins },
  ...{ repeat_minutes: settings.repeatMinutes, snippet_days: settings.snippetDays, public_name: publicId },
})

function changesOf({
  cookie_days,
  cookie_domain,
  window_days,
  repeat_minutes,
  snippet_days,
  origins,
  ...same
}: ReturnType<typeof changeConversionSettings.parse>) {
  const renamed = {
    cookieDays: cookie_days,
    cookieDomain: cookie_domain,
    windowDays: window_days,
    repeatMinutes: repeat_minutes,
    snippetDays: snippet_days,
    origins: origins && [...new Set(origins)],
  }
  return Object.fromEntries(Object.entries({ ...same, ...renamed }).filter(([, value]) => value !== undefined))
}
