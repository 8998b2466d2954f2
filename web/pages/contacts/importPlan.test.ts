import { expect, test } from 'vitest'
import { isPhoneLike, queryOf, contactDefaults, shownFields } from './filters.ts'
import { importPath, mappingOf } from './importPlan.ts'
import { numbersIn, numbersOfFile } from './numbersOfFile.ts'

test('columns are named by their number, and by their heading where one looks like a number', () => {
  expect(mappingOf({}, ['phone'])).toBeUndefined()
  expect(mappingOf({ 1: 'city', 7: 'gone' }, ['phone', 'Ort'])).toBe('{"2":"city"}')
  expect(mappingOf({ 1: 'city' }, ['phone', 'Ort', '2'])).toBe('{"Ort":"city"}')
})

test('the address of an upload says each group by itself, and a consent only with its source', () => {
  const settings = { rule: 'skip' as const, country: '', groups: 'A; B & C;', consent: { source: '', at: '', wording: 'words' } }
  const query = new URL(importPath(settings, { mapping: undefined, fileName: 'x.csv' }), 'http://x').searchParams
  expect(query.getAll('group')).toEqual(['A', 'B & C'])
  expect([...query.keys()]).toEqual(['file_name', 'rule', 'group', 'group'])
  const given = importPath({ ...settings, consent: { source: 'shop', at: '', wording: 'words' } }, { mapping: '{}', fileName: 'x.csv' })
  expect(given).toContain('consent_source=shop&consent_wording=words')
})

const inUtf16 = (text: string) => Uint16Array.from(text.split(''), (character) => character.charCodeAt(0))

test.each([
  [
    'a heading before, dates and prices beside',
    'when;who;paid\n2026-01-01;+4915110000051;12,50\n01.02.2026;015110000052;9\n',
    ['+4915110000051', '015110000052'],
  ],
  ['no heading', '+49 151 10000051\n+49 151 10000052\n', ['+49 151 10000051', '+49 151 10000052']],
  ['guarded against formulas', "phone\n'+4915110000051\n", ['+4915110000051']],
  ['no numbers at all', 'name,day\nAna,2026-01-01 10:00\n', []],
  ['nothing', '', []],
])('the numbers of a file with %s are found', async (_name, text, numbers) => {
  expect(await numbersOfFile(new Blob([text]))).toEqual(numbers)
  expect(await numbersOfFile(new Blob([inUtf16(`\ufeff${text}`)]))).toEqual(numbers)
})

test('typed numbers stand in lines or between commas', () => {
  expect(numbersIn(' +49 151 1 \n\n+49152, +49153;x')).toEqual(['+49 151 1', '+49152', '+49153', 'x'])
})

test('one box searches numbers and fields; who is not shown numbers searches fields alone', () => {
  expect(['+49', '0151 / 22', '(030) 1'].map(isPhoneLike)).toEqual([true, true, true])
  expect(['Ana', '12 Ana', '+', ''].map(isPhoneLike)).toEqual([false, false, false, false])
  const values = { ...contactDefaults, search: '+49 151', field: 'city' }
  expect(queryOf(values, { isMasked: false })).toEqual({ phone: '+49 151' })
  expect(queryOf({ ...values, value: 'Ulm' }, { isMasked: true })).toEqual({ search: '+49 151', field: 'city', value: 'Ulm' })
})

test('names are shown before other fields', () => {
  expect(shownFields(['city', 'plan', 'first_name', 'Nachname'], 3)).toEqual(['first_name', 'Nachname', 'city'])
})
