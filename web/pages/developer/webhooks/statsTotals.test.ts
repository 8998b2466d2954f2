import { expect, test } from 'vitest'
import { fillHours, HOURS, lastWeek, totalsOf } from './statsTotals.ts'

const hour = (at: string, delivered: number, failed: number, average: number, slowest: number) => ({
  ...{ hour: at, delivered, failed_attempts: failed, given_up: 0, average_ms: average, slowest_ms: slowest },
})
const hours = [hour('2026-11-24T09:00:00.000Z', 3, 1, 100, 900), hour('2026-11-24T07:00:00.000Z', 1, 0, 600, 600)]

test('totals weigh each attempt alike, and know nothing where there was none', () => {
  expect(totalsOf(hours)).toEqual({ delivered: 4, failed: 1, averageMs: 200, slowestMs: 900 })
  expect(totalsOf([])).toEqual({ delivered: 0, failed: 0, averageMs: undefined, slowestMs: undefined })
})

test('hours of more than a week ago are no part of the last week, however few there are', () => {
  const old = hour('2026-11-17T09:00:00.000Z', 9, 9, 1, 1)
  expect(lastWeek([...hours, old], new Date('2026-11-24T09:59:00.000Z'))).toEqual(hours)
})

test('hours without attempts are filled in, a week back from now, and older ones stay out', () => {
  const filled = fillHours([...hours, hour('2026-11-01T07:00:00.000Z', 9, 9, 1, 1)], new Date('2026-11-24T09:59:00.000Z'))
  expect(filled).toHaveLength(HOURS)
  expect(filled.slice(-3)).toEqual([
    { at: new Date('2026-11-24T07:00:00.000Z'), delivered: 1, failed: 0 },
    { at: new Date('2026-11-24T08:00:00.000Z'), delivered: 0, failed: 0 },
    { at: new Date('2026-11-24T09:00:00.000Z'), delivered: 3, failed: 1 },
  ])
  expect(filled.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(4)
})
