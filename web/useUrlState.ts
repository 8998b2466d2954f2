import { useCallback, useMemo } from 'react'
import { useLocation, useSearch } from 'wouter'
import { withQuery } from './paths.ts'

type Shape = Readonly<Record<string, string>>

/**
 * Filters of a page, kept in its address: a link to the page shows the same, and the back button undoes.
 * @param defaults every filter with the value that it has when the address does not name it; a constant of the page, '' for none
 * @returns the values; `change`, which leaves the other filters as they are and replaces the entry in the history; `clear`
 */
export function useUrlState<T extends Shape>(
  defaults: T,
): { values: T; change: (next: Partial<T>) => void; clear: () => void; isFiltered: boolean } {
  const search = useSearch()
  const [place, go] = useLocation()
  const values = useMemo(() => readValues(defaults, search), [defaults, search])
  const change = useCallback(
    (next: Partial<T>) => {
      const merged: T = { ...readValues(defaults, window.location.search), ...next }
      const changed = Object.entries(merged).filter(([name, value]) => value !== defaults[name])
      go(withQuery(place, Object.fromEntries(changed)), { replace: true })
    },
    [defaults, place, go],
  )
  const clear = useCallback(() => go(place, { replace: true }), [place, go])
  return { values, change, clear, isFiltered: Object.keys(defaults).some((name) => values[name] !== defaults[name]) }
}

/** What else stands in the address is not ours and stays unread. */
export function readValues<T extends Shape>(defaults: T, search: string): T {
  const query = new URLSearchParams(search)
  // The names are those of the defaults, and all values of an address are texts.
  return Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, query.get(name) ?? value])) as T
}
