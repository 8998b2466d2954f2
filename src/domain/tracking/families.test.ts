import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { familiesOf, familyValues } from './families.ts'

const schema = z.array(z.object({ userAgent: z.string(), kind: z.string() }))
const read = (file: string) => schema.parse(JSON.parse(readFileSync(`test/data/${file}`, 'utf8')))
const known = [...read('user-agents.json'), ...read('user-agents-more.json')]
const people = known.filter(({ kind }) => kind === 'human').map(({ userAgent }) => userAgent)

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'
const android = `Mozilla/5.0 (Linux; Android 10; K) ${webkit}`
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const windows = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/138.0.0.0 Safari/537.36`

test.each([
  [`${android} Chrome/138.0.0.0 Mobile Safari/537.36`, 'phone', 'Android', 'Chrome', ''],
  [`${android} Chrome/138.0.0.0 Safari/537.36`, 'tablet', 'Android', 'Chrome', ''],
  [`${android} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`, 'phone', 'Android', 'Samsung Internet', ''],
  [`${android} Chrome/124.0.0.0 Mobile Safari/537.36 EdgA/124.0.0.0`, 'phone', 'Android', 'Edge', ''],
  [`${android} Chrome/124.0.0.0 Mobile Safari/537.36 OPR/82.0.0.0`, 'phone', 'Android', 'Opera', ''],
  ['Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0', 'phone', 'Android', 'Firefox', ''],
  ['Mozilla/5.0 (Android 14; Tablet; rv:127.0) Gecko/127.0 Firefox/127.0', 'tablet', 'Android', 'Firefox', ''],
  [`${iphone} Version/18.5 Mobile/15E148 Safari/604.1`, 'phone', 'iOS', 'Safari', ''],
  [`${iphone} CriOS/138.0.7204.53 Mobile/15E148 Safari/604.1`, 'phone', 'iOS', 'Chrome', ''],
  [`${iphone} FxiOS/138.3 Mobile/15E148 Safari/605.1.15`, 'phone', 'iOS', 'Firefox', ''],
  [`${iphone} Mobile/15E148 Instagram 66.0.0.14.101 (iPhone10,2; iOS 12_0)`, 'phone', 'iOS', 'WebView', 'Instagram'],
  [`${iphone} Mobile/15E148 [FBAN/FBIOS;FBAV/467.0.0.36.108]`, 'phone', 'iOS', 'WebView', 'Facebook'],
  [`${iphone} Mobile/15E148 LightSpeed [FBAN/MessengerLiteForiOS;FBAV/410]`, 'phone', 'iOS', 'WebView', 'Messenger'],
  [`${iphone} Mobile/15E148 Safari Line/14.9.1`, 'phone', 'iOS', 'WebView', 'LINE'],
  [`${iphone} Mobile/15E148 Twitter for iPhone/10.45`, 'phone', 'iOS', 'WebView', 'X'],
  ['Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605 Version/17.6 Mobile/15E148 Safari/604.1', 'tablet', 'iOS', 'Safari', ''],
  [windows, 'desktop', 'Windows', 'Chrome', ''],
  [`${windows} Edg/138.0.0.0`, 'desktop', 'Windows', 'Edge', ''],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'desktop', 'Linux', 'Firefox', ''],
  ['Mozilla/5.0 (Mobile; Nokia 2780; rv:84.0) Gecko/84.0 Firefox/84.0 KAIOS/3.1', 'phone', 'KaiOS', 'Firefox', ''],
  [`Mozilla/5.0 (Phone; OpenHarmony 5.0) ${webkit} Mobile HuaweiBrowser/5.1.4`, 'phone', 'HarmonyOS', 'Huawei Browser', ''],
  [`Mozilla/5.0 (Linux; Android 13; X; wv) ${webkit} Version/4.0 Chrome/91 Mobile Safari/537.36`, 'phone', 'Android', 'WebView', ''],
  [`Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) ${webkit} SamsungBrowser/3.0 Safari/537.36`, 'other', 'Tizen', 'Samsung Internet', ''],
  ['', 'other', 'Other', 'Other', ''],
  ['nothing we know', 'other', 'Other', 'Other', ''],
])('%s', (userAgent, device, os, browser, app) => {
  expect(familiesOf(userAgent)).toEqual({ device, os, browser, app })
})

test('every person of the test data has a device, a system and a browser', () => {
  const unknown = people.filter((userAgent) => {
    const { device, os, browser } = familiesOf(userAgent)
    return device === 'other' || os === 'Other' || browser === 'Other'
  })
  expect(unknown).toEqual([])
})

test('the apps of the test data are told apart', () => {
  const found = new Set(people.map((userAgent) => familiesOf(userAgent).app))
  for (const app of ['Instagram', 'TikTok', 'WeChat', 'Viber', 'KakaoTalk', 'NAVER', 'Zalo', 'Snapchat', 'Google', 'LinkedIn', 'Pinterest'])
    expect(found).toContain(app)
})

const parts = [
  'Mozilla/5.0 ',
  '(Linux; Android 10; ',
  'iPhone',
  'Chrome/',
  'Instagram 9',
  'Version/1 ',
  '1.',
  'Mobile/',
  ')',
  ';',
  'Safari/',
  'x',
]

test('a made-up user agent chooses among the listed values and never adds one', () => {
  const anything = fc.oneof(
    fc.string({ maxLength: 600 }),
    fc.string({ unit: 'binary', maxLength: 600 }),
    fc.array(fc.constantFrom(...parts), { maxLength: 150 }).map((list) => list.join('')),
  )
  fc.assert(
    fc.property(anything, (userAgent) => {
      const { device, os, browser, app } = familiesOf(userAgent)
      expect(['phone', 'tablet', 'desktop', 'other']).toContain(device)
      expect(familyValues.os).toContain(os)
      expect(familyValues.browser).toContain(browser)
      expect(familyValues.app).toContain(app)
    }),
  )
})
