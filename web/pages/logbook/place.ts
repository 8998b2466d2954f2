import { paths } from '../../paths.ts'
import { useEffect, useLayoutEffect, type RefObject } from 'react'

type Place = { search: string; scrollY: number; row: string | undefined }

/** Where the list stood when a message was opened from it. */
let left: Place | undefined
/** Set while a message's page gives way to the next one, and gone a frame later. */
let comesFromMessage = false

/** Brings the reader of a message back to the row from which it was opened. */
export function useReturnToRow(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const place = left
    left = undefined
    if (!comesFromMessage || place === undefined || place.search !== window.location.search) return undefined
    // A frame later, since every new page begins at its top, and once more when the rows there are drawn.
    let frame = requestAnimationFrame(() => {
      window.scrollTo(0, place.scrollY)
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(() => rowOf(list.current, place.row)?.focus({ preventScroll: true }))
      })
    })
    return () => cancelAnimationFrame(frame)
  }, [list])
  useLayoutEffect(() => {
    const remember = (event: Event) => {
      const row = event.target instanceof Element ? event.target.closest('tr')?.querySelector('[data-row]') : undefined
      left = { search: window.location.search, scrollY: window.scrollY, row: row?.getAttribute('data-row') ?? undefined }
    }
    const element = list.current
    // Before the row leads away.
    element?.addEventListener('click', remember, { capture: true })
    return () => element?.removeEventListener('click', remember, { capture: true })
  }, [list])
}

/** Where the logbook was left, with its filters: where a message's page leads back to. */
export const useClosestLogbook = (): string => paths.logbook() + (left?.search ?? '')

/** To be called by the page of a message. */
export function useComesFromMessage(): void {
  useLayoutEffect(
    () => () => {
      comesFromMessage = true
      requestAnimationFrame(() => {
        comesFromMessage = false
      })
    },
    [],
  )
}

function rowOf(list: HTMLElement | null, row: string | undefined): HTMLElement | undefined {
  const found = row === undefined ? null : list?.querySelector(`[data-row="${CSS.escape(row)}"]`)
  return found instanceof HTMLElement ? found : undefined
}

/** Arrow keys go from row to row, and stay in their column. */
export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = list.current
    element?.addEventListener('keydown', moveByKey)
    return () => element?.removeEventListener('keydown', moveByKey)
  }, [list])
}

function moveByKey(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const cell = event.target instanceof Element ? event.target.closest('td') : null
  const row = cell?.closest('tr')
  if (step === 0 || cell === null || row === null || row === undefined) return
  const next = step > 0 ? row.nextElementSibling : row.previousElementSibling
  const target = next?.children[cell.cellIndex]?.querySelector('a, [tabindex="0"]')
  if (!(target instanceof HTMLElement)) return
  event.preventDefault()
  target.focus({ preventScroll: true })
  target.scrollIntoView({ block: 'nearest' })
}
