/** Where a command writes: answers to standard output, remarks to standard error, so that answers can be piped. */
export type Output = { out(text: string): void; error(text: string): void }

/** The streams of this process. A reader that has seen enough, such as `head`, ends the command without a complaint. */
export function processOutput(): Output {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  return { out: (text) => void process.stdout.write(text), error: (text) => void process.stderr.write(text) }
}

export const printLines = (output: Output, lines: readonly string[]): void => output.out(`${lines.map(printable).join('\n')}\n`)

/** A remark for the person in front of the terminal. */
export const remark = (output: Output, text: string): void => output.error(`${printable(text)}\n`)

/** The answer for programs; ids are decimal strings, as in the API. */
export const printJson = (output: Output, value: unknown): void => output.out(`${JSON.stringify(value, idsAsText, 2)}\n`)

/** Lines of a table, columns as wide as their widest cell; line breaks inside a cell become blanks. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const cells = [head, ...rows].map((row) => row.map((cell) => printable(cell.replaceAll(/\s+/g, ' '))))
  const widths = head.map((_, column) => Math.max(...cells.map((row) => lengthOf(row[column] ?? ''))))
  return cells.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - lengthOf(cell))))
      .join('  ')
      .trimEnd(),
  )
}

/** Lines of names and values, the values below each other. */
export function fields(pairs: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...pairs.map(([name]) => name.length)) + 2
  return pairs.map(([name, value]) => `${name.padEnd(width)}${value.replaceAll('\n', `\n${' '.repeat(width)}`)}`.trimEnd())
}

/** A time for people: "2026-11-24 08:00:00 UTC". */
export function showTime(at: string | Date | null, otherwise = '-'): string {
  return at === null ? otherwise : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

export const shorten = (text: string, length: number): string => {
  const characters = [...text]
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`
}

/** "1 message", "2 messages". */
export const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? '' : 's'}`

/** Texts and user agents come from outside: what could steer the terminal is shown as a mark instead. */
const printable = (text: string) => text.replaceAll(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
const lengthOf = (text: string) => [...text].length
const idsAsText = (_name: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)
