import type { ComposedText } from './composedText.ts'
import type { Encoding } from './segments.ts'
import { isPublicShortener } from './shorteners.ts'

/** What would make a text better; nothing of it keeps the text from being sent. */
export type Advice =
  | { code: 'link_last' }
  | { code: 'several_links'; links: number }
  | { code: 'link_shortened_already'; written: string }
  | { code: 'more_parts' | 'fewer_parts'; before: number; after: number }
  | { code: 'forced_ucs2' }

/** What to say of a text: parts are those with the links as written, and as it will be sent. */
export function adviseOn(composed: ComposedText, parts: { before: number; after: number; encoding: Encoding }): Advice[] {
  return [...adviseOnPlace(composed), ...adviseOnShorteners(composed), ...adviseOnParts(parts)]
}

/** Apple Messages shows a card only for a single link at the very start or end of the text; see docs/verdicts.md. */
function adviseOnPlace({ template: { links, pieces } }: ComposedText): Advice[] {
  if (links.length === 0) return []
  if (links.length > 1) return [{ code: 'several_links', links: links.length }]
  return pieces.at(-1)?.kind === 'link' ? [] : [{ code: 'link_last' }]
}

function adviseOnShorteners({ template, plans }: ComposedText): Advice[] {
  return template.links.flatMap(({ position, written }): Advice[] => {
    const destination = plans[position]?.destination ?? ''
    const isShort = URL.canParse(destination) && isPublicShortener(new URL(destination).hostname)
    return isShort ? [{ code: 'link_shortened_already', written }] : []
  })
}

function adviseOnParts({ before, after, encoding }: { before: number; after: number; encoding: Encoding }): Advice[] {
  const parts: Advice[] = before === after ? [] : [{ code: after > before ? 'more_parts' : 'fewer_parts', before, after }]
  return encoding === 'ucs2' ? [...parts, { code: 'forced_ucs2' }] : parts
}
