import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { newRow } from './change.ts'
import type { ConversionRow } from './conversion.ts'
import type { Decided } from './decide.ts'
import { repeatsAmong } from './repeats.ts'

const NOW = new Date('2026-11-24T10:00:00Z')
const decided: Decided = {
  test: false,
  decision: { state: 'unattributed', reason: 'hit_not_found', trace: { model: 'last', windowDays: 7, entries: [] } },
}
const click = (id: string) => ({ id, place: { codeSpaceId: 1, number: 1, at: 1 } })
const report = (id: number, minute: number, more: Partial<ConversionRow> = {}): ConversionRow => ({
  ...newRow(
    {
      ...{ name: 'sign_up', orderId: null, valueMicros: null, currency: null, clicks: [click('a')], reference: null, phone: null },
      ...{ origin: 'https://shop.example', at: new Date(NOW.getTime() + minute * 60_000), test: null, source: 'browser' },
    },
    { id: BigInt(id), accountId: 1n, decided, now: NOW },
  ),
  ...more,
})
const ask = (...rows: ConversionRow[]) => [...repeatsAmong(rows, { minutes: 30 })].map(([id, of]) => [Number(id), Number(of)])

test.each<[string, ConversionRow, [number, number][]]>([
  ['a double tap', report(2, 0.01), [[2, 1]]],
  ['a reload half an hour later', report(2, 30), [[2, 1]]],
  ['what comes in first, but happened later', report(2, -30), [[1, 2]]],
  ['the same after a longer while', report(2, 31), []],
  ['another name', report(2, 0, { name: 'order' }), []],
  ['another value', report(2, 0, { valueMicros: 5n, currency: 'EUR' }), []],
  ['another click', report(2, 0, { clicks: [click('b')] }), []],
  ['one more click', report(2, 0, { clicks: [click('a'), click('b')] }), []],
])('%s is, or is not, a repetition', (_name, second, repeats) => {
  expect(ask(report(1, 0), second)).toEqual(repeats)
})

test('a repetition is repeated by none, so somebody who reloads all day counts once in each half hour', () => {
  expect(ask(report(1, 0), report(2, 20), report(3, 40), report(4, 60))).toEqual([
    [2, 1],
    [4, 3],
  ])
})

test('whatever comes in, each repetition names one that counts, and what counts lies further apart than the time', () => {
  const minutes = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(minutes, (all) => {
      const rows = all.map((minute, at) => report(at, minute))
      const repeats = repeatsAmong(rows, { minutes: 30 })
      for (const original of repeats.values()) expect(repeats.has(original)).toBe(false)
      const counting = rows
        .filter(({ id }) => !repeats.has(id))
        .map(({ at }) => at.getTime())
        .toSorted((a, b) => a - b)
      for (const [at, time] of counting.entries()) expect(time - (counting[at - 1] ?? -Infinity)).toBeGreaterThan(30 * 60_000)
    }),
  )
})
