import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CsvReader } from './csvReader.ts'
import { csvRow, guardCell, phoneCell, unguardCell } from './csv.ts'

test.each(['=1+2', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', "'=1"])('%j cannot run as a formula', (text) => {
  expect(guardCell(text)).toBe(`'${text}`)
})

test.each(['Ana', "d'Arc", "'tis", '1-2', ''])('%j stays as it is', (text) => {
  expect(guardCell(text)).toBe(text)
})

test('a guarded cell gives back every text', () => {
  const text = fc.string({ unit: fc.constantFrom('=', '+', "'", '\t', 'a', '-', '@', '＝') })
  fc.assert(
    fc.property(text, (given) => {
      expect(unguardCell(guardCell(given))).toBe(given)
    }),
  )
})

test('a phone number keeps its plus, and nothing else does', () => {
  expect(phoneCell('+4915112345678')).toBe('+4915112345678')
  expect(phoneCell('+49151+cmd')).toBe("'+49151+cmd")
})

test('a row is read back as it was written', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', ' ', '\t') }), { minLength: 2 }), (cells) => {
      const reader = new CsvReader({ dialect: { delimiter: ',', lineBreak: '\n' } })
      reader.push(csvRow(cells))
      reader.end()
      expect(reader.next()?.cells).toEqual(cells)
    }),
  )
})
