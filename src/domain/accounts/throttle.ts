import { LRUCache } from 'lru-cache'

/** After `free` failures each further one doubles the wait, from one second to `maxWaitMs`. */
type Limit = { free: number; maxWaitMs: number }

/**
 * Only somebody on the same network can make a person wait long; failures from everywhere else cost that
 * person at most ten seconds, so nobody can lock anybody out.
 */
const limits = {
  emailOnNetwork: { free: 5, maxWaitMs: 300_000 },
  network: { free: 20, maxWaitMs: 300_000 },
  email: { free: 30, maxWaitMs: 10_000 },
} as const satisfies Record<string, Limit>
type Bucket = keyof typeof limits

/** Without a failure for this long a bucket is forgotten. */
const MEMORY_MS = 15 * 60_000
const MAX_BUCKETS = 20_000

type Failures = { count: number; lastAt: number }
type Attempt = { email: string; network: string }

/** Slows guessing of passwords down. It lives in memory: a restart forgets it, which costs an attacker more time than it gives. */
export class SignInThrottle {
  readonly #buckets = new LRUCache<string, Failures>({ max: MAX_BUCKETS })

  /**
   * Counts an attempt as failed before it is tried, so that a hundred at once are not one.
   * @returns how long to wait, in milliseconds; 0 means: go on
   */
  begin(attempt: Attempt, now: Date): number {
    const at = now.getTime()
    const wait = Math.max(...keysOf(attempt).map(([bucket, key]) => waitOf(this.#read(key, at), limits[bucket], at)))
    if (wait > 0) return wait
    for (const [, key] of keysOf(attempt)) this.#buckets.set(key, { count: (this.#read(key, at)?.count ?? 0) + 1, lastAt: at })
    return 0
  }

  /** Forgets the failures of somebody who knew the password; the network's others keep theirs. */
  succeed(attempt: Attempt): void {
    for (const [bucket, key] of keysOf(attempt)) {
      if (bucket !== 'network') this.#buckets.delete(key)
      else this.#takeBack(key)
    }
  }

  #takeBack(key: string): void {
    const failures = this.#buckets.get(key)
    if (failures !== undefined) this.#buckets.set(key, { ...failures, count: failures.count - 1 })
  }

  #read(key: string, at: number): Failures | undefined {
    const failures = this.#buckets.get(key)
    return failures === undefined || at - failures.lastAt > MEMORY_MS ? undefined : failures
  }
}

function waitOf(failures: Failures | undefined, { free, maxWaitMs }: Limit, at: number): number {
  if (failures === undefined || failures.count < free) return 0
  const waitMs = Math.min(1_000 * 2 ** (failures.count - free), maxWaitMs)
  return Math.max(0, failures.lastAt + waitMs - at)
}

const keysOf = ({ email, network }: Attempt): [Bucket, string][] => [
  ['emailOnNetwork', `${email} ${network}`],
  ['network', network],
  ['email', email],
]
