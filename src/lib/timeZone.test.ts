import { expect, test } from 'vitest'
import { areaTimeZones } from './areaTimeZones.ts'
import { countryTimeZones } from './countryTimeZones.ts'
import { parsePhone } from './phone.ts'
import { timeZoneOf } from './timeZone.ts'
import { isTimeZone } from './timeZoneName.ts'

test.each([
  ['+4915112345678', 'Europe/Berlin', 'country'],
  ['+447400123456', 'Europe/London', 'country'],
  ['+919876543210', 'Asia/Kolkata', 'country'],
  ['+12125550123', 'America/New_York', 'area'],
  ['+13105550123', 'America/Los_Angeles', 'area'],
  ['+16025550123', 'America/Phoenix', 'area'],
  ['+14165550123', 'America/Toronto', 'area'],
  ['+5511961234567', 'America/Sao_Paulo', 'area'],
  ['+5592961234567', 'America/Manaus', 'area'],
  ['+61412345678', 'Australia/Sydney', 'guess'],
  ['+79161234567', 'Europe/Moscow', 'guess'],
])('the time zone of %s is %s, known by %s', (phone, timeZone, basis) => {
  const parsed = parsePhone(phone)
  expect(timeZoneOf({ phone, country: parsed.kind === 'ok' ? parsed.country : undefined })).toEqual({ timeZone, basis })
})

test('a number of no country has no time zone', () => {
  expect(timeZoneOf({ phone: '+870773111632', country: undefined })).toBeUndefined()
})

test('every name in the tables is a time zone, and no area code stands with two', () => {
  const names = new Set([...countryTimeZones.values(), ...areaTimeZones.values()])
  expect([...names].filter((name) => !isTimeZone(name))).toEqual([])
  expect(areaTimeZones.size).toBeGreaterThan(400)
})

test.each(['Europe/Berlin', 'UTC', 'America/Argentina/Buenos_Aires'])('%s is a time zone', (name) => {
  expect(isTimeZone(name)).toBe(true)
})

test.each(['Berlin', '+01:00', '', 'Europe/Berlin; drop', 'x'.repeat(5_000)])('"%s" is no time zone', (name) => {
  expect(isTimeZone(name)).toBe(false)
})
