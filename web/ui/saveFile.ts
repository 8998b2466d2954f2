import { BYTE_ORDER_MARK, csvRow, guardCell } from '../../src/lib/csv.ts'

/** Gives the reader a file that the browser has made; nothing goes to the server. */
export function saveFile(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
  // The browser reads it after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Cells as CSV that no spreadsheet runs; null is an empty cell, since nobody knows is not 0. */
export const csvOf = (rows: readonly (readonly (string | number | null)[])[]): string =>
  BYTE_ORDER_MARK + rows.map((row) => csvRow(row.map((cell) => (typeof cell === 'string' ? guardCell(cell) : String(cell ?? ''))))).join('')

/** A name for a file, from a text of anybody's. */
export const fileNameOf = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60) || 'tapline'
