import { expect, test } from 'vitest'
import type { VariantEvidence } from '../../../../src/contract/experiments.ts'
import { gainOverEven } from './gain.ts'

const seen = (made: number, mean: number | null): VariantEvidence => ({
  ...{ name: 'A', variant_id: '1', drawn: made, made, sent: 100, watched: 100, successes: 0, left_out: 0, value: null },
  ...{ mean, low: null, high: null, probability_best: null, expected_loss: null },
})

test('an even split gains nothing over itself', () => {
  expect(gainOverEven([seen(100, 0.1), seen(100, 0.3)])).toBeCloseTo(0)
})

test('more messages for the better variant gain what they bring over the average', () => {
  // 200 x 0.1 + 800 x 0.3 = 260 successes, where an even split has 1,000 x 0.2 = 200.
  expect(gainOverEven([seen(200, 0.1), seen(800, 0.3)])).toBeCloseTo(60)
})

test('as long as a variant has no figure nothing is estimated', () => {
  expect(gainOverEven([seen(200, null), seen(800, 0.3)])).toBeUndefined()
})
