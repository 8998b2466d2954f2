import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

function taken(pace: Pace, events: number): void {
  for (let event = 0; event < events; event++) pace.note()
}

test('a pace is that of the last tenth of a second or more', () => {
  const pace = new Pace()
  expect(pace.perSecond(1_000)).toBe(2_000)
  taken(pace, 50)
  expect(pace.perSecond(1_050)).toBe(2_000)
  taken(pace, 950)
  expect(pace.perSecond(1_100)).toBe(10_000)
  taken(pace, 10)
  expect(pace.perSecond(2_100)).toBe(10)
})

test('an endpoint that had nothing to do is no slower for it', () => {
  const pace = new Pace()
  pace.perSecond(0)
  taken(pace, 1_000)
  expect(pace.perSecond(100)).toBe(10_000)
  expect(pace.perSecond(60_000)).toBe(10_000)
  taken(pace, 500)
  expect(pace.perSecond(60_100)).toBe(5_000)
})
