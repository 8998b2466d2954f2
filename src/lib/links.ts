import { blank, blankUnlinkable, recogniser } from './linkRules.ts'

/**
 * A link in a text: `written` is the text from `start` to `end` (UTF-16 offsets), `destination` the same with `https://` before it
 * when it is written without a scheme. The destination is not checked yet: that is `checkDestination`.
 */
export type FoundLink = { start: number; end: number; written: string; destination: string; schemeLess: boolean }

type Span = { start: number; end: number }

/**
 * Finds the http and https links that a reader would see in a text message, in order and without overlap.
 * Links may lack the scheme; punctuation, brackets and quotes around them stay outside. E-mail addresses, links of other schemes
 * and bare addresses of machines (`192.0.2.1` may be a version or a date) are no links. Takes time linear in the text's length.
 */
export function findLinks(text: string): FoundLink[] {
  if (!text.includes('.') && !text.includes('://')) return []
  const blanked = blankUnlinkable(text)
  const taken = spansIn(blanked)
  const links: FoundLink[] = []
  let from = 0
  for (const { start, end, isLink } of [...taken, { start: text.length, end: text.length, isLink: false }]) {
    for (const missed of missedIn(blanked, from, start)) add(missed)
    if (isLink) add({ start, end })
    from = end
  }
  return links

  function add({ start, end }: Span) {
    const link = linkAt(text, start, end)
    if (!isSentenceEnd(link)) links.push(link)
  }
}

function spansIn(text: string): (Span & { isLink: boolean })[] {
  const matches = recogniser.match(text) ?? []
  return matches.map(({ index, lastIndex, schema }) => ({
    start: index,
    end: lastIndex,
    isLink: schema === '' || schema.startsWith('http'),
  }))
}

/**
 * Links that stand directly behind a colon, dots or a letter of a script without spaces: "Infos:www.shop.example",
 * "hier...shop.example", "こちらhttps://shop.example". Only what no other link has taken is looked at again.
 */
function missedIn(text: string, from: number, to: number): Span[] {
  const gap = text.slice(from, to)
  const opened = gap
    .replace(/[^\x00-\x7f](?=https?:\/\/)/gi, blank)
    .replace(/(https?)?:(?=[^\s\d/:])/gi, (match, scheme: string | undefined) => (scheme === undefined ? ' ' : match))
    .replace(/\.{2,}/g, blank)
  if (opened === gap) return []
  return spansIn(opened)
    .filter(({ isLink }) => isLink)
    .map(({ start, end }) => ({ start: from + start, end: from + end }))
}

function linkAt(text: string, start: number, foundEnd: number): FoundLink {
  let end = foundEnd
  while (end > start && ':*|^'.includes(text.charAt(end - 1))) end--
  const written = text.slice(start, end)
  const schemeLess = !/^https?:/i.test(written)
  return { start, end, written, destination: schemeLess ? `https://${written}` : written, schemeLess }
}

/** "Bis morgen.Am Montag" lacks a space; it does not name a host in Armenia. A path, a port or `www.` makes it a link again. */
function isSentenceEnd({ written, schemeLess }: FoundLink): boolean {
  return schemeLess && !/^www\./i.test(written) && /\.\p{Lu}\p{Ll}+$/u.test(written)
}
