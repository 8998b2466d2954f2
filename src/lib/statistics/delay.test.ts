import { expect, test } from 'vitest'
import { arrivedBy, assumedDelay, delayCurve, maturedOf } from './delay.ts'
import type { DelayCurve } from './delay.ts'

/** Taylor and Ashe 1983, as printed by Mack 1993: what has been claimed of each year's accidents by the end of each following year. */
const triangle = [
  [357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463],
  [352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085],
  [290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315],
  [310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268],
  [443160, 1136350, 2128333, 2897821, 3402672, 3873311],
  [396132, 1333217, 2180715, 2985752, 3691712],
  [440832, 1288463, 2419861, 3483130],
  [359480, 1421128, 2864498],
  [376686, 1363294],
  [344014],
]

test('the growth from class to class is what Mack found for the triangle of Taylor and Ashe', () => {
  const boundsMs = triangle.map((_, index) => index + 1)
  const cohorts = triangle.map((sums) => ({ ageMs: sums.length, arrived: sums.map((sum, index) => sum - (sums[index - 1] ?? 0)) }))
  const { arrived } = delayCurve(cohorts, { before: { boundsMs, arrived: boundsMs.map(() => 1) }, weight: 0 })
  const growth = arrived.slice(1).map((part, index) => Number((part / (arrived[index] ?? 1)).toFixed(4)))
  expect(growth).toEqual([3.4906, 1.7473, 1.4574, 1.1739, 1.1038, 1.0863, 1.0539, 1.0766, 1.0177])
})

const curve: DelayCurve = { boundsMs: [10, 20, 40], arrived: [0.5, 0.8, 1] }

test('young cohorts do not make answers look faster than they are', () => {
  const old = { ageMs: 100, arrived: [500, 300, 200] }
  const young = { ageMs: 10, arrived: [5_000, 0, 0] }
  expect(delayCurve([old, young], { before: curve, weight: 0 })).toEqual(curve)
})

test('without any answer the curve is the one before, and with many it is forgotten', () => {
  expect(delayCurve([], { before: curve })).toEqual(curve)
  const slow = delayCurve([{ ageMs: 100, arrived: [0, 0, 100_000] }], { before: curve })
  expect(slow.arrived[1]).toBeLessThan(0.001)
})

test.each([
  [0, 0],
  [5, 0.25],
  [10, 0.5],
  [30, 0.9],
  [40, 1],
  [1_000, 1],
])('at an age of %d so much has come', (ageMs, part) => {
  expect(arrivedBy(curve, ageMs)).toBeCloseTo(part, 12)
})

test('messages count as the part of their answers that has come', () => {
  expect(
    maturedOf(
      [
        { messages: 100, ageMs: 5 },
        { messages: 200, ageMs: 100 },
      ],
      curve,
    ),
  ).toBeCloseTo(225, 12)
})

test('what is assumed rises to 1 at the end of the window', () => {
  const { boundsMs, arrived } = assumedDelay(7 * 86_400_000)
  expect(boundsMs.at(-1)).toBe(7 * 86_400_000)
  expect(arrived.at(-1)).toBe(1)
  expect(arrived).toEqual(arrived.toSorted((a, b) => a - b))
})
