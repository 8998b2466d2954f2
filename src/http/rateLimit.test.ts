import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRateLimiter } from './rateLimit.ts'

function limiterWithClock() {
  const clock = { ms: 0 }
  return { clock, limiter: createRateLimiter({ now: () => clock.ms }) }
}

test('a minute of requests may come at once, the next one has to wait for its token', () => {
  const { clock, limiter } = limiterWithClock()
  for (let left = 5; left >= 0; left--) expect(limiter.take('a', 6)).toMatchObject({ allowed: true, limit: 6, remaining: left })
  expect(limiter.take('a', 6)).toEqual({ allowed: false, limit: 6, remaining: 0, fullInS: 60, nextInS: 10 })
  clock.ms += 10_000
  expect(limiter.take('a', 6)).toMatchObject({ allowed: true, remaining: 0 })
})

test('refused requests do not push the next token away', () => {
  const { clock, limiter } = limiterWithClock()
  limiter.take('a', 1)
  for (clock.ms = 1_000; clock.ms < 60_000; clock.ms += 1_000) expect(limiter.take('a', 1).allowed).toBe(false)
  expect(limiter.take('a', 1).allowed).toBe(true)
})

test('keys do not share a bucket', () => {
  const { limiter } = limiterWithClock()
  limiter.take('a', 1)
  expect(limiter.take('b', 1).allowed).toBe(true)
})

test('never more than a full bucket and the refill pass, whatever the pace', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 300 }), (rate, pauses) => {
      const { clock, limiter } = limiterWithClock()
      let passed = 0
      for (const pause of pauses) {
        clock.ms += pause
        if (limiter.take('a', rate).allowed) passed++
      }
      expect(passed).toBeLessThanOrEqual(rate + Math.ceil((clock.ms * rate) / 60_000))
    }),
  )
})
