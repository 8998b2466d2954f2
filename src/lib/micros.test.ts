import { expect, test } from 'vitest'
import { parseMicros } from './micros.ts'

const cases: [number | string, bigint | undefined][] = [
  [49.9, 49_900_000n],
  ['49.90', 49_900_000n],
  [0, 0n],
  [0.1 + 0.2, undefined],
  ['0.000001', 1n],
  [1e-7, undefined],
  ['999999999.999999', 999_999_999_999_999n],
  [1_000_000_000, undefined],
  [1e21, undefined],
  [-1, undefined],
  [Number.NaN, undefined],
  ['', undefined],
  ['1,5', undefined],
  ['1.', undefined],
  [' 1', undefined],
]

test.each(cases)('%s is a decimal of millionths, or none', (written, micros) => {
  expect(parseMicros(written)).toBe(micros)
})
