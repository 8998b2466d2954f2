import { expect, test } from 'vitest'
import { ordinaryRates } from './reactions.ts'
import { livesThere, readPeople } from './simulatedPeople.ts'

test('nobody sits at the phones unless somebody says so', () => {
  expect(readPeople({})).toBeUndefined()
  expect(readPeople({ people: ' ' })).toBeUndefined()
  expect(readPeople({ people: 'off', tap: 0.3 })).toBeUndefined()
})

test('prefixes say who reacts, and shares how', () => {
  const people = readPeople({ people: '3363998, 4917139200', tap: '0.5', opt_out: 0 })
  expect(people).toEqual({ prefixes: ['3363998', '4917139200'], rates: { ...ordinaryRates, tap: 0.5, optOut: 0 }, currency: 'EUR' })
  if (people === undefined) throw new Error('nobody is there')
  expect(['+33639981234', '+4917139200', '+33612345678', '+493363998'].map((phone) => livesThere(people, phone))).toEqual([
    ...[true, true, false, false],
  ])
})

test.each([
  [{ people: '33' }, '"33" is no prefix'],
  [{ people: '+3363998' }, '"+3363998" is no prefix'],
  [{ people: '3363998', tap: 1.2 }, 'tap is "1.2"'],
  [{ people: '3363998', view: 'much' }, 'view is "much"'],
  [{ people: '3363998', currency: 'euro' }, 'currency is "euro"'],
  [{ crowd: '3363998' }, 'The simulator has no setting "crowd"'],
  [{ people: ['3363998'] }, 'people is no text'],
  [{ people: Array.from({ length: 51 }, (_, at) => 3_363_000 + at).join() }, 'people has 51 prefixes'],
])('settings that mean nothing are refused: %o', (settings, sentence) => {
  expect(() => readPeople(settings)).toThrow(sentence)
})
