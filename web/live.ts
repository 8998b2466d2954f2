import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { LiveEvent, LiveType } from '../src/contract/live.ts'
import type { Resource } from './queryClient.ts'
import { signedOut } from './signedOut.ts'

/** `live`: told of changes as they happen. `polling`: asks every few seconds. `away`: neither works at the moment. */
export type LiveState = { state: 'live' | 'polling' | 'away'; asOf: Date | undefined }

const POLL_MS = 10_000
/** After the stream was refused it is tried again: after the first, then twice as long each time, at most the second. */
const REOPEN_MS = 15_000
const MAX_REOPEN_MS = 240_000
/** A stream that ends is opened again by the browser at once; only when that takes longer is something wrong. */
const PATIENCE_MS = 5_000
/** A rush of events becomes one new reading. */
const GATHER_MS = 1_000

/** What is read anew when something changes. */
const touches: Readonly<Record<Exclude<LiveType, 'reset'>, readonly Resource[]>> = {
  'message.changed': ['messages', 'campaigns', 'stats', 'onboarding'],
  'campaign.changed': ['campaigns', 'stats', 'onboarding'],
  'conversion.changed': ['conversions', 'messages', 'campaigns', 'stats'],
  'inbound.changed': ['inbound', 'messages'],
  'opt_out.changed': ['suppressions', 'contacts'],
  'import.changed': ['imports', 'contacts', 'groups'],
  'link.changed': ['links', 'stats'],
  'endpoint.changed': ['webhooks', 'onboarding'],
  'delivery.changed': ['webhooks'],
}
const isTouching = (type: string): type is keyof typeof touches => Object.hasOwn(touches, type)

let current: LiveState = { state: 'away', asOf: undefined }
const watchers = new Set<() => void>()
const hearers = new Set<(event: LiveEvent) => void>()

function set(next: Partial<LiveState>): void {
  current = { ...current, ...next }
  for (const changed of watchers) changed()
}

/** How old what is shown can be. */
export const useLive = (): LiveState =>
  useSyncExternalStore(
    (changed) => {
      watchers.add(changed)
      return () => watchers.delete(changed)
    },
    () => current,
  )

/**
 * How often something is asked for again, for `refetchInterval`: while the stream tells of it, and while there is none. Called each time an answer
 * came; when the stream breaks, all that is shown is asked for at once.
 */
export const askEvery = ({ live, otherwise }: { live: number | false; otherwise: number }): number | false =>
  current.state === 'live' ? live : otherwise

/** Hears each change itself, for what reading anew does not serve. `hear` should not change from one rendering to the next. */
export function useLiveEvents(hear: (event: LiveEvent) => void): void {
  useEffect(() => {
    hearers.add(hear)
    return () => void hearers.delete(hear)
  }, [hear])
}

/** Keeps what is shown up to date until the returned function is called: by the stream of the server, else by asking again. */
export function keepFresh(client: QueryClient): () => void {
  const gathered = gatherChanges(client)
  const polling = pollActive(client)
  let [stream, reopen, patience]: [EventSource | undefined, Timer, Timer] = [undefined, undefined, undefined]
  let wait = REOPEN_MS

  const alive = () => {
    clearTimeout(patience)
    patience = undefined
    polling.stop()
    set({ state: 'live', asOf: new Date() })
  }
  const open = () => {
    stream = new EventSource('/v1/live')
    stream.addEventListener('open', () => {
      wait = REOPEN_MS
      alive()
    })
    stream.addEventListener('beat', alive)
    for (const type of [...Object.keys(touches), 'reset'])
      stream.addEventListener(type, ({ data }: MessageEvent<string>) => {
        alive()
        gathered.add(parse(data))
      })
    stream.addEventListener('error', () => {
      if (stream?.readyState === EventSource.CLOSED) refused()
      // While the browser connects again nothing is lost: the server goes on after the last id.
      else patience ??= setTimeout(polling.start, PATIENCE_MS)
    })
  }
  /** Too many windows, a proxy that cannot do it, no database: asking every few seconds still works. */
  const refused = () => {
    polling.start()
    reopen = setTimeout(open, wait)
    wait = Math.min(wait * 2, MAX_REOPEN_MS)
  }
  set({ state: 'polling', asOf: new Date() })
  open()
  return () => {
    stream?.close()
    polling.stop()
    gathered.stop()
    clearTimeout(reopen)
    clearTimeout(patience)
  }
}
type Timer = ReturnType<typeof setTimeout> | undefined

/** What the server says has been checked there; a line that cannot be read means that something changed. */
function parse(data: string): LiveEvent {
  try {
    return JSON.parse(data) as LiveEvent
  } catch {
    return { type: 'reset', ids: [], more: true }
  }
}

/** Reads anew what has changed, once for all that happens within a second. */
function gatherChanges(client: QueryClient): { add: (event: LiveEvent) => void; stop: () => void } {
  const changed = new Set<Resource | 'all'>()
  let timer: Timer
  const flush = () => {
    timer = undefined
    if (changed.has('all')) void client.invalidateQueries()
    else for (const resource of changed) void client.invalidateQueries({ queryKey: [resource] })
    changed.clear()
  }
  return {
    add(event) {
      for (const hear of hearers) hear(event)
      for (const resource of isTouching(event.type) ? touches[event.type] : (['all'] as const)) changed.add(resource)
      timer ??= setTimeout(flush, GATHER_MS)
    },
    stop: () => clearTimeout(timer),
  }
}

/** Asks for all that is shown every few seconds, while somebody looks. */
function pollActive(client: QueryClient): { start: () => void; stop: () => void } {
  let timer: Timer
  const ask = async () => {
    if (document.hidden || signedOut.read()) return
    await client.refetchQueries({ type: 'active' })
    const failed = client
      .getQueryCache()
      .findAll({ type: 'active' })
      .some(({ state }) => state.status === 'error')
    if (timer !== undefined) set(failed ? { state: 'away' } : { state: 'polling', asOf: new Date() })
  }
  return {
    start() {
      if (timer !== undefined) return
      timer = setInterval(() => void ask(), POLL_MS)
      void ask()
    },
    stop() {
      clearInterval(timer)
      timer = undefined
    },
  }
}
