import { useLocation, useSearch } from 'wouter'
import { NEW_FORM } from './paths.ts'

/** Whether the form for something new is open. The address says so, so that a link from elsewhere leads straight to it. */
export function useNewForm(): { isOpen: boolean; open: () => void; close: () => void } {
  const search = useSearch()
  const [place, go] = useLocation()
  const turn = (isOpen: boolean) => {
    const query = new URLSearchParams(window.location.search)
    if (isOpen) query.set(NEW_FORM, 'yes')
    else query.delete(NEW_FORM)
    const text = query.toString()
    go(text === '' ? place : `${place}?${text}`, { replace: true })
  }
  return { isOpen: new URLSearchParams(search).has(NEW_FORM), open: () => turn(true), close: () => turn(false) }
}
