import { expect, test } from 'vitest'
import { ApiError, retryDelayMs, shouldRetry } from './api.ts'
import { paths, serverPaths, withQuery } from './paths.ts'
import { readValues } from './useUrlState.ts'

test.each([
  ['offline', true],
  ['unavailable', true],
  ['rate_limited', true],
  ['idempotency_in_flight', true],
  ['not_found', false],
  ['unauthenticated', false],
  ['internal', false],
  ['phone_invalid', false],
] as const)('a failure called %s is tried again: %s', (code, again) => {
  expect(shouldRetry(0, new ApiError(code, 'x'))).toBe(again)
  expect(shouldRetry(3, new ApiError(code, 'x'))).toBe(false)
})

test('the wait is what the server asks for, else twice as long each time; who asks for minutes is not waited for', () => {
  const failure = new ApiError('rate_limited', 'x')
  expect([0, 1, 2, 9].map((failures) => retryDelayMs(failures, failure))).toEqual([500, 1_000, 2_000, 10_000])
  expect(retryDelayMs(0, new ApiError('rate_limited', 'x', { retryAfterMs: 3_000 }))).toBe(3_000)
  expect(shouldRetry(0, new ApiError('rate_limited', 'x', { retryAfterMs: 60_000 }))).toBe(false)
  expect(shouldRetry(0, new Error('a bug'))).toBe(false)
})

test('addresses carry what they are given, whatever is in it', () => {
  expect(paths.campaign('a/b?c')).toBe('/campaigns/a%2Fb%3Fc')
  expect(withQuery('/logbook', { state: 'delivered', text: 'a b&c', label: '', by: undefined })).toBe(
    '/logbook?state=delivered&text=a+b%26c',
  )
  expect(serverPaths.signIn('/logbook?x=1')).toBe('/sign-in?next=%2Flogbook%3Fx%3D1')
})

test('filters are read from the address by their names, and nothing else is', () => {
  const defaults = { state: '', sort: 'newest' }
  expect(readValues(defaults, '?state=delivered&__proto__=x&other=1')).toEqual({ state: 'delivered', sort: 'newest' })
  expect(readValues(defaults, '')).toEqual(defaults)
})
