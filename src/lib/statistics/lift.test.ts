import { expect, test } from 'vitest'
import { rateMoments } from './counts.ts'
import { liftOf } from './lift.ts'

const group = (messages: number, successes: number) => ({ ...rateMoments({ messages, matured: messages, successes }), planned: messages })

test('a clear lift has bounds above none, as a difference and as a ratio', () => {
  const { difference, gained, relative } = liftOf(group(90_000, 2_700), group(10_000, 200))
  expect(difference.estimate).toBeCloseTo(0.01, 12)
  expect(gained.estimate).toBeCloseTo(900, 8)
  expect(gained.low).toBeCloseTo(90_000 * difference.low, 8)
  expect(relative?.estimate).toBeCloseTo(0.5, 12)
  expect(relative?.low).toBeGreaterThan(0)
  expect(relative?.high).toBeLessThan(1.5)
})

test('a ratio is 1 exactly at a bound where the difference is 0 at its bound', () => {
  const [sent, heldOut] = [group(9_000, 270), group(1_000, 20)]
  const { difference, relative } = liftOf(sent, heldOut)
  expect(Math.sign(difference.low)).toBe(Math.sign(relative?.low ?? 0))
})

test('a small hold-out says nothing of a ratio, one without conversions has none', () => {
  expect(liftOf(group(900, 27), group(100, 2)).relative).toMatchObject({ low: -Infinity, high: Infinity })
  expect(liftOf(group(900, 27), group(100, 0)).relative).toBeUndefined()
})
