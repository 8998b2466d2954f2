import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskPhone, parsePhone } from './phone.ts'

test.each([
  ['+4915112345678', undefined, '+4915112345678', 'DE', true],
  ['+49 (0)151 / 1234-5678', undefined, '+4915112345678', 'DE', true],
  ['004915112345678', undefined, '+4915112345678', 'DE', true],
  ['4915112345678', undefined, '+4915112345678', 'DE', true],
  ['4915112345678', 'DE', '+4915112345678', 'DE', true],
  ['015112345678', 'DE', '+4915112345678', 'DE', true],
  ['015112345678', 'de', '+4915112345678', 'DE', true],
  ['2025550123', 'US', '+12025550123', 'US', true],
  ['+12025550123', undefined, '+12025550123', 'US', true],
  ['+491510000001', undefined, '+491510000001', 'DE', undefined],
  ['+15005550006', undefined, '+15005550006', 'US', undefined],
  ['+447700900123', undefined, '+447700900123', undefined, undefined],
  ['+436601234567', 'DE', '+436601234567', 'AT', true],
  ['+49301234567', undefined, '+49301234567', 'DE', false],
  ['+18005550199', undefined, '+18005550199', 'US', false],
  ['+883510000000094', undefined, '+883510000000094', undefined, undefined],
])('%s (default country %s) is %s of %s, mobile: %s', (input, country, phone, found, mobile) => {
  expect(parsePhone(input, country)).toEqual({ kind: 'ok', phone, country: found, mobile })
})

test.each([
  '',
  'abc',
  '0151',
  '015112345678',
  '+49',
  '+491234',
  '+99912345678',
  '+4915112345678 ext. 5',
  'call +4915112345678',
  '+1 800 FLOWERS',
  '+49151123456789012',
  '1'.repeat(200),
  '+',
  '\0',
  '+49\n151 <script>',
])('refuses %j and says what would work', (input) => {
  const parsed = parsePhone(input)
  expect(parsed).toMatchObject({ kind: 'invalid', message: expect.stringContaining('expected E.164 such as +4915112345678') })
})

test('an unknown default country is no country', () => expect(parsePhone('015112345678', 'XX').kind).toBe('invalid'))

test('numbers are masked, long and short ones', () => {
  expect(maskPhone('+4915112345678')).toBe('+49151****78')
  expect(maskPhone('+4912345')).toBe('+49****')
})

test('hostile input never raises, and what is accepted is E.164 that reads the same again', () => {
  const parts = fc.constantFrom('+', '00', '49', '151', '12345678', ' ', '-', '(0)', ';ext=1', 'x', '٤', '\u202a', '1', '0')
  const inputs = fc.oneof(
    fc.array(parts, { maxLength: 8 }).map((list) => list.join('')),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(inputs, fc.constantFrom(undefined, 'DE', 'US', 'IT'), (input, country) => {
      const parsed = parsePhone(input, country)
      if (parsed.kind === 'invalid') return
      expect(parsed.phone).toMatch(/^\+[1-9]\d{6,14}$/)
      expect(parsePhone(parsed.phone)).toEqual(parsed)
    }),
    { numRuns: 1_000 },
  )
})
