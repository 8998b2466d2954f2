/**
 * What makes a spreadsheet take a cell for a formula when it stands first, also in full width.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/

const E164 = /^\+[1-9]\d{6,14}$/

/**
 * Guards a cell against being run as a formula: a leading apostrophe makes it text. A cell that looks guarded already gets one more, so
 * that `unguardCell` gives back every text.
 */
export const guardCell = (text: string): string => (FORMULA.test(text) ? `'${text}` : text)

/** Takes away the apostrophe that `guardCell` added. */
export const unguardCell = (text: string): string => (text.charCodeAt(0) === 39 && FORMULA.test(text) ? text.slice(1) : text)

/**
 * The one cell that begins with a plus and is not guarded: E.164 is digits alone, so a spreadsheet can make nothing of it but the number,
 * and other programs would not know a number with an apostrophe.
 */
export const phoneCell = (phone: string): string => (E164.test(phone) ? phone : guardCell(phone))

/** Writes a row with its line break (RFC 4180); cells are taken as they are, so guard them first. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(quoteCell).join(',')}\r\n`

const quoteCell = (cell: string) => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** So that spreadsheets read UTF-8 as such. */
export const BYTE_ORDER_MARK = '\ufeff'
