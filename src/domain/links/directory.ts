import { LRUCache } from 'lru-cache'
import { databaseNow, type Db } from '../../platform/db.ts'
import type { Log } from '../../platform/log.ts'
import type { CodeSpaces } from './codeSpaces.ts'
import type { ShortDomain } from './domains.ts'
import { createRangeIndex, type RangeIndex } from './rangeIndex.ts'
import { findLinkRendering, listChangedBatches, listChangedRenderings, listRanges, loadHosts, type LinkRendering } from './targets.ts'

/** How often changes by other processes are looked for. A takedown must hold on every node within 5 s. */
const FOLLOW_INTERVAL_MS = 2_000
/** How far back each look goes: a change counts from its statement, and its transaction may commit a little later. */
const FOLLOW_OVERLAP_SECONDS = 15
const MAX_RENDERINGS = 20_000
const RANGES_PER_READ = 10_000
const MAX_PRELOADED = 200
/** Misses may ask for new ranges so often; all that wait share one read. */
const REFRESH_INTERVAL_MS = 100

/** What the redirect knows without asking: hosts, ranges and renderings, kept current in the background. */
export type LinkDirectory = {
  ranges: RangeIndex
  domainOf(host: string): ShortDomain | undefined
  knownRendering(id: number): LinkRendering | undefined
  rendering(id: number): Promise<LinkRendering | undefined>
  /** Reads ranges made since the last look; shared by all that wait, at most 10 a second. */
  refreshRanges(): Promise<void>
  /** Reads the short domains, shared in the same way. */
  refreshHosts(): Promise<void>
  /** Whether a moment (milliseconds since 1970) has passed by the database's clock, as this node last saw it. */
  isOver(expiresAt: number | undefined): boolean
  /** Looks for changes once, as the timer does. */
  follow(): Promise<void>
  close(): void
}

type Known = { ranges: RangeIndex; renderings: LRUCache<number, LinkRendering> }

export async function openDirectory({ db, codeSpaces, log }: { db: Db; codeSpaces: CodeSpaces; log: Log }): Promise<LinkDirectory> {
  const ranges = createRangeIndex()
  const renderings = new LRUCache<number, LinkRendering>({ max: MAX_RENDERINGS })
  let hosts = await loadHosts(db)
  const readRanges = async () => {
    for (const codeSpaceId of codeSpaces.keys()) await readNewRanges(db, { ranges, renderings, codeSpaceId })
  }
  const readHosts = async () => {
    hosts = await loadHosts(db)
  }
  let clockAheadMs = await measureClock(db)
  const follow = async () => {
    clockAheadMs = await measureClock(db)
    await readHosts()
    await readRanges()
    for (const range of await listChangedBatches(db, { seconds: FOLLOW_OVERLAP_SECONDS })) ranges.add(range)
    await reloadChanged(db, renderings)
  }
  await readRanges()
  const timer = setInterval(
    () => void follow().catch((error: unknown) => log.warn({ error }, 'links: changes could not be read')),
    FOLLOW_INTERVAL_MS,
  )
  return {
    ranges,
    // A client may write the port of the scheme, which no row has.
    domainOf: (host) => hosts.get(host) ?? hosts.get(host.replace(/:(?:80|443)$/, '')),
    knownRendering: (id) => renderings.get(id),
    async rendering(id) {
      const known = renderings.get(id) ?? (await findLinkRendering(db, { id }))
      if (known !== undefined) renderings.set(id, known)
      return known
    },
    refreshRanges: shareCalls(readRanges),
    refreshHosts: shareCalls(readHosts),
    isOver: (expiresAt) => expiresAt !== undefined && expiresAt <= Date.now() + clockAheadMs,
    follow,
    close: () => clearInterval(timer),
  }
}

/** How far the database's clock is ahead of this node's, so that a link ends everywhere at the same moment. */
async function measureClock(db: Db): Promise<number> {
  return (await databaseNow(db)).getTime() - Date.now()
}

/** Reads ranges made since, and the renderings of the newest batches: the first tap on those needs no read then. */
async function readNewRanges(db: Db, { ranges, renderings, codeSpaceId }: Known & { codeSpaceId: number }): Promise<void> {
  for (;;) {
    const rows = await listRanges(db, { codeSpaceId, from: ranges.end(codeSpaceId), limit: RANGES_PER_READ })
    for (const range of rows) ranges.add(range)
    if (rows.length === RANGES_PER_READ) continue
    const renderingIds = new Set(rows.flatMap((range) => range.batch?.renderingId ?? []))
    for (const id of [...renderingIds].slice(-MAX_PRELOADED)) {
      const rendering = renderings.has(id) ? undefined : await findLinkRendering(db, { id })
      if (rendering !== undefined) renderings.set(id, rendering)
    }
    return
  }
}

/** Reads again what is cached and has changed; what is not cached is read when a hit needs it. */
async function reloadChanged(db: Db, renderings: LRUCache<number, LinkRendering>): Promise<void> {
  const { renderingIds, accountIds } = await listChangedRenderings(db, { seconds: FOLLOW_OVERLAP_SECONDS })
  const ofAccounts =
    accountIds.length === 0 ? [] : [...renderings].filter(([, rendering]) => accountIds.includes(rendering.account.id)).map(([id]) => id)
  for (const id of new Set([...renderingIds.filter((id) => renderings.has(id)), ...ofAccounts])) {
    const current = await findLinkRendering(db, { id })
    if (current !== undefined) renderings.set(id, current)
  }
}

/** Callers that come before a call has started share it: it sees all that was written before they came. */
function shareCalls(call: () => Promise<void>): () => Promise<void> {
  let waiting: Promise<void> | undefined
  let lastStartedAt = -REFRESH_INTERVAL_MS
  const start = async () => {
    const pause = lastStartedAt + REFRESH_INTERVAL_MS - performance.now()
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, pause)))
    waiting = undefined
    lastStartedAt = performance.now()
    await call()
  }
  return () => (waiting ??= start())
}
