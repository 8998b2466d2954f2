import type { FastifyReply } from 'fastify'
import { LRUCache } from 'lru-cache'
import { formatNetwork, networkOf as numberOfNetwork } from '../domain/tracking/network.ts'
import { AnswerError } from './errors.ts'

/** Requests that one network may make in a minute without a key: pages, sign-in, wrong keys. Many people can share a network. */
export const networkRatePerMinute = 1200

/** Buckets kept; the one unused for longest is forgotten first, which only gives its owner a full one again. */
const MAX_BUCKETS = 50_000
const MINUTE_MS = 60_000

type Bucket = { tokens: number; at: number }
/** How a request stands against its limit: requests left now, and seconds until all or the next are there again. */
export type Standing = { allowed: boolean; limit: number; remaining: number; fullInS: number; nextInS: number }
export type RateLimiter = { take(name: string, ratePerMinute: number): Standing }

/**
 * Token buckets in the memory of this process: a minute's worth at once, then refilled evenly. With several web nodes each counts its own.
 * @param now milliseconds that never go back
 */
export function createRateLimiter({ now = () => performance.now() }: { now?: () => number } = {}): RateLimiter {
  const buckets = new LRUCache<string, Bucket>({ max: MAX_BUCKETS })
  return {
    take(name, ratePerMinute) {
      const at = now()
      const bucket = buckets.get(name) ?? { tokens: ratePerMinute, at }
      const tokens = Math.min(ratePerMinute, bucket.tokens + ((at - bucket.at) * ratePerMinute) / MINUTE_MS)
      const allowed = tokens >= 1
      const left = allowed ? tokens - 1 : tokens
      buckets.set(name, { tokens: left, at })
      return { allowed, limit: ratePerMinute, remaining: Math.floor(left), ...waits(left, ratePerMinute) }
    },
  }
}

const waits = (tokens: number, ratePerMinute: number) => ({
  fullInS: Math.ceil(((ratePerMinute - tokens) * 60) / ratePerMinute),
  nextInS: Math.max(1, Math.ceil((Math.max(0, 1 - tokens) * 60) / ratePerMinute)),
})

/**
 * Writes the RateLimit headers of an answer.
 * @throws AnswerError `rate_limited` with Retry-After when nothing is left
 */
export function enforce(reply: FastifyReply, standing: Standing, whose: keyof typeof subjects): void {
  const { allowed, limit, remaining, fullInS, nextInS } = standing
  reply.headers({ 'ratelimit-limit': String(limit), 'ratelimit-remaining': String(remaining), 'ratelimit-reset': String(fullInS) })
  if (allowed) return
  throw new AnswerError('rate_limited', `${subjects[whose]} used up the ${limit} requests of a minute: try again in ${nextInS} s.`, {
    'retry-after': String(nextInS),
  })
}

const subjects = { key: 'This API key has', person: 'You have', network: 'Your network has' } as const

/** The network an address belongs to, such as `192.0.2.0/24`, as the name of a bucket. */
export const networkOf = (address: string): string => formatNetwork(numberOfNetwork(address)) ?? 'unknown'
