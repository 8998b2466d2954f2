import { unguardCell } from '../../../src/lib/csv.ts'
import { findDialect } from '../../../src/lib/csvDialect.ts'
import { CsvReader } from '../../../src/lib/csvReader.ts'

/** What the server takes in one call. */
export const MAX_AT_ONCE = 10_000
export const MAX_FILE_BYTES = 20_971_520
const SAMPLE_ROWS = 50

/** Entries of a list that somebody types: one per line, or with commas or semicolons between. */
export const numbersIn = (text: string): string[] =>
  text
    .split(/[\n,;\t]/)
    .map((entry) => entry.trim().slice(0, 50))
    .filter((entry) => entry !== '')

/** The numbers that a file holds: the column with most cells that look like one, without its heading. */
export async function numbersOfFile(file: Blob): Promise<string[]> {
  const text = await textOf(file)
  const rows = rowsOf(text)
  const column = numberColumn(rows.slice(0, SAMPLE_ROWS))
  if (column === undefined) return []
  const cells = rows.map((row) => unguardCell(row[column] ?? '').trim())
  const first = cells[0] ?? ''
  return (looksLikeNumber(first) ? cells : cells.slice(1)).filter((cell) => cell !== '').map((cell) => cell.slice(0, 50))
}

/** Numbers are ASCII, so of an encoding nothing matters but whether it is UTF-16. */
async function textOf(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  return new TextDecoder(encoding).decode(bytes)
}

function rowsOf(text: string): string[][] {
  const reader = new CsvReader({ dialect: findDialect(text.slice(0, 65_536)) })
  reader.push(text)
  reader.end()
  const rows: string[][] = []
  for (let record = reader.next(); record !== undefined; record = reader.next()) rows.push(record.cells)
  return rows
}

/** Seven digits or more, with what people put between them. */
const looksLikeNumber = (cell: string): boolean =>
  /^'?[+(]?[\d\s()./-]+$/.test(cell.trim()) && cell.replace(/\D/g, '').length >= 7 && !isDate.test(cell.trim())

/** A day, perhaps with a time, has as many digits as a number. */
const isDate = /^(?:\d{4}-\d\d?-\d\d?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})(?:\D|$)/

function numberColumn(rows: readonly (readonly string[])[]): number | undefined {
  const width = Math.max(0, ...rows.map((row) => row.length))
  const counts = Array.from({ length: width }, (_, column) => rows.filter((row) => looksLikeNumber(row[column] ?? '')).length)
  const most = Math.max(0, ...counts)
  return most === 0 ? undefined : counts.indexOf(most)
}
