import { isGsm7 } from './gsm7.ts'
import { findLinks } from './links.ts'
import { replacementTable } from './replacements.ts'

/** Most characters that are listed for a text; one is enough to force UCS-2, a screen shows a handful. */
export const MAX_FORCING = 50

/** A character that GSM-7 lacks, at its UTF-16 offset; a letter with combining marks or an emoji with its joiners is one character. */
export type ForcingCharacter = { index: number; character: string; replacement: string | undefined }

// An emoji with all that belongs to it, else a character with its combining marks.
const CHARACTER =
  /\p{Regional_Indicator}{2}|\p{Extended_Pictographic}(?:[\p{M}\p{Emoji_Modifier}]|\u200d\p{Extended_Pictographic})*|\P{M}\p{M}*|\p{M}/gsu

// Replacing quotes in a Russian text only spoils it: no replacement brings it back into GSM-7.
const OTHER_SCRIPT = /(?=\p{L})[^\p{Script=Latin}\p{Script=Greek}\p{Script=Common}\p{Script=Inherited}]/u

/**
 * Lists the characters that force a text from GSM-7 into UCS-2, where a part holds 70 instead of 160, with what could stand instead.
 * @returns at most MAX_FORCING, in order; an empty replacement means that the character is invisible and can go; undefined that nothing
 *   like it is in GSM-7, or that the text is in another script, which needs UCS-2 anyway
 */
export function forcingCharacters(text: string): ForcingCharacter[] {
  const list: ForcingCharacter[] = []
  if (isGsm7(text)) return list
  const isHopeless = OTHER_SCRIPT.test(text)
  for (const match of text.matchAll(CHARACTER)) {
    if (isGsm7(match[0])) continue
    list.push({ index: match.index, character: match[0], replacement: isHopeless ? undefined : replacementOf(match[0]) })
    if (list.length === MAX_FORCING) break
  }
  return list
}

/**
 * Replaces each forcing character that has a replacement. Links stay as they are, since a changed link leads elsewhere, and so do texts
 * in another script.
 */
export function replaceForcing(text: string): string {
  if (isGsm7(text) || OTHER_SCRIPT.test(text)) return text
  let replaced = ''
  let from = 0
  for (const { start, end } of findLinks(text)) {
    replaced += replaceAll(text.slice(from, start)) + text.slice(start, end)
    from = end
  }
  return replaced + replaceAll(text.slice(from))
}

function replaceAll(text: string): string {
  return text.replace(CHARACTER, (character) => (isGsm7(character) ? character : (replacementOf(character) ?? character)))
}

function replacementOf(character: string): string | undefined {
  const listed = replacementTable.get(character)
  if (listed !== undefined) return listed
  const composed = character.normalize('NFC')
  if (isGsm7(composed)) return composed
  // é + acute, ﬁ, ½, ４ and 𝐒 come apart into what GSM-7 has.
  const plain = [...character.normalize('NFKD').replace(/\p{M}/gu, '')].map((part) => replacementTable.get(part) ?? part).join('')
  return plain.trim() !== '' && isGsm7(plain) ? plain : undefined
}
