import { createReadStream } from 'node:fs'
import { FileDecoder } from '../domain/contacts/encoding.ts'
import { unguardCell } from '../lib/csv.ts'
import { findDialect } from '../lib/csvDialect.ts'
import { CsvReader, type CsvRecord } from '../lib/csvReader.ts'
import { Failure } from './failure.ts'

/** A cell that should hold a number, and where it stands in the file. */
export type PhoneCell = { line: number; written: string }

/** What columns of numbers are called; compared in lower case. */
const HEADINGS =
  /^(?:phone|phone[ _]?number|mobile|mobile[ _]?number|msisdn|number|tel|telefon|telefonnummer|handy|handynummer|mobil|rufnummer|nummer)$/
const NUMBER = /^\+?[\d\s()./-]{6,25}$/

/**
 * Reads the numbers of a file piece by piece, so that its size does not matter: one to a line, or the column of a CSV file that its heading
 * names. Encoding and delimiter are found.
 * @throws Failure `usage` when no column can be told
 */
export async function* readPhoneColumn(file: string, column: string | undefined): AsyncGenerator<PhoneCell> {
  let place: number | undefined
  for await (const record of readRecords(file)) {
    const cells = record.cells.map((cell) => unguardCell(cell.trim()))
    if (cells.every((cell) => cell === '')) continue
    if (place === undefined) {
      const found = findColumn(cells, column)
      if (found === undefined) throw noColumn(file, column)
      place = found.place
      if (found.isHeading) continue
    }
    const written = cells[place] ?? ''
    if (written !== '') yield { line: record.line, written }
  }
}

/** Cells as latin1: what numbers are made of is the same in every encoding that is left. */
async function* readRecords(file: string): AsyncGenerator<CsvRecord> {
  const decoder = new FileDecoder()
  let reader: CsvReader | undefined
  for await (const bytes of createReadStream(file)) {
    const text = decoder.push(Buffer.from(bytes)).toString('latin1')
    reader ??= new CsvReader({ dialect: findDialect(text) })
    reader.push(text)
    yield* recordsOf(reader)
  }
  if (reader === undefined) return
  reader.push(decoder.end().toString('latin1'))
  reader.end()
  yield* recordsOf(reader)
}

function* recordsOf(reader: CsvReader): Generator<CsvRecord> {
  for (let record = reader.next(); record !== undefined; record = reader.next()) yield record
}

function findColumn(cells: readonly string[], column: string | undefined): { place: number; isHeading: boolean } | undefined {
  const wanted = column?.toLowerCase()
  const heading = cells.findIndex((cell) => (wanted === undefined ? HEADINGS.test(cell.toLowerCase()) : cell.toLowerCase() === wanted))
  if (heading !== -1) return { place: heading, isHeading: true }
  const number = wanted === undefined ? cells.findIndex((cell) => NUMBER.test(cell)) : -1
  return number === -1 ? undefined : { place: number, isHeading: false }
}

const noColumn = (file: string, column: string | undefined) =>
  new Failure(
    'usage',
    column === undefined
      ? `The first line of "${file}" names no column of numbers and holds none: name it by --column, or write one number to a line.`
      : `The first line of "${file}" has no column "${column}".`,
  )
