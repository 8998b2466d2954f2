import { findLinks } from '../../lib/links.ts'

/** Most previews that a simulated phone fetches for one message, as Apple Messages does. */
const appleMessages =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0'
const samsungMessages = 'Mozilla/5.0 (X11; Ubuntu; Linux i686; rv:24.0) Gecko/20100101 Firefox/24.0'

/**
 * What a simulated phone fetches to show a link card: numbers that end in an even digit are iPhones, the others Samsung phones.
 * An iPhone does so only for a single link at the very start or end of the text; a Samsung phone for the first link.
 * @see docs/verdicts.md for who fetches what
 */
export function previewOf({ phone, text }: { phone: string; text: string }): { url: string; userAgent: string } | undefined {
  const links = findLinks(text)
  const [first] = links
  if (first === undefined) return undefined
  const url = first.schemeLess ? `http://${first.written}` : first.destination
  if (!/[02468]$/.test(phone)) return { url, userAgent: samsungMessages }
  const isAtAnEnd = text.slice(0, first.start).trim() === '' || text.slice(first.end).trim() === ''
  return links.length === 1 && isAtAnEnd ? { url, userAgent: appleMessages } : undefined
}
