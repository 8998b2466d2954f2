import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judgeHit } from './judge.ts'
import { classify } from './verdict.ts'
import type { HitSignals } from './verdict.ts'

const chrome = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36'
const hit = (signals: Partial<HitSignals> = {}): HitSignals => ({
  method: 'GET',
  purpose: 'none',
  userAgent: chrome,
  beforeSend: false,
  ...signals,
})

test('a hit is judged with the families of its user agent', () => {
  expect(judgeHit(hit())).toEqual({
    verdict: 'click',
    reasons: ['browser'],
    fetcher: undefined,
    families: { device: 'phone', os: 'Android', browser: 'Chrome', app: '' },
  })
})

test('a preview is named after its app and not after the browser that it pretends to be', () => {
  const samsung = 'Mozilla/5.0 (X11; Ubuntu; Linux i686; rv:24.0) Gecko/20100101 Firefox/24.0'
  expect(judgeHit(hit({ userAgent: samsung }))).toEqual({
    verdict: 'view',
    reasons: ['preview_fetcher'],
    fetcher: 'Samsung Messages',
    families: { device: 'other', os: 'Other', browser: 'Other', app: 'Samsung Messages' },
  })
})

test('a browser that fetches ahead keeps its families', () => {
  expect(judgeHit(hit({ purpose: 'prefetch' }))).toMatchObject({ verdict: 'prefetch', families: { browser: 'Chrome' } })
})

test('what is remembered about a user agent never carries over from one hit to the next', () => {
  expect(judgeHit(hit({ beforeSend: true })).reasons).toEqual(['before_send'])
  expect(judgeHit(hit({ method: 'HEAD' })).verdict).toBe('bot')
  judgeHit(hit()).reasons.push('tool')
  expect(judgeHit(hit())).toMatchObject({ verdict: 'click', reasons: ['browser'] })
})

test('a remembered judgement equals a fresh one', () => {
  const signals = fc.record({
    method: fc.constantFrom('GET' as const, 'HEAD' as const),
    purpose: fc.constantFrom('none' as const, 'prefetch' as const, 'preview' as const),
    userAgent: fc.oneof(fc.constantFrom(chrome, 'WhatsApp/2', '', 'curl/8'), fc.string({ maxLength: 700 })),
    beforeSend: fc.boolean(),
  })
  fc.assert(
    fc.property(signals, (signal) => {
      expect(judgeHit(signal)).toMatchObject(classify(signal))
    }),
  )
})
