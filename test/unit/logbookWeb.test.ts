import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reasons } from '../../src/domain/tracking/verdict.ts'
import { dayAfter, isDay, momentAt, startOfDay, wallAt } from '../../web/i18n/day.ts'
import { noFilters, queryOf } from '../../web/pages/logbook/filters.ts'
import { germanReasons } from '../../web/pages/logbook/reasonWords.ts'

test('every reason of a verdict is said in German', () => {
  expect(Object.keys(germanReasons).toSorted()).toEqual(Object.keys(reasons).toSorted())
})

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

test('an address is asked for as it says, and what it says amiss is left out', () => {
  const asked = queryOf({ ...noFilters, state: 'delivered', clicks: 'yes', from: '2026-11-01', to: '2026-11-02', ends: '5678' }, 'UTC')
  expect(asked).toMatchObject({
    ...{ state: 'delivered', has_clicks: true, phone_ends: '5678' },
    ...{ created_after: '2026-11-01T00:00:00.000Z', created_before: '2026-11-03T00:00:00.000Z' },
  })
  const amiss = queryOf({ ...noFilters, state: 'gone', clicks: 'maybe', from: 'soon', to: '2026-02-30', id: '0x1', before: 'x' }, 'UTC')
  expect(Object.values(amiss).filter((value) => value !== undefined && value !== '')).toEqual([])
})
