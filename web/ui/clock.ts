import { useSyncExternalStore } from 'react'

const TICK_MS = 15_000

/** One clock for all relative times of the page, which runs only while one of them is shown. */
let now = new Date()
let timer: ReturnType<typeof setInterval> | undefined
const listeners = new Set<() => void>()

function subscribe(changed: () => void): () => void {
  listeners.add(changed)
  timer ??= setInterval(tick, TICK_MS)
  return () => {
    listeners.delete(changed)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function tick(): void {
  now = new Date()
  for (const changed of listeners) changed()
}

function read(): Date {
  // After a pause of the clock the last tick is old.
  if (timer === undefined && Date.now() - now.getTime() > TICK_MS) now = new Date()
  return now
}

/** The time, to a quarter of a minute. */
export const useNow = (): Date => useSyncExternalStore(subscribe, read)
