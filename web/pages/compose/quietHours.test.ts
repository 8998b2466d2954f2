import { expect, test } from 'vitest'
import type { When } from './draft.ts'
import { heldUntil, minutesBetween } from './quietHours.ts'

const night = { from: '21:00', until: '08:00' }
const everybodys = { ...night, clock: 'recipient' as const }
const now = new Date('2026-11-24T22:30:00Z')
const sending = { quietHours: everybodys, timeZone: 'Europe/Berlin' }

test.each<[string, Parameters<typeof heldUntil>[0], string | undefined]>([
  ['now, at half past eleven in the night', { when: { kind: 'now' }, own: undefined, sending, now }, '08:00'],
  ['now, in the afternoon', { when: { kind: 'now' }, own: undefined, sending, now: new Date('2026-11-24T14:00:00Z') }, undefined],
  ['at a time in another zone', { when: at('at', '23:00', 'America/New_York'), own: undefined, sending, now }, '08:00'],
  ['at a time whose zone makes it day', { when: at('at', '23:00', 'Pacific/Honolulu'), own: undefined, sending, now }, undefined],
  ['at eight, when they end', { when: at('at', '08:00', 'Europe/Berlin'), own: undefined, sending, now }, undefined],
  ['in the evening of each person', { when: at('local', '21:00', 'Asia/Tokyo'), own: undefined, sending, now }, '08:00'],
  ['in hours of its own that end later', { when: { kind: 'now' }, own: { from: '20:00', until: '10:00' }, sending, now }, '10:00'],
  ['without any', { when: { kind: 'now' }, own: undefined, sending: { ...sending, quietHours: null }, now }, undefined],
  [
    'at a time of each person, by the clock of the account',
    { when: at('local', '21:00', 'Asia/Tokyo'), own: undefined, sending: { ...sending, quietHours: { ...night, clock: 'account' } }, now },
    undefined,
  ],
])('a campaign that starts %s is held as the review says', (_, start, until) => {
  expect(heldUntil(start)).toBe(until)
})

test('hours around midnight are as long as those of a day', () => {
  expect([minutesBetween(night), minutesBetween({ from: '12:00', until: '14:30' })]).toEqual([660, 150])
})

function at(kind: 'at' | 'local', time: string, zone: string): When {
  return { kind, at: `2026-12-01T${time}`, zone }
}
