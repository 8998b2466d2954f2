import fc from 'fast-check'
import { expect, test } from 'vitest'
import { particularsOf } from './particulars.ts'

const event = (type: string, data: Record<string, unknown>) => ({ xid: '1', id: 1n, type, seconds: 0, test: false, data })
const none = { inbound: new Map(), includeRecipient: false }

test('what the log holds is told, but for what stands elsewhere and what is personal', () => {
  const data = { message_id: '1', label: 'spring', verdict: 'click', phone: '+4915112345678', text: 'Hi', reasons: ['browser'] }
  expect(particularsOf(event('hit.click', data), none)).toBe('{"verdict":"click","reasons":["browser"]}')
  expect(JSON.parse(particularsOf(event('hit.click', data), { ...none, includeRecipient: true }))).toEqual({
    ...{ verdict: 'click', phone: '+4915112345678', text: 'Hi', reasons: ['browser'] },
  })
})

test('an outcome begins with its state', () => {
  expect(particularsOf(event('message.rejected', { failure: 'blocked' }), none)).toBe('{"state":"rejected","failure":"blocked"}')
})

test('whatever the log holds, it is no longer than 12,000 bytes, or says that it was cut', () => {
  const words = fc.string({ unit: 'binary', maxLength: 9_000, size: 'max' })
  fc.assert(
    fc.property(fc.dictionary(fc.string(), words, { maxKeys: 3 }), (data) => {
      const text = particularsOf(event('conversion.recorded', data), none)
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(12_000)
      expect(JSON.stringify(JSON.parse(text))).toBe(text)
    }),
    { numRuns: 50 },
  )
})
