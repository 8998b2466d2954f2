import { changePassword as passwordBody, changeSession, passwordChanged, session, signedOut } from '../../contract/session.ts'
import { accountSettings } from '../../domain/accounts/accounts.ts'
import type { Caller } from '../../domain/accounts/caller.ts'
import { changePassword } from '../../domain/accounts/passwordChange.ts'
import { endSession } from '../../domain/accounts/sessions.ts'
import { setLanguage } from '../../domain/accounts/userStore.ts'
import { AppError } from '../../lib/errors.ts'
import { personOf, requirePerson } from '../auth.ts'
import { networkOf } from '../rateLimit.ts'
import { forgetCookie, sessionToken } from '../sessionCookie.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['session']

/** Who is signed in with this browser. */
export function sessionRoutes(app: Api, parts: RouteParts): void {
  const { db, baseUrl } = parts

  app.get(
    '/v1/session',
    {
      onRequest: requirePerson(),
      schema: { tags, summary: 'Read who is signed in, and what they may', response: { 200: session } },
    },
    async ({ key }) => viewSession(parts, key),
  )

  app.patch(
    '/v1/session',
    {
      onRequest: requirePerson(),
      schema: {
        tags,
        summary: 'Change the language of the screens',
        body: changeSession,
        response: { 200: session },
      },
    },
    async ({ key, body }) => {
      const person = personOf({ key })
      await setLanguage(db, { userId: person.userId, language: body.language })
      return viewSession(parts, { ...key, person: { ...person, language: body.language } })
    },
  )

  app.delete(
    '/v1/session',
    { onRequest: requirePerson(), schema: { tags, summary: 'Sign out', response: { 200: signedOut } } },
    async ({ headers }, reply) => {
      const token = sessionToken(headers, baseUrl)
      if (token !== undefined) await endSession(db, { token })
      reply.header('set-cookie', forgetCookie(baseUrl))
      return { signed_out: true as const }
    },
  )

  passwordRoute(app, parts)
}

function passwordRoute(app: Api, { db, baseUrl }: RouteParts): void {
  app.post(
    '/v1/session/password',
    {
      onRequest: requirePerson(),
      schema: {
        ...{ tags, summary: 'Choose another password; all other sessions end' },
        ...{ body: passwordBody, response: { 200: passwordChanged } },
      },
    },
    async ({ key, headers, ip, body }) => {
      const person = personOf({ key })
      const change = { person, former: body.old, password: body.new, token: sessionToken(headers, baseUrl), network: networkOf(ip) }
      const outcome = await changePassword(db, change)
      switch (outcome.kind) {
        case 'wrong':
          throw new AppError('password_wrong', 'The old password is not the one you sign in with: check it.', { field: 'old' })
        case 'wait':
          throw new AppError('rate_limited', `Too many attempts. Wait ${Math.ceil(outcome.waitMs / 1_000)} s, then try again.`)
        case 'ok':
          return { changed: true as const }
      }
    },
  )
}

async function viewSession({ db, baseUrl, linkUrl }: RouteParts, key: Caller) {
  const { userId, email, role, language } = personOf({ key })
  const { id, name, timeZone, currency, defaultCountry, tracking } = await accountSettings(db, key.accountId)
  return {
    user: { id: String(userId), email, role, language },
    account: { id: String(id), name, time_zone: timeZone, currency, default_country: defaultCountry, tracking },
    base_url: baseUrl,
    link_url: linkUrl,
    scopes: [...key.scopes],
    numbers: key.seesNumbers ? ('shown' as const) : ('masked' as const),
  }
}
