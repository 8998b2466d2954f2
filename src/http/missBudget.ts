import { LRUCache } from 'lru-cache'
import { NO_NETWORK, type Network } from '../domain/tracking/network.ts'

/** Networks remembered; one that falls out starts with a full budget. */
const MAX_NETWORKS = 50_000
const WINDOW_MS = 60_000

/** Unknown codes that a network asked for within the minute. Guessing gets slow, while real links of the same network still lead on. */
export type MissBudget = {
  isOver(network: Network): boolean
  /** Counts an unknown code. */
  miss(network: Network): void
}

/** @param perMinute misses that one network has in a minute */
export function createMissBudget({ perMinute, now = () => performance.now() }: { perMinute: number; now?: () => number }): MissBudget {
  const misses = new LRUCache<Network, { count: number; since: number }>({ max: MAX_NETWORKS })
  const current = (network: Network) => {
    const known = misses.get(network)
    return known !== undefined && now() - known.since < WINDOW_MS ? known : undefined
  }
  return {
    // Nobody over budget is the common case, and then the map is empty or small.
    isOver: (network) => misses.size > 0 && (current(network)?.count ?? 0) >= perMinute,
    miss(network) {
      if (network === NO_NETWORK) return
      const known = current(network)
      if (known === undefined) misses.set(network, { count: 1, since: now() })
      else known.count++
    },
  }
}
