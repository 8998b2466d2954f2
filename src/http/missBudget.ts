import { NO_NETWORK, type Network } from '../domain/tracking/network.ts'

/** How many unknown codes each network may ask for in a minute: guessing codes shall not be worth the try. */
export type MissBudget = {
  /** Counts a miss. @returns false when the budget was spent before */
  spend(network: Network): boolean
  /** Whether a network has spent its budget; a hit of it is flagged, which alone says nothing against it. */
  isSpent(network: Network): boolean
  /** Seconds until the budget is full again. */
  retryAfterS(): number
}

/** About 4 MB. Beyond it the network that has been quiet for longest is forgotten. */
const MAX_NETWORKS = 50_000
const MINUTE_MS = 60_000

/** @param now milliseconds of a clock that does not go back */
export function createMissBudget({ perMinute, now = () => performance.now() }: { perMinute: number; now?: () => number }): MissBudget {
  const misses = new Map<Network, number>()
  let startedAt = now()
  const turnMinute = () => {
    if (now() - startedAt < MINUTE_MS) return
    misses.clear()
    startedAt = now()
  }
  return {
    spend(network) {
      turnMinute()
      const count = (misses.get(network) ?? 0) + 1
      misses.delete(network)
      misses.set(network, count)
      if (misses.size > MAX_NETWORKS) forgetOldest(misses)
      return count <= perMinute
    },
    isSpent(network) {
      // Asked for every hit, and without misses there is nothing to look up.
      if (misses.size === 0 || network === NO_NETWORK) return false
      turnMinute()
      return (misses.get(network) ?? 0) > perMinute
    },
    retryAfterS: () => Math.max(1, Math.ceil((startedAt + MINUTE_MS - now()) / 1_000)),
  }
}

function forgetOldest(misses: Map<Network, number>): void {
  for (const oldest of misses.keys()) {
    misses.delete(oldest)
    return
  }
}
