import { septetsOfUnit } from './gsm7.ts'

/** The alphabet that a text needs: `gsm7` (7 bits a unit) or `ucs2` (UTF-16, 16 bits a unit). */
export type Encoding = 'gsm7' | 'ucs2'

/**
 * What a text costs on the air: `characters` are Unicode code points (an emoji of several code points counts several),
 * `units` septets or UTF-16 code units without any header, `parts` 1 or more, and `left` the units that the last part still takes.
 */
export type Parts = { encoding: Encoding; characters: number; units: number; parts: number; left: number }

/**
 * Units that fit into a part. 140 octets are 160 septets or 70 code units; each part of a long message spends 6 octets
 * on the concatenation header, which leaves 153 or 67.
 * @see 3GPP TS 23.040, 9.2.3.24.1
 */
export const unitsPerPart = { gsm7: { single: 160, long: 153 }, ucs2: { single: 70, long: 67 } } as const

/**
 * Counts the parts that a carrier will bill for a text.
 * An escape sequence and a surrogate pair are never cut in two, so a part may stay one unit short of full.
 * @param text as it will be sent, links already shortened
 * @returns parts, 1 or more; an empty text counts as 1
 * @see 3GPP TS 23.038 (alphabets), TS 23.040 9.2.3.24.1 (concatenation header)
 */
export function countParts(text: string): Parts {
  const length = text.length
  let septets = 0
  for (let at = 0; at < length; at++) {
    const cost = septetsOfUnit[text.charCodeAt(at)]
    if (!cost) return countUcs2(text, at)
    septets += cost
  }
  const { single, long } = unitsPerPart.gsm7
  if (septets <= single) return { encoding: 'gsm7', characters: length, units: septets, parts: 1, left: single - septets }
  if (septets === length) return { encoding: 'gsm7', characters: length, units: septets, ...wholeParts(septets, long) }
  let parts = 1
  let used = 0
  for (let at = 0; at < length; at++) {
    const cost = septetsOfUnit[text.charCodeAt(at)] ?? 1
    used += cost
    if (used > long) {
      parts++
      used = cost
    }
  }
  return { encoding: 'gsm7', characters: length, units: septets, parts, left: long - used }
}

/** Units that can be added before the text needs another part; 0 when the last part is full. */
export function unitsLeft(parts: Parts): number {
  return parts.left
}

/**
 * Cuts a text where the parts of its message are cut.
 * @returns the text of each part, at least one; joined they are the text
 */
export function splitParts(text: string): string[] {
  const { encoding, parts } = countParts(text)
  if (parts === 1) return [text]
  const limit = unitsPerPart[encoding].long
  const texts: string[] = []
  let start = 0
  let used = 0
  for (let at = 0; at < text.length;) {
    const size = encoding === 'ucs2' && isPair(text, at) ? 2 : 1
    const cost = encoding === 'ucs2' ? size : (septetsOfUnit[text.charCodeAt(at)] ?? 1)
    if (used + cost > limit) {
      texts.push(text.slice(start, at))
      start = at
      used = 0
    }
    used += cost
    at += size
  }
  texts.push(text.slice(start))
  return texts
}

/** `from` is where the first character outside GSM-7 stands: before it there is no surrogate to look for. */
function countUcs2(text: string, from: number): Parts {
  const units = text.length
  let pairs = 0
  for (let at = from, before = 0; at < units; at++) {
    const unit = text.charCodeAt(at)
    if ((unit & 0xfc00) === 0xdc00 && (before & 0xfc00) === 0xd800) pairs++
    before = unit
  }
  const characters = units - pairs
  const { single, long } = unitsPerPart.ucs2
  if (units <= single) return { encoding: 'ucs2', characters, units, parts: 1, left: single - units }
  if (pairs === 0) return { encoding: 'ucs2', characters, units, ...wholeParts(units, long) }
  let parts = 1
  let start = 0
  while (units - start > long) {
    start += isPair(text, start + long - 1) ? long - 1 : long
    parts++
  }
  return { encoding: 'ucs2', characters, units, parts, left: long - (units - start) }
}

function wholeParts(units: number, limit: number): { parts: number; left: number } {
  const parts = Math.ceil(units / limit)
  return { parts, left: parts * limit - units }
}

/** A high surrogate with its low one behind it; a lone surrogate is a unit of its own. */
function isPair(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00
}
