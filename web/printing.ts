import { useSyncExternalStore } from 'react'

const watchers = new Set<() => void>()
let isPrinting = false
/** The colours that the reader chose, while the page lies on paper. */
let chosen: string | undefined

/**
 * Makes pages fit for paper: light colours, for what is drawn by scripts too, and tables with all of their rows. To be called once.
 * Browsers tell of it in two ways, and not all of them in both.
 */
export function watchPrinting(): () => void {
  const media = window.matchMedia('print')
  const begin = () => turn(true)
  const end = () => turn(media.matches)
  const follow = () => turn(media.matches)
  window.addEventListener('beforeprint', begin)
  window.addEventListener('afterprint', end)
  media.addEventListener('change', follow)
  return () => {
    window.removeEventListener('beforeprint', begin)
    window.removeEventListener('afterprint', end)
    media.removeEventListener('change', follow)
    turn(false)
  }
}

function turn(next: boolean): void {
  if (next === isPrinting) return
  isPrinting = next
  const { dataset } = document.documentElement
  if (next) {
    chosen = dataset.scheme
    dataset.scheme = 'light'
  } else if (chosen === undefined) delete dataset.scheme
  else dataset.scheme = chosen
  for (const changed of watchers) changed()
}

/** Whether the page is being printed, so that nothing of it may be left out. */
export const usePrinting = (): boolean =>
  useSyncExternalStore(
    (changed) => {
      watchers.add(changed)
      return () => watchers.delete(changed)
    },
    () => isPrinting,
  )
