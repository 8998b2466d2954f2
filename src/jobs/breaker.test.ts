import { expect, test } from 'vitest'
import { createBreaker } from './breaker.ts'

const result = (more: Partial<Parameters<ReturnType<typeof createBreaker>['note']>[0]>) => ({
  ...{ accepted: 0, rejected: 0, unavailable: 0, unknown: 0, retryAfterMs: undefined },
  ...more,
})

test('pauses double while nothing is taken, up to 15 s, and end with the first message that is', () => {
  let at = 0
  const breaker = createBreaker({ now: () => at })
  const pauses = []
  for (let each = 0; each < 8; each++) {
    breaker.note(result({ unavailable: 20 }))
    pauses.push(breaker.pauseMs())
    at += breaker.pauseMs()
  }
  expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000])
  expect(breaker.isClosed()).toBe(false)
  breaker.note(result({ accepted: 1 }))
  expect([breaker.isClosed(), breaker.pauseMs()]).toEqual([true, 0])
})

test('slices that fail together count once, and the wish of the carrier is heeded', () => {
  const breaker = createBreaker({ now: () => 0 })
  for (let each = 0; each < 5; each++) breaker.note(result({ unavailable: 20, retryAfterMs: 3_000 }))
  expect(breaker.pauseMs()).toBe(3_000)
})

test('a carrier that throttles some and takes others stays in use, and so does one that answers nothing clear', () => {
  const breaker = createBreaker({ now: () => 0 })
  breaker.note(result({ accepted: 1, unavailable: 19 }))
  breaker.note(result({ unknown: 20 }))
  breaker.note(result({ rejected: 20 }))
  breaker.note(result({}))
  expect(breaker.isClosed()).toBe(true)
})
