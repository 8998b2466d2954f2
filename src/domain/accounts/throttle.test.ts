import { expect, test } from 'vitest'
import { SignInThrottle } from './throttle.ts'

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000)
const ana = { email: 'ana@example.com', network: '192.0.2.0' }
const elsewhere = { ...ana, network: '198.51.100.0' }

function fail(throttle: SignInThrottle, attempt: typeof ana, { times, from = 0 }: { times: number; from?: number }): void {
  for (let count = 0; count < times; count++) throttle.begin(attempt, at(from))
}

test('five mistakes cost nothing, each further one doubles the wait', () => {
  const throttle = new SignInThrottle()
  fail(throttle, ana, { times: 5 })
  expect(throttle.begin(ana, at(0))).toBe(1_000)
  expect(throttle.begin(ana, at(0.4))).toBe(600)
  expect(throttle.begin(ana, at(1))).toBe(0)
  expect(throttle.begin(ana, at(1))).toBe(2_000)
})

test('a refused attempt is not counted, so the wait ends however often somebody tries', () => {
  const throttle = new SignInThrottle()
  fail(throttle, ana, { times: 5 })
  fail(throttle, ana, { times: 1_000 })
  expect(throttle.begin(ana, at(1))).toBe(0)
})

test('no wait is longer than five minutes', () => {
  const throttle = new SignInThrottle()
  let now = 0
  for (let count = 0; count < 100; count++) {
    const wait = throttle.begin(ana, at(now))
    expect(wait).toBeLessThanOrEqual(300_000)
    now += wait / 1_000
  }
})

test('guessing from other networks makes the owner wait ten seconds at most', () => {
  const throttle = new SignInThrottle()
  let now = 0
  for (let count = 0; count < 500; count++) now += throttle.begin({ ...ana, network: `network ${count}` }, at(now)) / 1_000
  expect(throttle.begin(elsewhere, at(now))).toBeLessThanOrEqual(10_000)
})

test('a network that tries many people is slowed as a whole', () => {
  const throttle = new SignInThrottle()
  for (let count = 0; count < 20; count++) expect(throttle.begin({ email: `${count}@example.com`, network: ana.network }, at(0))).toBe(0)
  expect(throttle.begin({ email: 'next@example.com', network: ana.network }, at(0))).toBe(1_000)
  expect(throttle.begin(elsewhere, at(0))).toBe(0)
})

test('the right password ends the wait for that person', () => {
  const throttle = new SignInThrottle()
  fail(throttle, ana, { times: 5 })
  throttle.begin(ana, at(2))
  throttle.succeed(ana)
  expect(throttle.begin(ana, at(2))).toBe(0)
})

test('after a quarter of an hour without a mistake all is forgotten', () => {
  const throttle = new SignInThrottle()
  fail(throttle, ana, { times: 5 })
  expect(throttle.begin(ana, at(901))).toBe(0)
  expect(throttle.begin(ana, at(901))).toBe(0)
})
