import { AppError } from './errors.ts'

/** Where a page ended, as an opaque word: the id of its last row, with what else the order needs. */
export const encodeCursor = (...position: readonly (string | number | bigint)[]): string => base64url(position.join(' '))

/**
 * Reads a cursor back.
 * @param shape one for each value of the position
 * @throws AppError `cursor_invalid` for anything that `encodeCursor` did not make
 */
export function decodeCursor(cursor: string | undefined, shape: readonly Shape[]): string[] | undefined {
  if (cursor === undefined) return undefined
  const position = fromBase64url(cursor)?.split(' ') ?? []
  if (position.length === shape.length && shape.every((pattern, at) => pattern.test(position[at] ?? ''))) return position
  throw new AppError('cursor_invalid', `"${cursor}" is no cursor: pass next_cursor of the page before, or none for the first page.`, {
    field: 'cursor',
  })
}

/** What one value of a position may be: a pattern, or whatever else can say so. */
export type Shape = { test(value: string): boolean }

/** An id: digits without a leading zero, and fewer than those of the largest bigint. */
export const idShape: Shape = /^[1-9]\d{0,17}$/

/** A time as `toISOString` writes it or to the microsecond, and one that the calendar has. */
export const timeShape: Shape = {
  test: (value) =>
    /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.(?:\d{3}|\d{6})Z$/.test(value) &&
    !Number.isNaN(Date.parse(value)) &&
    new Date(value).toISOString().slice(0, 23) === value.slice(0, 23),
}

const base64url = (text: string) => btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

function fromBase64url(text: string): string | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return undefined
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  } catch {
    return undefined
  }
}

/** Where a page of a list by name ended: names hold characters that `encodeCursor` cannot carry. */
export const encodeNameCursor = (name: string): string => encodeCursor(encodeURIComponent(name))

/** @throws AppError `cursor_invalid` */
export function decodeNameCursor(cursor: string | undefined): string | undefined {
  const [name] = decodeCursor(cursor, [/^(?:[\w.!~*'()-]|%[0-9A-F]{2})+$/]) ?? []
  return name === undefined ? undefined : decodeURIComponent(name)
}
