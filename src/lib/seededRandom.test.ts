import { expect, test } from 'vitest'
import { seededRandom } from './seededRandom.ts'

const draw = (seed: string, count = 5) => {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => random.number())
}

test('the same seed gives the same numbers, another one others', () => {
  expect(draw('tea')).toEqual(draw('tea'))
  expect(draw('tea')).not.toEqual(draw('coffee'))
})

test('numbers spread evenly between 0 and 1', () => {
  const numbers = draw('even', 20_000)
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...numbers)).toBeLessThan(1)
  for (let tenth = 0; tenth < 10; tenth++)
    expect(numbers.filter((one) => Math.floor(one * 10) === tenth).length / numbers.length).toBeCloseTo(0.1, 1)
})

test('half of what lies around a median lies below it', () => {
  const random = seededRandom('median')
  const values = Array.from({ length: 10_000 }, () => random.around(40, 1))
  expect(values.filter((value) => value < 40).length / values.length).toBeCloseTo(0.5, 1)
  expect(Math.min(...values)).toBeGreaterThan(0)
})

test('whole numbers reach both ends, and a pick reaches every entry', () => {
  const random = seededRandom('ends')
  expect(new Set(Array.from({ length: 200 }, () => random.whole(1, 3)))).toEqual(new Set([1, 2, 3]))
  expect(new Set(Array.from({ length: 200 }, () => random.pick(['a', 'b', 'c'])))).toEqual(new Set(['a', 'b', 'c']))
})
