import { expect, test } from 'vitest'
import { localIso, localTime } from './localTime.ts'

test.each([
  ['Europe/Berlin', '2027-01-31T08:00:00.125Z', '2027-01-31 09:00:00.125', '2027-01-31T09:00:00+01:00'],
  ['Europe/Berlin', '2027-07-31T22:30:00.000Z', '2027-08-01 00:30:00.000', '2027-08-01T00:30:00+02:00'],
  ['America/St_Johns', '2027-01-31T00:00:00.999Z', '2027-01-30 20:30:00.999', '2027-01-30T20:30:00-03:30'],
  ['UTC', '2027-01-31T00:00:00.000Z', '2027-01-31 00:00:00.000', '2027-01-31T00:00:00+00:00'],
])('%s: %s', (timeZone, at, local, iso) => {
  expect(localTime(new Date(at), timeZone)).toBe(local)
  expect(localIso(new Date(at), timeZone)).toBe(iso)
  expect(new Date(localIso(new Date(at), timeZone)).getTime()).toBe(Math.floor(Date.parse(at) / 1_000) * 1_000)
})
