import { describe, expect, test } from 'vitest'
import type { SegmentRule } from '../../../src/contract/audiences.ts'
import { isBlock, modelOf, newBlock, newModel, newRow, ruleOf } from './segmentModel.ts'

const city: SegmentRule = { kind: 'field', name: 'city', operator: 'is', value: 'Köln' }
const group: SegmentRule = { kind: 'group', group_id: '3' }
const clicked: SegmentRule = { kind: 'clicked_any', days: 90 }

const shown: readonly SegmentRule[] = [
  city,
  { kind: 'not', rule: group },
  { kind: 'all_of', rules: [city, { kind: 'not', rule: clicked }] },
  { kind: 'any_of', rules: [city, { kind: 'all_of', rules: [group, { kind: 'not', rule: clicked }] }] },
  { kind: 'all_of', rules: [city, { kind: 'not', rule: { kind: 'any_of', rules: [group, clicked] } }] },
  { kind: 'all_of', rules: [{ kind: 'all' }, { kind: 'country', country: 'DE' }] },
  {
    kind: 'all_of',
    rules: [
      { kind: 'link', link_id: '7', outcome: 'not_clicked' },
      { kind: 'undelivered', times: 2, days: 30 },
    ],
  },
  {
    kind: 'any_of',
    rules: [
      { kind: 'campaign', campaign_id: '9', outcome: 'viewed' },
      { kind: 'not_clicked_any', days: 5 },
    ],
  },
  {
    kind: 'all_of',
    rules: [
      { kind: 'converted', days: 30 },
      { kind: 'converted', days: 30, name: 'order' },
      { kind: 'not_converted', days: 7, name: 'sign_up', campaign_id: '9' },
    ],
  },
  ...(['exists', 'missing'] as const).map((operator): SegmentRule => ({ kind: 'field', name: 'city', operator })),
  ...(['before', 'after'] as const).map((operator): SegmentRule => ({ kind: 'field', name: 'born', operator, value: '2000-01-31' })),
  ...(['greater', 'less'] as const).map((operator): SegmentRule => ({ kind: 'field', name: 'spent', operator, value: 12.5 })),
]

describe('a rule that the builder shows', () => {
  test.each(shown.map((rule) => [JSON.stringify(rule), rule] as const))('%s comes out as it went in', (_name, rule) => {
    const model = modelOf(rule)
    expect(model === undefined ? undefined : ruleOf(model)).toEqual(rule)
  })
})

test('a rule with more levels than the builder shows has no model, so that nothing of it is lost', () => {
  const deep: readonly SegmentRule[] = [
    { kind: 'not', rule: { kind: 'all_of', rules: [city, group] } },
    { kind: 'all_of', rules: [{ kind: 'any_of', rules: [{ kind: 'all_of', rules: [city, group] }] }] },
    {
      kind: 'all_of',
      rules: [
        { kind: 'not', rule: { kind: 'any_of', rules: [{ kind: 'all', ...{} }, city] } },
        { kind: 'not', rule: { kind: 'not', rule: city } },
      ],
    },
  ]
  for (const rule of deep) expect(modelOf(rule)).toBeUndefined()
})

test('while a condition is not filled in there is no rule', () => {
  expect(ruleOf(newModel())).toBeUndefined()
  expect(ruleOf({ mode: 'all_of', entries: [] })).toBeUndefined()
  const model = modelOf(city)
  const [entry] = model?.entries ?? []
  if (model === undefined || entry === undefined || isBlock(entry)) throw new Error('a criterion became no row')
  expect(ruleOf({ ...model, entries: [entry, newBlock()] })).toBeUndefined()
  for (const draft of [
    { ...entry.draft, value: '  ' },
    { ...entry.draft, operator: 'before' as const, value: 'soon' },
    { ...entry.draft, operator: 'less' as const, value: 'few' },
    { ...entry.draft, kind: 'clicked_any' as const, days: '801' },
    { ...entry.draft, kind: 'undelivered' as const, times: '0' },
  ])
    expect(ruleOf({ mode: 'all_of', entries: [{ ...newRow(), draft }] })).toBeUndefined()
})
