import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayAfter, isDay, momentAt, startOfDay, wallAt } from './day.ts'

test('a day begins at midnight of its zone, also where the clocks change or are half an hour off', () => {
  expect(startOfDay('2026-11-24', 'Europe/Berlin').toISOString()).toBe('2026-11-23T23:00:00.000Z')
  expect(startOfDay('2026-03-29', 'Europe/Berlin').toISOString()).toBe('2026-03-28T23:00:00.000Z')
  expect(startOfDay('2026-03-30', 'Europe/Berlin').toISOString()).toBe('2026-03-29T22:00:00.000Z')
  expect(startOfDay('2026-11-24', 'Asia/Kolkata').toISOString()).toBe('2026-11-23T18:30:00.000Z')
})

test('what clocks show leads back to the same moment', () => {
  const minutes = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2026, 8, 1) / 60_000 })
  fc.assert(
    fc.property(minutes, fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'), (minute, zone) => {
      const at = new Date(minute * 60_000)
      expect(momentAt(wallAt(at, zone), zone)).toEqual(at)
    }),
  )
})

test('days that no calendar has are none', () => {
  for (const word of ['2026-02-30', '1969-12-31', '2026-1-1', 'today', '']) expect(isDay(word)).toBe(false)
  expect(dayAfter('2026-02-28')).toBe('2026-03-01')
})
