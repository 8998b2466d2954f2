/** What is wrong with the form of a record; its cells are then the first line, split without regard to quotes. */
export type CsvProblem = 'quote_open' | 'quote_misplaced' | 'row_too_long' | 'too_many_columns'

/** A record: `line` is where it begins, from 1; `end` is the offset behind its line break and `nextLine` the line there, where the next one begins. */
export type CsvRecord = { line: number; end: number; nextLine: number; cells: string[]; problem: CsvProblem | undefined }

/** A record that is longer than this is refused, so that an unfinished quote cannot swallow the rest of the file. */
export const MAX_RECORD_LENGTH = 262_144

/** More columns than any table of people has. */
export const MAX_COLUMNS = 500

/** What is kept of a record that cannot be read, to show where it stood. */
const MAX_KEPT_LENGTH = 2_000

export type CsvDialect = { delimiter: string; lineBreak: '\n' | '\r' }

/**
 * Reads CSV (RFC 4180) piece by piece with bounded memory, and goes on behind what is malformed: at the line after the one where the
 * broken record began. Offsets count characters, so text that was decoded as latin1 gives offsets of bytes. Time is linear in the length.
 */
export class CsvReader {
  readonly #dialect: CsvDialect
  readonly #delimiters: Finder
  readonly #breaks: Finder
  readonly #quotes: Finder
  #text = ''
  #at = 0
  #base: number
  #line: number
  #isEnded = false
  #skipped: string | undefined

  /** @param position where the text that is pushed first begins @param line the line that begins there */
  constructor({ dialect, position = 0, line = 1 }: { dialect: CsvDialect; position?: number; line?: number }) {
    this.#dialect = dialect
    this.#delimiters = new Finder(dialect.delimiter)
    this.#breaks = new Finder(dialect.lineBreak)
    this.#quotes = new Finder('"')
    this.#base = position
    this.#line = line
  }

  /** Adds text. Take all records by `next` before: what is left over is at most one record. */
  push(text: string): void {
    this.#base += this.#at
    this.#text = this.#text.slice(this.#at) + text
    this.#at = 0
    for (const finder of [this.#delimiters, this.#breaks, this.#quotes]) finder.search(this.#text)
  }

  /** Says that no more text comes. */
  end(): void {
    this.#isEnded = true
  }

  /** The next record; undefined when more text is needed, or after the last one. */
  next(): CsvRecord | undefined {
    if (this.#skipped !== undefined) return this.#skip(this.#skipped)
    const from = this.#at
    if (from >= this.#text.length) return undefined
    const end = this.#breaks.from(from)
    const isWhole = end < this.#text.length || this.#isEnded
    if (this.#quotes.from(from) < end) return this.#readQuoted(from)
    if (!isWhole) return this.#waitOrSkip(from)
    if (end - from > MAX_RECORD_LENGTH) return this.#fail(from, 'row_too_long')
    return this.#finish({ from, end, cells: this.#lineAt(from, end).split(this.#dialect.delimiter), lines: 1 })
  }

  #readQuoted(from: number): CsvRecord | undefined {
    const cells: string[] = []
    for (let at = from; ;) {
      const cell = this.#text[at] === '"' ? this.#quotedCell(at, from) : this.#plainCell(at)
      if (cell === 'more') return this.#waitOrSkip(from)
      if (typeof cell === 'string') return this.#fail(from, cell)
      cells.push(cell.value)
      if (cell.after === this.#dialect.delimiter && cells.length <= MAX_COLUMNS) {
        at = cell.end + 1
        continue
      }
      if (cell.after === this.#dialect.delimiter) return this.#fail(from, 'too_many_columns')
      if (cell.end - from > MAX_RECORD_LENGTH) return this.#fail(from, 'row_too_long')
      return this.#finish({ from, end: cell.end, cells, lines: this.#linesBetween(from, cell.end) + 1 })
    }
  }

  #quotedCell(at: number, from: number): Cell | CsvProblem | 'more' {
    let hasPairs = false
    for (let search = at + 1; ;) {
      const quote = this.#quotes.from(search)
      if (quote - from > MAX_RECORD_LENGTH) return 'quote_open'
      // The character behind a quote tells whether it closes, so a quote at the very end waits for it.
      if (quote + 2 >= this.#text.length && !this.#isEnded) return 'more'
      if (quote >= this.#text.length) return 'quote_open'
      if (this.#text[quote + 1] === '"') {
        hasPairs = true
        search = quote + 2
        continue
      }
      const value = this.#text.slice(at + 1, quote)
      return this.#closed(hasPairs ? value.replaceAll('""', '"') : value, quote + 1)
    }
  }

  #closed(value: string, end: number): Cell | CsvProblem {
    const { delimiter, lineBreak } = this.#dialect
    const after = this.#text[end]
    if (after === undefined || after === delimiter || after === lineBreak) return { value, end, after }
    if (after === '\r' && (this.#text[end + 1] ?? lineBreak) === lineBreak) return { value, end: end + 1, after: lineBreak }
    return 'quote_misplaced'
  }

  #plainCell(at: number): Cell | 'more' {
    const delimiter = this.#delimiters.from(at)
    const end = Math.min(delimiter, this.#breaks.from(at))
    if (end >= this.#text.length && !this.#isEnded) return 'more'
    const value = end === delimiter ? this.#text.slice(at, end) : this.#lineAt(at, end)
    return { value, end, after: this.#text[end] }
  }

  #waitOrSkip(from: number): CsvRecord | undefined {
    if (this.#text.length - from <= MAX_RECORD_LENGTH && !this.#isEnded) return undefined
    return this.#fail(from, this.#quotes.from(from) < this.#breaks.from(from) ? 'quote_open' : 'row_too_long')
  }

  /** Gives the first line of a broken record as what it was, and goes on behind it; a line without an end is skipped as it comes. */
  #fail(from: number, problem: CsvProblem): CsvRecord | undefined {
    const end = this.#breaks.from(from)
    if (end >= this.#text.length && !this.#isEnded) {
      if (this.#text.length - from <= MAX_RECORD_LENGTH) return undefined
      this.#skipped = this.#text.slice(from, from + MAX_KEPT_LENGTH)
      return this.#skip(this.#skipped)
    }
    return this.#finish({ from, end, cells: this.#kept(this.#lineAt(from, end)), lines: 1, problem })
  }

  #skip(kept: string): CsvRecord | undefined {
    const end = this.#breaks.from(this.#at)
    const isWhole = end < this.#text.length || this.#isEnded
    this.#at = Math.min(end, this.#text.length)
    if (!isWhole) return undefined
    this.#skipped = undefined
    return this.#finish({ from: this.#at, end, cells: this.#kept(kept), lines: 1, problem: 'row_too_long' })
  }

  #finish({ end, cells, lines, problem }: { from: number; end: number; cells: string[]; lines: number; problem?: CsvProblem }): CsvRecord {
    const line = this.#line
    this.#line += lines
    this.#at = Math.min(end + 1, this.#text.length)
    const place = { line, end: this.#base + this.#at, nextLine: this.#line }
    if (problem === undefined && cells.length > MAX_COLUMNS)
      return { ...place, cells: cells.slice(0, MAX_COLUMNS), problem: 'too_many_columns' }
    return { ...place, cells, problem }
  }

  #kept(line: string): string[] {
    return line.slice(0, MAX_KEPT_LENGTH).split(this.#dialect.delimiter).slice(0, MAX_COLUMNS)
  }

  #lineAt(from: number, end: number): string {
    const isWindows = this.#dialect.lineBreak === '\n' && end > from && this.#text[end - 1] === '\r'
    return this.#text.slice(from, isWindows ? end - 1 : end)
  }

  #linesBetween(from: number, end: number): number {
    let lines = 0
    for (let at = this.#text.indexOf(this.#dialect.lineBreak, from); at !== -1 && at < end; lines++)
      at = this.#text.indexOf(this.#dialect.lineBreak, at + 1)
    return lines
  }
}

type Cell = { value: string; end: number; after: string | undefined }

/** Finds the next place of a character, and remembers it: without that, a text that lacks the character would be searched to its end for each cell. */
class Finder {
  readonly #needle: string
  #text = ''
  #found = -1
  #asked = 0

  constructor(needle: string) {
    this.#needle = needle
  }

  search(text: string): void {
    this.#text = text
    this.#found = -1
  }

  /** The first place at or behind `at`, the length of the text when there is none. Ask with places that grow, or pay for a new search. */
  from(at: number): number {
    if (this.#found >= at && this.#asked <= at) return this.#found
    const found = this.#text.indexOf(this.#needle, at)
    this.#found = found === -1 ? this.#text.length : found
    this.#asked = at
    return this.#found
  }
}
