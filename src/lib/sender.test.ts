import { expect, test } from 'vitest'
import { allowedSender, checkSender, readSender } from './sender.ts'

test.each([
  ['Acme', { kind: 'ok', sender: 'Acme' }],
  [' A & B-Co. ', { kind: 'ok', sender: 'A & B-Co.' }],
  ['+4915112345678', { kind: 'ok', sender: '4915112345678' }],
  ['12345', { kind: 'ok', sender: '12345' }],
  ['12', { kind: 'digits', length: 2 }],
  ['12345678901234567', { kind: 'digits', length: 17 }],
  ['Acme Incorp.', { kind: 'letters', length: 12 }],
  ['Müller', { kind: 'unshowable' }],
  ['&.-', { kind: 'unshowable' }],
  ['', { kind: 'unshowable' }],
])('%j is read as a sender', (input, read) => {
  expect(readSender(input)).toEqual(read)
})

test('a refusal names the field and what would have worked', () => {
  expect(() => checkSender('12', { field: 'senders[3]' })).toThrow('has 2 digits: a number has 3 to 16')
})

test('where only listed senders are accepted, a refusal names some of them', () => {
  const senders = ['A1', 'B2', 'C3', 'D4', 'E5', 'F6', 'G7']
  expect(allowedSender('+123', { senders: ['123'], onlySenders: true })).toBe('123')
  expect(allowedSender('Other', { senders, onlySenders: false })).toBe('Other')
  expect(() => allowedSender('Other', { senders, onlySenders: true })).toThrow('it sends from "A1", "B2", "C3", "D4", "E5" and 2 others')
})
