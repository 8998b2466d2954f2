import type { IncomingHttpHeaders } from 'node:http'

const isSecure = (baseUrl: string) => baseUrl.startsWith('https:')

/** With TLS the name itself makes browsers insist on Secure, on this host and on no other path. */
export const cookieName = (baseUrl: string): string => (isSecure(baseUrl) ? '__Host-tapline' : 'tapline')

export const cookieOptions = (baseUrl: string) => ({ httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure(baseUrl) }) as const

/** The token that a browser shows; undefined when there is none, or when it cannot be one of ours. */
export function sessionToken({ cookie }: IncomingHttpHeaders, baseUrl: string): string | undefined {
  const own = cookie?.split(';').find((pair) => pair.trim().startsWith(`${cookieName(baseUrl)}=`))
  const token = own?.slice(own.indexOf('=') + 1).trim()
  return token !== undefined && /^[\w-]{43}$/.test(token) ? token : undefined
}

/** The header that makes a browser forget its session. */
export const forgetCookie = (baseUrl: string): string =>
  `${cookieName(baseUrl)}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${isSecure(baseUrl) ? '; Secure' : ''}`
