import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hidePhones, holdsPhone } from './hidePhones.ts'

test.each([
  ['+4915112345678', '+49 151 ••• ••78'],
  ['+12025550123', '+1 202 ••• ••23'],
  ['+35470123', '+354 ••• ••'],
  ['+3547012345', '+354 ••• ••45'],
  ['+4520123456', '+45 2 ••• ••56'],
  ['Call +49 151 1234-5678 now', 'Call +49 151 ••• ••78 now'],
  ['0151 12345678', '0151 ••• ••78'],
  ['(0151) 12345678', '0151 ••• ••78'],
  ['0049 151 12345678', '0049 ••• ••78'],
  ['4915112345678', '4915 ••• ••78'],
  ['tel:+4915112345678;ext=1', 'tel:+49 151 ••• ••78;ext=1'],
  ['/phone?number=%2B4915112345678', '/phone?number=+49 151 ••• ••78'],
  ['?text=Tel%3A015112345678&x=1', '?text=Tel%3A0151 ••• ••78&x=1'],
  ['?sender=4915112345678&id=1', '?sender=4915 ••• ••78&id=1'],
  ['015112345678 015212345678', '0151 ••• ••78 0152 ••• ••78'],
])('%s becomes %s', (text, hidden) => {
  expect(hidePhones(text)).toBe(hidden)
})

test.each([
  ...['', 'Hi Ana', 'order 5512', 'until 01.12.2026', '2026-11-24 14:02', '2026-11-24T08:00:00.000Z', '203.0.113.0/24', '0.000075'],
  ...[
    'evt_1234567890123',
    'https://s.test/Xk3mQ9aB',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15',
    '1,204 people',
    'A1234567890',
  ],
])('%j stays as it is', (text) => {
  expect(hidePhones(text)).toBe(text)
  expect(holdsPhone(text)).toBe(false)
})

test('a number that is known is hidden in its shortest form too', () => {
  expect(hidePhones('20123456', ['+4520123456'])).toBe('2 ••• ••56')
  expect(hidePhones('20123457', ['+4520123456'])).toBe('20123457')
})

test('of no number in E.164 more than the country, three digits and the last two are left, wherever it stands', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+[1-9]\d{7,14}$/), fc.stringMatching(/^[ a-z:;,"]{0,8}$/), (phone, around) => {
      const digits = hidePhones(`${around}${phone}${around}`).replace(/\D/g, '')
      expect(digits.length).toBeLessThanOrEqual(Math.max(2, phone.length - 1 - 5))
    }),
  )
})
