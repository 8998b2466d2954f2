import { expect, test } from 'vitest'
import { z } from 'zod'
import { fieldErrors, fieldPath } from './validation.ts'

const recipient = z.strictObject({ phone: z.string(), values: z.record(z.string(), z.string()).optional() })
const request = z.strictObject({
  to: z.union([z.string(), recipient, z.array(z.union([z.string(), recipient])).max(2)]),
  text: z.string().min(1).max(5),
  mode: z.enum(['live', 'test']).optional(),
  count: z.int().min(2).max(9).optional(),
  at: z.iso.datetime({ offset: true }).optional(),
  code: z.string().regex(/^a+$/, 'expected only the letter a').optional(),
})
const good = { to: '+4915112345678', text: 'Hi' }
const errorsOf = (input: unknown) => fieldErrors(request.safeParse(input).error?.issues ?? [])

test.each([
  ['a missing field', { to: 'x' }, 'text', 'This field is missing: expected a string.', { rule: 'missing' }],
  ['a field of another kind', { ...good, text: 5 }, 'text', 'Expected a string.', { rule: 'type' }],
  ['an empty text', { ...good, text: '' }, 'text', 'Expected at least 1 character.', { rule: 'too_short', limit: 1 }],
  ['a long text', { ...good, text: 'too long' }, 'text', 'Expected at most 5 characters.', { rule: 'too_long', limit: 5 }],
  ['a fraction', { ...good, count: 2.5 }, 'count', 'Expected a whole number.', { rule: 'type' }],
  ['a number out of range', { ...good, count: 12 }, 'count', 'Expected at most 9.', { rule: 'too_big', limit: 9 }],
  ['a word that is no choice', { ...good, mode: 'both' }, 'mode', 'Expected one of live, test.', { rule: 'value' }],
  [
    'a time without a zone',
    { ...good, at: '2027-01-31 09:00' },
    'at',
    'Expected a time with its zone, such as 2027-01-31T09:00:00Z or 2027-01-31T10:00:00+01:00.',
    { rule: 'format' },
  ],
  ['a rule with words of its own', { ...good, code: 'b' }, 'code', 'Expected only the letter a.', { rule: 'format' }],
  ['an unknown field', { ...good, txt: 'x' }, 'txt', 'This field does not exist: remove it or correct its name.', { rule: 'unknown' }],
  ['none of several kinds', { ...good, to: 5 }, 'to', 'Expected a string or an object or a list.', { rule: 'type' }],
  [
    'an alternative that got further than the others',
    { ...good, to: [{ phone: 5 }] },
    'to[0].phone',
    'Expected a string.',
    { rule: 'type' },
  ],
  [
    'an unknown field inside an alternative',
    { ...good, to: { phone: 'x', nmae: 1 } },
    'to.nmae',
    'This field does not exist: remove it or correct its name.',
    { rule: 'unknown' },
  ],
  ['no body at all', undefined, '', 'This field is missing: expected an object.', { rule: 'missing' }],
])('%s is explained in a sentence, and to programs by its rule', (_name, input, field, message, rule) => {
  expect(errorsOf(input)).toContainEqual({ field, message, ...rule })
})

test('at most 20 errors are told', () => {
  const fields = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`field${at}`, 1]))
  expect(errorsOf({ ...good, ...fields })).toHaveLength(20)
})

test('a path is written as in a program, odd names quoted', () => {
  expect(fieldPath(['to', 3, 'values', 'first name'])).toBe('to[3].values["first name"]')
})
