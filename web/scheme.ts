import { useSyncExternalStore } from 'react'

export const schemes = ['system', 'light', 'dark'] as const
export type Scheme = (typeof schemes)[number]

/** A cookie, not the browser's storage: the server writes it into each page, so that none flashes in the wrong colours. */
const COOKIE = 'scheme'
const YEAR_S = 31_536_000

const listeners = new Set<() => void>()
const read = (): Scheme => schemes.find((scheme) => scheme === document.documentElement.dataset.scheme) ?? 'system'

/** The colours that the reader chose in this browser, and a way to change them. */
export function useScheme(): readonly [Scheme, (scheme: Scheme) => void] {
  const scheme = useSyncExternalStore((changed) => {
    listeners.add(changed)
    return () => listeners.delete(changed)
  }, read)
  return [scheme, choose]
}

function choose(scheme: Scheme): void {
  if (scheme === 'system') delete document.documentElement.dataset.scheme
  else document.documentElement.dataset.scheme = scheme
  document.cookie = `${COOKIE}=${scheme}; Path=/; SameSite=Lax; Max-Age=${scheme === 'system' ? 0 : YEAR_S}`
  for (const changed of listeners) changed()
}
