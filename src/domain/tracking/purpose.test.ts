import { expect, test } from 'vitest'
import { purposeOf } from './purpose.ts'

test.each([
  [{}, 'none'],
  [{ 'sec-purpose': 'prefetch' }, 'prefetch'],
  [{ 'sec-purpose': 'prefetch;prerender' }, 'prefetch'],
  [{ 'sec-purpose': 'prefetch;anonymous-client-ip' }, 'prefetch'],
  [{ 'sec-purpose': 'Prefetch' }, 'prefetch'],
  [{ purpose: 'prefetch' }, 'prefetch'],
  [{ 'x-moz': 'prefetch' }, 'prefetch'],
  [{ 'x-purpose': 'preview' }, 'preview'],
  [{ purpose: 'preview' }, 'preview'],
  [{ 'x-purpose': 'preview, prefetch' }, 'prefetch'],
  [{ 'x-purpose': 'preview', 'x-moz': 'prefetch' }, 'prefetch'],
  [{ purpose: 'shopping' }, 'none'],
  [{ 'sec-purpose': '' }, 'none'],
  [{ 'x-moz': ['prefetch', 'again'] }, 'prefetch'],
])('the headers %o mean %s', (headers, purpose) => {
  expect(purposeOf(headers)).toBe(purpose)
})
