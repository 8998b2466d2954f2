import { expect, test } from 'vitest'
import { seriesOf, weekOf } from './hours.ts'

const hour = (key: string, clicks: number, conversions = 0) => ({
  ...{ key, total_clicks: clicks, unique_clicks: clicks, clickers: clicks, views: 1, prefetches: 0, bots: 2, conversions },
})

test('hours without anything stand between those with something, as 0', () => {
  const { step, buckets } = seriesOf([hour('2026-11-24T08:00:00Z', 3, 1), hour('2026-11-24T11:00:00Z', 2)], 'UTC')
  expect(step).toBe('hour')
  expect(buckets.map(({ clicks }) => clicks)).toEqual([3, 0, 0, 2])
  expect(buckets.map(({ conversions }) => conversions)).toEqual([1, 0, 0, 0])
})

test('a longer time is shown by days of the zone', () => {
  // 23:00 UTC is the next day in Berlin.
  const hours = [hour('2026-11-01T22:00:00Z', 1), hour('2026-11-01T23:00:00Z', 10), hour('2026-11-10T12:00:00Z', 100)]
  const { step, buckets } = seriesOf(hours, 'Europe/Berlin')
  expect(step).toBe('day')
  expect(buckets.map(({ clicks }) => clicks)).toEqual([1, 10, 0, 0, 0, 0, 0, 0, 0, 100])
  // Midnight in Berlin, also for the day that begins with a click in the evening.
  expect(buckets.map(({ at }) => new Date(at * 1_000).getUTCHours())).toEqual(Array.from({ length: 10 }, () => 23))
})

test('a report without hours has no series', () => {
  expect(seriesOf([], 'UTC').buckets).toEqual([])
})

test.each([
  ['UTC', '2026-11-23T09:00:00Z', 0, 9],
  ['Europe/Berlin', '2026-11-22T23:30:00Z', 0, 0],
  ['Asia/Kolkata', '2026-11-28T18:00:00Z', 5, 23],
  ['America/New_York', '2026-11-23T02:00:00Z', 6, 21],
])('in %s a click at %s stands in its day and hour', (zone, key, day, at) => {
  const week = weekOf([hour(key, 4)], zone)
  expect(week[day]?.[at]).toBe(4)
  expect(week.flat().reduce((sum, clicks) => sum + clicks, 0)).toBe(4)
})
