import { expect, test } from 'vitest'
import { instantOf, localOf } from './zonedTime.ts'

test.each([
  ['2026-11-24T09:00', 'Europe/Berlin', '2026-11-24T08:00:00.000Z'],
  ['2026-07-01T09:00', 'Europe/Berlin', '2026-07-01T07:00:00.000Z'],
  ['2026-11-24T09:00', 'UTC', '2026-11-24T09:00:00.000Z'],
  ['2026-11-24T00:30', 'Asia/Kathmandu', '2026-11-23T18:45:00.000Z'],
  ['2026-11-24T23:30', 'America/Los_Angeles', '2026-11-25T07:30:00.000Z'],
  ['2026-03-29T01:30', 'Europe/Berlin', '2026-03-29T00:30:00.000Z'],
  ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
])('%s in %s is %s, and back', (local, zone, instant) => {
  expect(instantOf(local, zone)).toBe(instant)
  expect(localOf(new Date(instant), zone)).toBe(local)
})

test('the hour that is left out in spring is taken as later', () => {
  expect(instantOf('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
})

test.each(['', '2026-11-24', 'tomorrow', '2026-13-45T09:00', '2026-11-24T09:00Z'])('%j is no day and time', (local) => {
  expect(instantOf(local, 'UTC')).toBeUndefined()
})
