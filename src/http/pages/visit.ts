import type { FastifyReply, FastifyRequest } from 'fastify'
import { seesNumbers } from '../../contract/roles.ts'
import type { Scope } from '../../contract/scopes.ts'
import { callerOfPerson } from '../../domain/accounts/caller.ts'
import { endSession, findSession, SESSION_MAX_AGE_S, startSession } from '../../domain/accounts/sessions.ts'
import type { SignedIn } from '../../domain/accounts/signedIn.ts'
import { hidePhones } from '../../lib/hidePhones.ts'
import type { Db } from '../../platform/db.ts'
import type { Log } from '../../platform/log.ts'
import { requireScope } from '../auth.ts'
import { cookieName, cookieOptions, sessionToken } from '../sessionCookie.ts'

/** What the pages are made from. The address is an origin without a trailing slash. */
export type PageParts = { db: Db; log: Log; config: { baseUrl: string } }

/** Who is signed in with this browser. */
export async function currentVisitor(request: FastifyRequest, parts: PageParts): Promise<SignedIn | undefined> {
  const token = sessionToken(request.headers, parts.config.baseUrl)
  return token === undefined ? undefined : findSession(parts.db, { token })
}

/** Signs in with a new token; the one that the browser had is over. */
export async function enter(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  parts: PageParts,
  { accountId, userId }: { accountId: bigint; userId: bigint },
): Promise<void> {
  const { baseUrl } = parts.config
  const token = await startSession(parts.db, { accountId, userId, formerToken: sessionToken(request.headers, baseUrl) })
  reply.setCookie(cookieName(baseUrl), token, { ...cookieOptions(baseUrl), maxAge: SESSION_MAX_AGE_S })
}

/** Signs out, in the database too. */
export async function leave({ request, reply }: { request: FastifyRequest; reply: FastifyReply }, parts: PageParts): Promise<void> {
  const { baseUrl } = parts.config
  const token = sessionToken(request.headers, baseUrl)
  if (token !== undefined) await endSession(parts.db, { token })
  reply.clearCookie(cookieName(baseUrl), cookieOptions(baseUrl))
}

type Page = (request: FastifyRequest, reply: FastifyReply, signedIn: SignedIn) => Promise<string | FastifyReply>

/**
 * A page for people who are signed in; others sign in first and then see it. Who is not shown numbers gets the page without them.
 * @param scope that the page takes
 * @throws AppError `scope_missing`
 */
export const signedInPage =
  (parts: PageParts, page: Page, { scope }: { scope?: Scope } = {}) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<string | FastifyReply> => {
    const signedIn = await currentVisitor(request, parts)
    if (signedIn !== undefined) {
      if (scope !== undefined) requireScope(callerOfPerson(signedIn), scope)
      const shown = await page(request, reply.type('text/html; charset=utf-8'), signedIn)
      return typeof shown === 'string' && !seesNumbers(signedIn.role) ? hidePhones(shown) : shown
    }
    const next = request.method === 'GET' && request.url !== '/' ? `?next=${encodeURIComponent(request.url)}` : ''
    return reply.redirect(`/sign-in${next}`, 303)
  }
