import type { PreviewResponse } from '../../contract/messages.ts'
import type { Encoding } from '../../lib/segments.ts'
import { isPublicShortener } from '../../lib/shorteners.ts'
import type { Composition } from './compose.ts'

type Advice = PreviewResponse['advice'][number]

/** What would make a text better, in sentences; nothing here keeps it from being sent. */
export function adviseOn(
  composition: Composition,
  { before, after, encoding }: { before: number; after: number; encoding: Encoding },
): Advice[] {
  return [...adviseOnPlace(composition), ...adviseOnShorteners(composition), ...adviseOnParts({ before, after, encoding })]
}

/** Apple Messages shows a card only for a single link at the very start or end of the text; see docs/verdicts.md. */
function adviseOnPlace({ template }: Composition): Advice[] {
  const { links, pieces } = template
  if (links.length === 0) return []
  if (links.length > 1)
    return [{ code: 'several_links', detail: `The text has ${links.length} links: iPhones show a preview card only for a single one.` }]
  const last = pieces.at(-1)?.kind === 'link'
  return last ? [] : [{ code: 'link_last', detail: 'Put the link last: phones then show a preview card.' }]
}

function adviseOnShorteners({ template, plans }: Composition): Advice[] {
  const shortened = template.links.filter((link) => {
    const host = URL.parse(plans[link.position]?.destination ?? '')?.hostname
    return host !== undefined && isPublicShortener(host)
  })
  return shortened.map((link) => ({
    code: 'link_shortened_already',
    detail: `${link.written} is a public shortener's link, which carriers filter: write the address that it leads to.`,
  }))
}

function adviseOnParts({ before, after, encoding }: { before: number; after: number; encoding: Encoding }): Advice[] {
  const advice: Advice[] = []
  if (after > before) advice.push({ code: 'more_parts', detail: `Short links make this ${after} parts instead of ${before}.` })
  if (after < before)
    advice.push({ code: 'fewer_parts', detail: `Short links make this ${after} ${after === 1 ? 'part' : 'parts'} instead of ${before}.` })
  if (encoding === 'ucs2')
    advice.push({
      code: 'forced_ucs2',
      detail: 'Some characters make this UCS-2, with 70 characters to a part instead of 160: see forcing_characters.',
    })
  return advice
}
