import { expect, test } from 'vitest'
import { prettyJson } from './prettyJson.ts'

test('JSON gets a line for each member', () => {
  expect(prettyJson('{"a":[1,2],"b":"x"}')).toBe('{\n  "a": [\n    1,\n    2\n  ],\n  "b": "x"\n}')
})

test.each([
  ['what is no JSON', '<h1>Out of order</h1>'],
  ['JSON that was cut off', '{"a": "lo'],
  ['nothing', ''],
  ['a number that would lose digits', '{"id":12345678901234567890}'],
])('%s stays as it is', (_what, text) => {
  expect(prettyJson(text)).toBe(text)
})

test('many digits inside a text are no number', () => {
  expect(prettyJson('{"id":"12345678901234567890"}')).toBe('{\n  "id": "12345678901234567890"\n}')
})
