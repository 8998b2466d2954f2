import { LRUCache } from 'lru-cache'
import { familiesOf, OTHER } from './families.ts'
import type { Families } from './families.ts'
import { agentOf, decide, MAX_USER_AGENT_LENGTH } from './verdict.ts'
import type { Agent, Classification, HitSignals } from './verdict.ts'

/** A cut user agent holds at most 512 characters, so the cache stays below 20 MB whatever is sent. */
const CACHE_ENTRIES = 10_000

type Known = { agent: Agent; families: Families }

const cache = new LRUCache<string, Known>({ max: CACHE_ENTRIES })

export type Judgement = Classification & { families: Families }

/** Judges one hit, remembering what its user agent says; a user agent repeats in all but hostile traffic. */
export function judgeHit(signals: HitSignals): Judgement {
  const userAgent = signals.userAgent.slice(0, MAX_USER_AGENT_LENGTH)
  let known = cache.get(userAgent)
  if (known === undefined) {
    known = study(userAgent)
    cache.set(userAgent, known)
  }
  return { ...decide(known.agent, signals), families: known.families }
}

/**
 * The families of a fetcher are its own name: Apple's preview calls itself Safari on a Mac and Samsung's Firefox on Linux,
 * and neither is what the recipient holds.
 */
function study(userAgent: string): Known {
  const agent = agentOf(userAgent)
  if (agent.fetcher === undefined) return { agent, families: familiesOf(userAgent) }
  return { agent, families: { device: 'other', os: OTHER, browser: OTHER, app: agent.fetcher } }
}
