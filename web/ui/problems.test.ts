import { expect, test } from 'vitest'
import { fieldRules } from '../../src/contract/fieldRules.ts'
import { statusOf } from '../../src/lib/errors.ts'
import { sayFieldProblem, sayProblem } from './problems.ts'

const codes = [...Object.keys(statusOf), 'offline', 'unreadable']
const DETAIL = 'The server says so.'
const saying = (code: string, language: 'en' | 'de') => {
  const said = sayProblem({ code, message: DETAIL }, language)
  if (said === undefined) throw new Error(`${code} has no words`)
  return said
}

test.each(codes)('%s is said in both languages, with what to do or the words of the server', (code) => {
  const [english, german] = [saying(code, 'en'), saying(code, 'de')]
  expect(english.happened).toMatch(/^[A-Z].*\.$/)
  expect(english.todo ?? english.detail).toMatch(/\.$/)
  expect(german.happened).toMatch(/^[A-ZÄÖÜ].*\.$/)
  expect(german.todo).toMatch(/^[A-ZÄÖÜ].*\.$/)
  expect(german.happened).not.toBe(english.happened)
})

test('the server is quoted in English screens wherever the code does not say all, in German ones only where something would be lost', () => {
  expect(saying('group_name_taken', 'en').detail).toBe(DETAIL)
  expect(saying('group_name_taken', 'de').detail).toBeUndefined()
  expect(saying('experiment_invalid', 'de').detail).toBe(DETAIL)
  expect(saying('offline', 'en').detail).toBeUndefined()
})

test('a code that this version does not know has no words of its own', () => {
  expect(sayProblem({ code: 'constructor', message: DETAIL }, 'de')).toBeUndefined()
  expect(sayFieldProblem({ code: 'constructor', message: DETAIL }, 'de')).toEqual({ text: DETAIL, detail: undefined })
})

test.each(fieldRules)('a value that breaks the rule "%s" is said in German beside its field, in English as the server says it', (rule) => {
  const refusal = { code: 'body_invalid', message: DETAIL, rule }
  expect(sayFieldProblem({ ...refusal, limit: 1_000 }, 'en')).toEqual({ text: DETAIL, detail: undefined })
  const german = sayFieldProblem({ ...refusal, limit: 1_000 }, 'de')
  expect(german.text).toMatch(/^[A-ZÄÖÜ].*\.$/)
  expect(german.text).not.toContain(DETAIL)
})

test.each(fieldRules.filter((rule) => rule.startsWith('too_')))(
  'the limit of the rule "%s" is told, or else the server is quoted',
  (rule) => {
    const refusal = { code: 'body_invalid', message: DETAIL, rule }
    expect(sayFieldProblem({ ...refusal, limit: 1_000 }, 'de')).toMatchObject({ text: expect.stringContaining('1.000'), detail: undefined })
    expect(sayFieldProblem(refusal, 'de').detail).toBe(DETAIL)
  },
)

test('what the code of an answer says stands beside the field that it names', () => {
  expect(sayFieldProblem({ code: 'phone_invalid', message: DETAIL }, 'de')).toEqual({
    text: 'Das ist keine Telefonnummer. Schreiben Sie sie mit Landesvorwahl, etwa +49 151 12345678.',
    detail: undefined,
  })
})
