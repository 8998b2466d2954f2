import { expect, test } from 'vitest'
import { holdMs, MAX_STEPS, parseRetryAfter, retryDelayMs, standardDelaysMs } from './schedule.ts'

const at = (step: number) => retryDelayMs({ delaysMs: standardDelaysMs, step, retryAfterMs: undefined, random: 0.5 })

test('eleven attempts come over three days, the first retry after five seconds', () => {
  const delays = Array.from({ length: MAX_STEPS }, (_, step) => at(step + 1))
  expect(delays.slice(0, 4)).toEqual([5_000, 60_000, 300_000, 1_800_000])
  expect(delays.at(-1)).toBeUndefined()
  expect(delays.reduce<number>((sum, delay) => sum + (delay ?? 0), 0) / 3_600_000).toBeCloseTo(75.6, 1)
})

test('jitter moves an attempt by a tenth at most', () => {
  expect(retryDelayMs({ delaysMs: standardDelaysMs, step: 1, retryAfterMs: undefined, random: 0 })).toBe(4_500)
  expect(retryDelayMs({ delaysMs: standardDelaysMs, step: 1, retryAfterMs: undefined, random: 1 })).toBe(5_500)
})

test('Retry-After puts an attempt off, a day at most, and never brings it forward', () => {
  expect(retryDelayMs({ delaysMs: standardDelaysMs, step: 1, retryAfterMs: 120_000, random: 0.5 })).toBe(120_000)
  expect(retryDelayMs({ delaysMs: standardDelaysMs, step: 3, retryAfterMs: 1_000, random: 0.5 })).toBe(300_000)
  expect(retryDelayMs({ delaysMs: standardDelaysMs, step: 1, retryAfterMs: 10 ** 12, random: 0.5 })).toBe(86_400_000)
})

test.each([
  ['120', 120_000],
  ['0', 0],
  ['Tue, 24 Nov 2026 08:01:00 GMT', 60_000],
  ['Tue, 24 Nov 2026 07:00:00 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
])('Retry-After "%s" is %s ms', (value, ms) => {
  expect(parseRetryAfter(value, new Date('2026-11-24T08:00:00Z'))).toBe(ms)
})

test('an endpoint is left alone after five failures in a row, a minute at most unless it asks for more', () => {
  const hold = (failures: number, retryAfterMs?: number) => holdMs({ failures, retryAfterMs })
  expect([hold(4), hold(5), hold(6), hold(20), hold(1, 90_000), hold(1, 10 ** 9)]).toEqual([
    undefined,
    1_000,
    2_000,
    60_000,
    90_000,
    3_600_000,
  ])
})
