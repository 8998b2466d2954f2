import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide, merge, newRow, type Posted } from './change.ts'
import type { Hit } from './attribute.ts'
import type { ConversionRow, Trace } from './conversion.ts'
import type { Decided } from './decide.ts'
import { eventsOf } from './events.ts'
import { sharesMoved } from './rollups.ts'

const NOW = new Date('2026-11-24T10:20:30.400Z')
const trace: Trace = { model: 'last', windowDays: 7, entries: [] }
const unattributed: Decided = { test: false, decision: { state: 'unattributed', reason: 'no_click', trace } }
const hit: Hit = {
  ...{ messageId: 5n, renderingId: 7n, link: 1, at: NOW.getTime() - 90_000, verdict: 'click', device: 'phone', country: 'DE' },
}
const attributed: Decided = { test: false, decision: { state: 'attributed', reason: 'click_id', trace, hit } }
const posted = (more: Partial<Posted> = {}): Posted => ({
  ...{ name: 'order', orderId: 'A-1', valueMicros: 5n, currency: 'EUR', clicks: [], reference: null, phone: '+49151', origin: null },
  ...{ at: null, test: false, source: 'server', ...more },
})
const rowOf = (more: Partial<Posted> = {}): ConversionRow =>
  newRow(posted(more), { id: 1n, accountId: 3n, decided: unattributed, now: NOW })
const browser = { source: 'browser', origin: 'https://shop.example', phone: null, valueMicros: 4n } as const
const click = (id: string) => ({ id, place: { codeSpaceId: 1, number: 1, at: 1 } })

test('a repetition is known, a contradiction is told, and what is cancelled stays so', () => {
  expect(merge(rowOf(), posted())).toEqual({ kind: 'known' })
  expect(merge(rowOf(), posted({ valueMicros: null, currency: null }))).toEqual({ kind: 'known' })
  expect(merge(rowOf(), posted({ valueMicros: 6n }))).toEqual({ kind: 'mismatch' })
  expect(merge(rowOf(), posted({ currency: 'USD' }))).toEqual({ kind: 'mismatch' })
  expect(merge({ ...rowOf(), state: 'voided' }, posted({ valueMicros: 6n, clicks: [click('a')] }))).toEqual({ kind: 'known' })
})

test("a server's word on value and currency replaces a browser's, a browser's never a server's", () => {
  const merged = merge(rowOf(browser), posted({ currency: 'USD' }))
  expect(merged).toMatchObject({
    kind: 'merged',
    isOpen: true,
    row: { source: 'server', valueMicros: 5n, currency: 'USD', phone: '+49151' },
  })
  const added = merge(rowOf(), posted({ ...browser, clicks: [click('a')] }))
  expect(added).toMatchObject({ kind: 'merged', isOpen: true, row: { source: 'server', valueMicros: 5n, clicks: [{ id: 'a' }] } })
  expect(merge(rowOf(), posted(browser))).toEqual({ kind: 'known' })
})

test('click ids are joined without repetition, ten at most', () => {
  const ids = (count: number, from = 0) => Array.from({ length: count }, (_, at) => click(`id${from + at}`))
  const merged = merge(rowOf({ clicks: ids(6) }), posted({ clicks: [...ids(9, 3), ...ids(2)] }))
  expect(merged.kind === 'merged' && merged.row.clicks.map(({ id }) => id)).toEqual(ids(10).map(({ id }) => id))
})

test('a new conversion tells that it is there and what it follows from; later only what changed', () => {
  const typesOf = (before: ConversionRow | undefined, after: ConversionRow) => eventsOf({ before, after }).map(({ type }) => type)
  const open = rowOf()
  const found = decide(open, { decided: attributed, now: NOW })
  expect(typesOf(undefined, found)).toEqual(['conversion.recorded', 'conversion.attributed'])
  expect(typesOf(undefined, open)).toEqual(['conversion.recorded', 'conversion.unattributed'])
  expect(typesOf(open, found)).toEqual(['conversion.attributed'])
  expect(typesOf(found, open)).toEqual(['conversion.unattributed'])
  expect(typesOf(found, { ...found, refundedMicros: 2n })).toEqual(['conversion.corrected'])
  expect(typesOf(found, { ...found, state: 'voided' })).toEqual(['conversion.voided'])
  expect(typesOf(found, { ...found, decidedAt: new Date() })).toEqual([])
  expect(JSON.stringify(eventsOf({ before: undefined, after: found }).map(({ data }) => data))).not.toContain('+49151')
})

test('whatever happens to conversions, the sums that move give in the end what stands there', () => {
  const row = fc
    .record({
      state: fc.constantFrom('attributed', 'unattributed', 'pending', 'voided'),
      value: fc.bigInt({ min: 0n, max: 100n }),
      hour: fc.nat(2),
    })
    .map(({ state, value, hour }): ConversionRow => {
      const base = state === 'attributed' ? decide(rowOf(), { decided: attributed, now: NOW }) : rowOf()
      return { ...base, state, valueMicros: value, at: new Date(NOW.getTime() + hour * 3_600_000) }
    })
  const totals = (changes: Parameters<typeof sharesMoved>[0]) => {
    const sums = new Map<string, { conversions: number; value: bigint }>()
    for (const { hour, outcome, conversions, valueMicros } of sharesMoved(changes)) {
      const sum = sums.get(`${hour} ${outcome}`) ?? { conversions: 0, value: 0n }
      sums.set(`${hour} ${outcome}`, { conversions: sum.conversions + conversions, value: sum.value + valueMicros })
    }
    return new Map([...sums].filter(([, { conversions, value }]) => conversions !== 0 || value !== 0n))
  }
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (states) => {
      const changes = states.map((after, at) => ({ before: states[at - 1], after }))
      const last = states.at(-1)
      expect(totals(changes)).toEqual(last === undefined ? new Map() : totals([{ before: undefined, after: last }]))
    }),
  )
})
