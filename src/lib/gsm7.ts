/**
 * The GSM 7-bit default alphabet, in the order of its codes 0x00 to 0x7F; the escape (0x1B) stands as a space here because it
 * is no character of a text.
 * @see 3GPP TS 23.038, 6.2.1
 */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ' +
  ' !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§' +
  '¿abcdefghijklmnopqrstuvwxyzäöñüà'

/**
 * Characters of the extension table: each travels as the escape and a second septet. The page break is one of them.
 * @see 3GPP TS 23.038, 6.2.1.1
 */
const EXTENSION = '\f^{}\\[~]|€'

/** Every character of the alphabet and its extension, in one string. */
export const gsm7Characters: string = BASIC + EXTENSION

/**
 * Septets that one UTF-16 code unit costs in GSM-7: 1, 2 (extension table), or 0 when the alphabet does not have it.
 * Indexed by the code unit, so a lookup needs no branch; 64 kB for the whole process.
 */
export const septetsOfUnit: Uint8Array = buildTable()

/** Tells whether every character of a text can be sent in GSM-7; an empty text can. */
export function isGsm7(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (septetsOfUnit[text.charCodeAt(at)] === 0) return false
  return true
}

function buildTable(): Uint8Array {
  const table = new Uint8Array(0x10000)
  for (const character of BASIC) table[character.charCodeAt(0)] = 1
  for (const character of EXTENSION) table[character.charCodeAt(0)] = 2
  return table
}
