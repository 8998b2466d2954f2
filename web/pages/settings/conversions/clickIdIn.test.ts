import { expect, test } from 'vitest'
import { clickIdIn } from './clickIdIn.ts'

const ID = '5QzZxK0fVd3mTq8LhN2aBc'

test.each([
  ['nothing', ' ', 'tl', { kind: 'empty' }],
  ['the id alone', ` ${ID} `, 'tl', { kind: 'found', id: ID }],
  ['a landing address', `https://shop.example/a?x=1&tl=${ID}#top`, 'tl', { kind: 'found', id: ID }],
  ['an address with a parameter of its own', `https://shop.example/?tl=theirs&tl=${ID}`, 'tl', { kind: 'found', id: ID }],
  ['an address without it', 'https://shop.example/', 'tl', { kind: 'missing' }],
  ['an address where none is set', `https://shop.example/?tl=${ID}`, null, { kind: 'missing' }],
])('from %s', (_what, text, parameter, expected) => {
  expect(clickIdIn(text, parameter)).toEqual(expected)
})
