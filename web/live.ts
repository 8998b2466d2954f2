import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { Resource } from './queryClient.ts'

/** `live`: told of changes as they happen. `polling`: asks every few seconds. `away`: neither works at the moment. */
export type LiveState = { state: 'live' | 'polling' | 'away'; asOf: Date | undefined }

const POLL_MS = 10_000
/** After the stream broke for good: it is tried again after this, twice as long each time, at most the second. */
const REOPEN_MS = 15_000
const MAX_REOPEN_MS = 240_000
/** A rush of events becomes one new reading. */
const GATHER_MS = 1_000

let current: LiveState = { state: 'away', asOf: undefined }
const listeners = new Set<() => void>()
function set(next: Partial<LiveState>): void {
  current = { ...current, ...next }
  for (const changed of listeners) changed()
}

/** How old what is shown can be. */
export const useLive = (): LiveState =>
  useSyncExternalStore(
    (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    () => current,
  )

/** Keeps what is shown up to date until the returned function is called: by the stream of the server, else by asking again. */
export function keepFresh(client: QueryClient): () => void {
  const changed = new Set<Resource>()
  let [stream, poll, reopen, gather]: [EventSource | undefined, Timer, Timer, Timer] = [undefined, undefined, undefined, undefined]
  let wait = REOPEN_MS

  const flush = () => {
    gather = undefined
    for (const resource of changed) void client.invalidateQueries({ queryKey: [resource] })
    changed.clear()
  }
  const note = (resources: readonly Resource[]) => {
    for (const resource of resources) changed.add(resource)
    gather ??= setTimeout(flush, GATHER_MS)
  }
  const open = () => {
    stream = new EventSource('/v1/live')
    stream.addEventListener('open', () => {
      wait = REOPEN_MS
      stopPolling()
      set({ state: 'live', asOf: new Date() })
    })
    stream.addEventListener('error', () => {
      // While it connects again by itself nothing is lost: the server goes on after the last id.
      if (stream?.readyState === EventSource.CLOSED) fall()
      else set({ state: 'away' })
    })
    listen(stream, note)
  }
  const fall = () => {
    stream?.close()
    poll ??= setInterval(() => void ask(), POLL_MS)
    void ask()
    reopen = setTimeout(open, wait)
    wait = Math.min(wait * 2, MAX_REOPEN_MS)
  }
  const ask = async () => {
    if (document.hidden) return
    await client.refetchQueries({ type: 'active' })
    const failed = client
      .getQueryCache()
      .findAll({ type: 'active' })
      .some(({ state }) => state.status === 'error')
    set(failed ? { state: 'away' } : { state: 'polling', asOf: new Date() })
  }
  const stopPolling = () => {
    clearInterval(poll)
    poll = undefined
  }
  open()
  return () => {
    stream?.close()
    stopPolling()
    clearTimeout(reopen)
    clearTimeout(gather)
  }
}
type Timer = ReturnType<typeof setTimeout> | undefined

function listen(stream: EventSource, note: (resources: readonly Resource[]) => void): void {
  stream.addEventListener('message', () => {
    set({ state: 'live', asOf: new Date() })
    note(['messages', 'campaigns', 'stats'])
  })
}
