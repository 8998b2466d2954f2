import fc from 'fast-check'
import papaparse from 'papaparse'
import { expect, test } from 'vitest'
import { findDialect } from './csvDialect.ts'
import { CsvReader, MAX_RECORD_LENGTH, type CsvDialect, type CsvRecord } from './csvReader.ts'

const commas: CsvDialect = { delimiter: ',', lineBreak: '\n' }

function read(text: string, { dialect = commas, pieces = [text.length] }: { dialect?: CsvDialect; pieces?: readonly number[] } = {}) {
  const reader = new CsvReader({ dialect })
  const records: CsvRecord[] = []
  const take = () => {
    for (let record = reader.next(); record !== undefined; record = reader.next()) records.push(record)
  }
  let at = 0
  for (const piece of [...pieces, text.length]) {
    reader.push(text.slice(at, at + piece))
    take()
    at += piece
  }
  reader.end()
  take()
  return records
}
const cellsOf = (records: readonly CsvRecord[]) => records.map(({ cells }) => cells)
const problemsOf = (records: readonly CsvRecord[]) => records.map(({ line, problem }) => [line, problem ?? 'ok'])

const cell = fc.string({ unit: fc.constantFrom('a', 'b', ' ', ',', ';', '"', '\n', '\r\n', 'ü', '\t'), maxLength: 8 })
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 })

test('what papaparse writes is read back, however the text is cut into pieces', () => {
  fc.assert(
    fc.property(
      table,
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n'),
      fc.array(fc.nat(5)),
      (rows, delimiter, newline, pieces) => {
        const text = papaparse.unparse(rows, { delimiter, newline, quotes: true })
        expect(cellsOf(read(text, { dialect: { delimiter, lineBreak: '\n' }, pieces }))).toEqual(rows)
      },
    ),
  )
})

test('well-formed text is read as papaparse reads it', () => {
  const plain = fc.string({ unit: fc.constantFrom('a', ' ', ',', '\n', '\r\n', 'ü'), maxLength: 40 })
  fc.assert(
    fc.property(plain, (text) => {
      fc.pre(text !== '' && !text.replaceAll('\r\n', '').includes('\r'))
      const ours = cellsOf(read(text))
      const theirs = papaparse.parse<string[]>(text.replaceAll('\r\n', '\n'), { delimiter: ',', newline: '\n' }).data
      // papaparse takes a line break at the very end for the beginning of one more record.
      expect(ours).toEqual(text.endsWith('\n') ? theirs.slice(0, -1) : theirs)
    }),
  )
})

test('any text is read to its end, the same in one piece and in many, and no place comes twice', () => {
  const any = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '\u0000'), maxLength: 60 })
  fc.assert(
    fc.property(any, fc.array(fc.nat(4)), (text, pieces) => {
      const records = read(text)
      expect(read(text, { pieces })).toEqual(records)
      expect(records.at(-1)?.end ?? 0).toBe(text.length)
      for (const [at, record] of records.entries()) {
        expect(record.end).toBeGreaterThan(records[at - 1]?.end ?? 0)
        expect(record.line).toBeGreaterThan(records[at - 1]?.line ?? 0)
      }
    }),
  )
})

test('reading goes on from the end of any record', () => {
  fc.assert(
    fc.property(table, (rows) => {
      const text = papaparse.unparse(rows, { newline: '\n', quotes: true })
      const records = read(text)
      for (const [at, { end, nextLine }] of records.entries()) {
        const reader = new CsvReader({ dialect: commas, position: end, line: nextLine })
        reader.push(text.slice(end))
        reader.end()
        expect(reader.next()).toEqual(records[at + 1])
      }
    }),
  )
})

test.each([
  [
    'an unfinished quote costs its line only',
    '1,a\n2,"b\n3,c\n',
    [
      [1, 'ok'],
      [2, 'quote_open'],
      [3, 'ok'],
    ],
  ],
  [
    'a quote in the wrong place costs its line only',
    '1,a\n2,"b"c\n3,c\n',
    [
      [1, 'ok'],
      [2, 'quote_misplaced'],
      [3, 'ok'],
    ],
  ],
  [
    'a quote inside a cell is a quote',
    '1,a"b\n2,c\n',
    [
      [1, 'ok'],
      [2, 'ok'],
    ],
  ],
  [
    'a row of 501 columns is refused',
    `1,a\n${'x,'.repeat(500)}\n3,c\n`,
    [
      [1, 'ok'],
      [2, 'too_many_columns'],
      [3, 'ok'],
    ],
  ],
  [
    'lines inside quotes count',
    '1,"a\nb"\n2,c',
    [
      [1, 'ok'],
      [3, 'ok'],
    ],
  ],
])('%s', (_name, text, problems) => {
  expect(problemsOf(read(text))).toEqual(problems)
})

test.each([
  ['a cell of 10 MB', `1,a\n2,${'x'.repeat(10_000_000)}\n3,c\n`, 'row_too_long'],
  ['a quoted cell of 10 MB', `1,a\n2,"${'x'.repeat(10_000_000)}"\n3,c\n`, 'row_too_long'],
  ['a row of a million columns', `1,a\n${'x,'.repeat(1_000_000)}\n3,c\n`, 'row_too_long'],
  ['a long row with quotes', `1,a\n"x","${'y'.repeat(MAX_RECORD_LENGTH)}\n3,c\n`, 'quote_open'],
])('%s costs its line only, in pieces of 64 KiB', (_name, text, problem) => {
  const records = read(text, { pieces: new Array(200).fill(65_536) })
  expect(problemsOf(records)).toEqual([
    [1, 'ok'],
    [2, problem],
    [3, 'ok'],
  ])
  expect(JSON.stringify(records).length).toBeLessThan(10_000)
})

test.each([
  ['phone,name\n+49,a\n', ','],
  ['phone;name\n+49;"a, b"\n', ';'],
  ['phone\tname\n+49\ta,b,c\n', '\t'],
  ['phone|name|city\n+49|a|b\n', '|'],
  ['phone\n+49\n', ','],
  ['"a;b",c\n"d;e",f\n', ','],
])('the delimiter of %j is %j', (text, delimiter) => {
  expect(findDialect(text).delimiter).toBe(delimiter)
})

test('lines may end by a carriage return alone', () => {
  expect(findDialect('phone,name\r+49,a\r')).toEqual({ delimiter: ',', lineBreak: '\r' })
})
