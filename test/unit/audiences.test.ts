import { expect, test } from 'vitest'
import { audience, segmentRule } from '../../src/contract/audiences.ts'
import { asksForBehaviour, flatten, type ResolvedRule, type Rule } from '../../src/domain/audiences/rules.ts'
import { createTurns } from '../../src/http/turns.ts'

const accepts = (rule: unknown) => audience.safeParse({ include: [rule] }).success
const nested = (depth: number, inner: unknown): unknown => (depth === 0 ? inner : { kind: 'not', rule: nested(depth - 1, inner) })

test.each([
  ['is', '7'],
  ['is', 7],
  ['contains', 'x'],
  ['before', '2026-01-31'],
  ['greater', 1.5],
  ['exists', undefined],
])('a field can be compared by %s with %j', (operator, value) => {
  expect(accepts({ kind: 'field', name: 'city', operator, ...(value === undefined ? {} : { value }) })).toBe(true)
})

test.each([
  ['a day that is none', { kind: 'field', name: 'day', operator: 'after', value: '31.01.2026' }],
  ['a number that is a text', { kind: 'field', name: 'points', operator: 'less', value: '7' }],
  ['a value where none belongs', { kind: 'field', name: 'points', operator: 'missing', value: '7' }],
  ['a name that no field has', { kind: 'field', name: "a'b", operator: 'exists' }],
  ['a kind that is unknown', { kind: 'everybody' }],
  ['an outcome that is unknown', { kind: 'campaign', campaign_id: '1', outcome: 'read' }],
  ['no rule inside', { kind: 'all_of', rules: [] }],
  ['no numbers', { kind: 'phones', phones: [] }],
  ['days without end', { kind: 'clicked_any', days: 100_000 }],
])('%s is refused', (_name, rule) => {
  expect(accepts(rule)).toBe(false)
})

test('rules lie in each other three deep, and no deeper', () => {
  expect(accepts(nested(3, { kind: 'all' }))).toBe(true)
  expect(accepts(nested(4, { kind: 'all' }))).toBe(false)
})

test('an audience may name a segment, a segment may not', () => {
  const rule = { kind: 'any_of', rules: [{ kind: 'segment', segment_id: '1' }] }
  expect([accepts(rule), segmentRule.safeParse(rule).success]).toEqual([true, false])
})

test('each rule has its place, those inside others too', () => {
  const rule: Rule = { kind: 'all_of', rules: [{ kind: 'all' }, { kind: 'not', rule: { kind: 'group', group_id: '1' } }] }
  expect(flatten({ rule, path: 'include[0]' }).map(({ rule: { kind }, path }) => `${kind} ${path}`)).toEqual([
    'all_of include[0]',
    'all include[0].rules[0]',
    'not include[0].rules[1]',
    'group include[0].rules[1].rule',
  ])
})

test('behaviour is found wherever it stands', () => {
  const behaviour: ResolvedRule = { kind: 'any_of', rules: [{ kind: 'all' }, { kind: 'not', rule: { kind: 'clicked_any', days: 7 } }] }
  expect(asksForBehaviour({ include: [{ kind: 'all' }], exclude: [] })).toBe(false)
  expect(asksForBehaviour({ include: [{ kind: 'all' }], exclude: [behaviour] })).toBe(true)
})

test('some work at once, some wait for them, and who comes then is told to come back', async () => {
  const turns = createTurns({ atOnce: 1, waiting: 1 })
  const ends: (() => void)[] = []
  const order: number[] = []
  const begin = (n: number) => turns.take(() => new Promise<void>((resolve) => ends.push(() => (order.push(n), resolve()))))
  const first = begin(1)
  const second = begin(2)
  await expect(begin(3)).rejects.toMatchObject({ code: 'rate_limited', headers: { 'retry-after': '5' } })
  ends[0]?.()
  await first
  ends[1]?.()
  await second
  expect(order).toEqual([1, 2])
  const failing = turns.take(async () => Promise.reject(new Error('lost')))
  await expect(failing).rejects.toThrow('lost')
  expect(await turns.take(async () => 'free again')).toBe('free again')
})
