import { expect, test } from 'vitest'
import { experimentDesign } from '../../../../src/contract/experimentDesign.ts'
import { designLimits } from '../../../../src/lib/experimentLimits.ts'
import { emptyDraft, type Draft } from '../draft.ts'
import { measure } from '../measure.ts'
import { campaignOf, patchOf } from '../requests.ts'
import type { Surroundings } from '../surroundings.ts'
import { designDraftOf, designOf, faultsIn, usualDesign } from './design.ts'
import { unmeasured } from './notMeasured.ts'
import { readFigure } from './readFigure.ts'
import { totalCost } from './totalCost.ts'
import {
  changeFacing,
  evenly,
  facing,
  shareFault,
  sharesOf,
  variantsOf,
  weightOf,
  withCopy,
  without,
  withPercent,
  withVariant,
  withVariants,
  withVariantText,
} from './variants.ts'

const surroundings: Surroundings = {
  ...{ tracking: 'full', linkForm: 'full', utm: {}, mergeFieldsInUrls: false },
  domains: [{ host: 's.test', scheme: 'https', default: true }],
}
const LINK = 'https://acme.example/spring'
const single: Draft = { ...emptyDraft, name: 'Spring', from: 'Acme', everybody: true, text: `Sale: ${LINK}` }
const pair = withCopy(single, single.first.key)
const weights = (draft: Draft, ...list: number[]) =>
  withVariants(
    draft,
    variantsOf(draft).map((variant, at) => ({ ...variant, weight: list[at] ?? 1 })),
  )
const measured = (draft: Draft) =>
  variantsOf(draft).flatMap((variant) => {
    const found = measure(facing(draft, variant), surroundings)
    return found.kind === 'composed' ? found : []
  })
const pieces = (draft: Draft) =>
  variantsOf(draft).map((variant) => ({
    ...{ variant, draft: facing(draft, variant), measured: measure(facing(draft, variant), surroundings) },
    ...{ estimate: undefined, sides: undefined },
  }))

test('a copy has the text, the links and the sender of its model, and a name and key that nothing else has', () => {
  const model = withVariant(single, 'first', (variant) => ({ ...variant, from: 'Shop', untracked: [6] }))
  const three = withCopy(withCopy(model, 'first'), 'first')
  expect(variantsOf(three)).toMatchObject([{ name: 'A' }, { name: 'B', from: 'Shop', untracked: [6], text: single.text }, { name: 'C' }])
  expect(new Set(variantsOf(three).map(({ key }) => key)).size).toBe(3)
  expect(variantsOf(withCopy(without(three, 'new1'), undefined)).map(({ name, text }) => [name, text])).toEqual([
    ['A', single.text],
    ['C', single.text],
    ['B', ''],
  ])
})

test('the first variant can go: the next one takes its place', () => {
  const rest = without(withVariantText(pair, 'new1', 'Other'), 'first')
  expect(rest).toMatchObject({ text: 'Other', rivals: [], first: { key: 'new1', name: 'B' } })
})

test('what is changed of a text belongs to its variant, and what is changed of the send to all', () => {
  const changed = changeFacing(pair, 'new1', { untracked: [6], isTracking: false })
  expect(changed).toMatchObject({ isTracking: false, untracked: [], rivals: [{ untracked: [6] }] })
})

test('shares are even until somebody writes one, and then what is written has to add up', () => {
  const three = withCopy(pair, undefined)
  expect(sharesOf(variantsOf(three)).map((share) => Math.round(share * 1_000))).toEqual([333, 333, 333])
  expect(shareFault(variantsOf(three))).toBeUndefined()
  const written = withPercent(variantsOf(three), 'first', 50)
  expect(written.map(({ percent }) => percent)).toEqual([50, 33.3, 33.3])
  expect(shareFault(written)).toEqual({ kind: 'sum', percent: 116.6 })
  expect(shareFault(withPercent(written, 'new1', 16.7))).toBeUndefined()
  expect(shareFault(withPercent(written, 'new1', null))).toEqual({ kind: 'sum', percent: 83.3 })
  expect(shareFault(withPercent(withPercent(written, 'new1', 50), 'new2', 0))).toEqual({ kind: 'none', names: ['C'] })
  expect(evenly(written).map(weightOf)).toEqual([1, 1, 1])
})

test('shares that come from weights add up whatever they are, and stay those weights until they are changed', () => {
  for (const list of [
    [1, 2],
    [1, 1, 1],
    [3, 1, 7, 2, 9, 1],
    [1_000, 1],
  ] as const) {
    const draft = weights(
      list.slice(1).reduce((made) => withCopy(made, undefined), single),
      ...list,
    )
    expect(variantsOf(draft).map(weightOf)).toEqual(list)
    const [first] = variantsOf(draft)
    const written = withPercent(variantsOf(draft), 'none of them', 0)
    expect(written.reduce((sum, variant) => sum + weightOf(variant), 0)).toBe(1_000)
    expect(first?.percent).toBeUndefined()
  }
})

test('a variant that joins written shares gets what is left, which may be nothing, and that is said', () => {
  const written = withVariants(pair, withPercent(withPercent(variantsOf(pair), 'first', 60), 'new1', 30))
  expect(variantsOf(withCopy(written, undefined)).map(({ percent }) => percent)).toEqual([60, 30, 10])
  const full = withVariants(pair, withPercent(withPercent(variantsOf(pair), 'first', 60), 'new1', 40))
  expect(shareFault(variantsOf(withCopy(full, undefined)))).toEqual({ kind: 'none', names: ['C'] })
})

test('every design that the API takes comes back from the composer as it was', () => {
  const designs = [
    { way: 'split', goal: { kind: 'clickers' }, confidence: 0.9, wait_minutes: 60 },
    { way: 'winner', goal: { kind: 'conversions', name: 'order' }, test_share: 0.35, without_winner: 'ask', max_loss: 0.01 },
    { way: 'winner', goal: { kind: 'value', currency: 'EUR' }, holdout_share: 0.1 },
    {
      way: 'continuous',
      goal: { kind: 'value', currency: 'SEK', name: 'order', minus_price: true },
      floor: 0.1,
      batch_size: 250,
      control_share: 0,
    },
  ]
  for (const given of designs) {
    const design = experimentDesign.parse(given)
    expect(designOf(designDraftOf(design), { variants: 3 })).toEqual(design)
  }
})

test('what a new experiment begins with is what the API takes where nothing is told', () => {
  expect(designOf(usualDesign, { variants: 2 })).toEqual(experimentDesign.parse({ way: 'winner', goal: { kind: 'clickers' } }))
  for (const { min, max, usual } of Object.values(designLimits)) expect(usual >= min && usual <= max).toBe(true)
})

test.each([
  [{ test_share: null }, { kind: 'figure', name: 'test_share' }],
  [{ test_share: 0.95 }, { kind: 'figure', name: 'test_share' }],
  [{ wait_minutes: 1.5 }, { kind: 'figure', name: 'wait_minutes' }],
  [{ goal: 'conversions' as const }, { kind: 'conversion' }],
  [{ goal: 'value' as const, conversion: '9 lives', currency: 'EUR' }, { kind: 'conversion' }],
  [{ goal: 'value' as const, currency: 'euro' }, { kind: 'currency' }],
  [{ wait_minutes: 600, deadline_hours: 9 }, { kind: 'wait_minutes' }],
  [{ way: 'continuous' as const, floor: 0.4 }, { kind: 'floor' }],
])('a design with %j is refused before it is sent', (part, fault) => {
  const design = { ...usualDesign, ...part }
  expect(faultsIn(design, { variants: 3 })).toEqual([fault])
  expect(designOf(design, { variants: 3 })).toBeUndefined()
})

test('seven variants cannot be compared, and a figure of another way disturbs nobody', () => {
  expect(faultsIn(usualDesign, { variants: 7 })).toEqual([{ kind: 'variants' }])
  expect(faultsIn({ ...usualDesign, batch_size: null }, { variants: 2 })).toEqual([])
})

test('a goal that nothing can measure names the variants: those without a link that is tracked for each person', () => {
  const draft = { ...withVariantText(withCopy(pair, 'first'), 'new1', 'No link'), design: usualDesign }
  expect(unmeasured({ draft, pieces: pieces(draft), surroundings })).toEqual(['B'])
  const untracked = { ...draft, isTracking: false }
  expect(unmeasured({ draft: untracked, pieces: pieces(untracked), surroundings })).toEqual(['A', 'B', 'C'])
  expect(unmeasured({ draft, pieces: pieces(draft), surroundings: { ...surroundings, tracking: 'aggregate' } })).toHaveLength(3)
  expect(unmeasured({ draft: { ...draft, design: undefined }, pieces: pieces(draft), surroundings })).toEqual([])
})

test('variants are sent with their names, weights, senders and links, and a design only where there is something to compare', () => {
  const draft = { ...withVariant(pair, 'new1', (variant) => ({ ...variant, from: 'Shop', untracked: [6] })), design: usualDesign }
  expect(campaignOf(draft, measured(draft))).toMatchObject({
    variants: [
      { name: 'A', text: single.text, weight: 1, links: [] },
      { name: 'B', text: single.text, weight: 1, from: 'Shop', links: [{ position: 0, tracked: false }] },
    ],
    experiment: { way: 'winner', goal: { kind: 'clickers' } },
  })
  const patch = patchOf(draft, measured(draft), { variantIds: { first: '7' }, surroundings, host: undefined })
  expect(patch.variants).toMatchObject([{ id: '7', from: null }, { from: 'Shop' }])
  expect(patch.variants?.[1]).not.toHaveProperty('id')
  const alone = without(draft, 'new1')
  expect(patchOf(alone, measured(alone), { variantIds: {}, surroundings, host: undefined }).experiment).toBeNull()
})

test.each([
  ['33.3', 'percent', 33.3],
  ['33,3 %', 'percent', 33.3],
  ['33.3', 'part', 0.333],
  ['0,1', 'part', 0.001],
  ['1.000', 'count', 1_000],
  ['1 000', 'count', 1_000],
  ['20160', 'count', 20_160],
  ['1.5', 'count', null],
  ['', 'count', null],
  ['-1', 'percent', null],
  ['12a', 'part', null],
] as const)('%j as a %s is %j', (text, form, figure) => {
  expect(readFigure(text, form)).toBe(figure)
})

test('all variants cost what their shares of the recipients cost, and from the least to the most where a winner is sought', () => {
  const estimate = (micros: number) => ({
    ...{ recipients: 100, lacking: [], characters: spread(40), parts: spread(1), before: spread(1), ucs2: 0, measured: 100 },
    ...{ longest: undefined, cost: { ...spread(micros), currency: 'EUR' }, isExact: true, isEvenPrice: true },
  })
  const draft = weights(pair, 3, 1)
  const priced = pieces(draft).map((piece, at) => ({ ...piece, estimate: estimate(at === 0 ? 8_000_000 : 16_000_000) }))
  expect(totalCost({ draft, pieces: priced })).toMatchObject({ min: 10_000_000, max: 10_000_000, isDecided: false })
  const held = { ...usualDesign, holdout_share: 0.5 }
  expect(totalCost({ draft: { ...draft, design: held }, pieces: priced })).toMatchObject({
    min: 4_000_000,
    max: 8_000_000,
    isDecided: true,
  })
  expect(totalCost({ draft, pieces: pieces(draft) })).toBeUndefined()
})

const spread = (value: number) => ({ min: value, typical: value, max: value })
