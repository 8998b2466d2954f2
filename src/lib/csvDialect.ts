import { CsvReader, type CsvDialect } from './csvReader.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const

/** Records that are looked at; more would not change the judgement. */
const SAMPLE_RECORDS = 20

/**
 * Finds how a file is written, by its beginning: the delimiter with which most records have as many cells as the first one, and with that the
 * most cells. A file of one column counts as one with commas.
 */
export function findDialect(sample: string): CsvDialect {
  // Classic Mac OS ended lines by a carriage return alone, and some spreadsheets still offer that.
  const lineBreak = !sample.includes('\n') && sample.includes('\r') ? '\r' : '\n'
  const judged = DELIMITERS.map((delimiter) => ({ delimiter, ...judge(sample, { delimiter, lineBreak }) }))
  const best = judged.reduce((one, other) => (compare(other, one) > 0 ? other : one))
  return { delimiter: best.columns > 1 ? best.delimiter : ',', lineBreak }
}

type Judged = { columns: number; alike: number }

const compare = (one: Judged, other: Judged) =>
  Number(one.columns > 1) - Number(other.columns > 1) || one.alike - other.alike || one.columns - other.columns

function judge(sample: string, dialect: CsvDialect): Judged {
  const reader = new CsvReader({ dialect })
  reader.push(sample)
  const widths: number[] = []
  for (let record = reader.next(); record !== undefined && widths.length < SAMPLE_RECORDS; record = reader.next())
    if (record.problem === undefined && record.cells.some((cell) => cell !== '')) widths.push(record.cells.length)
  const columns = widths[0] ?? 0
  return { columns, alike: widths.filter((width) => width === columns).length }
}
