import type { Resolution } from '../domain/links/resolver.ts'
import type { ConversionKeys } from '../domain/conversions/keys.ts'

export type Redirect = Extract<Resolution, { kind: 'redirect' }>
/** A redirect with what its account wants at the landing page. `at` stands in the journal too: by it the click id finds its hit. */
export type Marked = Redirect & { at?: number; cookie?: string | undefined }

type Request = { headers: Readonly<Record<string, string | string[] | undefined>>; host: string; isHttps: boolean; now: number }

/** Adds the click id to a redirect, unless the account does not want it or the browser says no (`Sec-GPC: 1`). */
export function mark(keys: ConversionKeys, redirect: Redirect, { headers, host, isHttps, now }: Request): Marked {
  const { landing, origin } = redirect
  if (landing === undefined || headers['sec-gpc'] === '1') return redirect
  const { accountId, codeSpaceId, number } = origin
  const id = keys.clickIdsOf(accountId).encode({ codeSpaceId, number, at: now })
  const location = landing.parameter === undefined ? redirect.location : withParameter(redirect.location, `${landing.parameter}=${id}`)
  const cookie =
    landing.cookieDays === undefined
      ? undefined
      : cookieOf({ name: cookieName(keys, accountId), id, host, isHttps, days: landing.cookieDays, domain: landing.cookieDomain })
  return { ...redirect, location, at: now, cookie }
}

/** Its name belongs to one account, and its value can be read by that account's key alone: a pixel sees only its own account's. */
export const cookieName = ({ publicIds }: ConversionKeys, accountId: number): string => `tl_${publicIds.of(accountId)}`

/** Behind the query, before the fragment. The location is normalised, so what stands there is a query or a fragment. */
export function withParameter(location: string, parameter: string): string {
  const hash = location.indexOf('#')
  const end = hash === -1 ? location.length : hash
  const query = location.indexOf('?')
  const separator = query === -1 || query > end ? '?' : '&'
  return `${location.slice(0, end)}${separator}${parameter}${location.slice(end)}`
}

type Cookie = { name: string; id: string; host: string; isHttps: boolean; days: number; domain: string | undefined }

/**
 * On the account's own domain it is first-party, and its pages may read it. On the short domain it is a third-party one, which only a pixel or a
 * beacon of ours needs; browsers want it `Secure` then, and take that from localhost too.
 */
function cookieOf({ name, id, host, isHttps, days, domain }: Cookie): string {
  const common = `${name}=${id}; Path=/; Max-Age=${days * 86_400}`
  if (domain !== undefined && host.replace(/:\d+$/, '').endsWith(`.${domain}`))
    return `${common}; Domain=${domain}; SameSite=Lax${isHttps ? '; Secure' : ''}`
  return `${common}; HttpOnly; SameSite=None; Secure`
}
