import { AppError } from './errors.ts'
import { isWholeUrl, type FlatText, type Span } from './flatText.ts'
import { findLinks, type FoundLink } from './links.ts'

/** Most links of one template: each recipient gets a number for each of them. */
export const MAX_TEMPLATE_LINKS = 20

/** A link of a flat text; `field` is the name of the merge field that is the whole link, undefined for a link that is written out. */
export type LocatedLink = FoundLink & { field: string | undefined }

/**
 * Finds the links of a template, in order.
 * @throws AppError too_many_links over MAX_TEMPLATE_LINKS, template_invalid when a field stands in the scheme, user info, host or port of a link, or when a field that is a
 *   whole link touches text that a phone would take for part of it
 */
export function locateLinks(flat: FlatText): LocatedLink[] {
  const fields = flat.spans.filter(({ token }) => token.kind === 'field')
  const found = findLinks(flat.text)
  if (found.length > MAX_TEMPLATE_LINKS)
    throw new AppError('too_many_links', `The text has ${found.length} links: at most ${MAX_TEMPLATE_LINKS} are allowed`)
  const links = found.map((link) => classify(flat, link, fields))
  if (fields.length > 0) refuseStrayFields(flat, fields, links)
  return links
}

function classify(flat: FlatText, link: FoundLink, fields: Span[]): LocatedLink {
  const inside = fields.filter(({ from, to }) => from < link.end && to > link.start)
  const first = inside[0]
  if (first === undefined) return { ...link, field: undefined }
  if (isWholeUrl(first) && first.from === link.start) {
    if (first.token.kind === 'field' && first.to === link.end) return { ...link, field: first.token.name }
    throw notAlone(flat, first)
  }
  const authorityEnd = link.start + authorityLength(link.written)
  const misplaced = inside.find(({ from, to }) => from < authorityEnd || to > link.end)
  if (misplaced) throw inHost(flat, misplaced)
  return { ...link, field: undefined }
}

/** Length of scheme, user info, host and port. */
function authorityLength(written: string): number {
  const scheme = /^https?:\/\//i.exec(written)?.[0].length ?? 0
  const rest = written.slice(scheme).search(/[/?#\\]/)
  return rest === -1 ? written.length : scheme + rest
}

/** Fields outside every link that would still become part of one when they are filled. */
function refuseStrayFields(flat: FlatText, fields: Span[], links: LocatedLink[]): void {
  const stray = fields.filter(({ from, to }) => !links.some(({ start, end }) => start <= from && to <= end))
  const ends = new Set(links.map(({ end }) => end))
  for (const field of stray) {
    if (isWholeUrl(field)) throw notAlone(flat, field)
    const isPort = flat.text.charAt(field.from - 1) === ':' && ends.has(field.from - 1)
    if (isPort || isScheme(flat.text.slice(field.to, field.to + MAX_SCHEME))) throw inHost(flat, field)
  }
  const continuing = fieldAfterHost(flat, stray, links)
  if (continuing) throw inHost(flat, continuing)
}

const MAX_SCHEME = 24

/** "{scheme}://" and "http{s}://", but not "{greeting}https://", which is a field before a link. */
function isScheme(behind: string): boolean {
  return /^[a-z0-9+.-]*:\/\//i.test(behind) && !/^https?:\/\//i.test(behind)
}

/** A field that continues a host without a scheme ("shop.example{rest}"): with its stand-in the host is no link, without it, it is. */
function fieldAfterHost({ text }: FlatText, stray: Span[], links: LocatedLink[]): Span | undefined {
  const candidates = stray.filter(({ from }) => /[\p{L}\p{N}]/u.test(text.charAt(from - 1)))
  if (candidates.length === 0) return undefined
  const blanked = text.split('')
  for (const { from } of candidates) blanked[from] = ' '
  const known = new Set(links.map(({ start }) => start))
  const cut = findLinks(blanked.join('')).filter(({ start }) => !known.has(start))
  const cutEnds = new Set(cut.map(({ end }) => end))
  return candidates.find(({ from }) => cutEnds.has(from))
}

function inHost({ source }: FlatText, { token }: Span): AppError {
  const written = source.slice(token.start, token.end)
  return new AppError(
    'template_invalid',
    `The merge field ${written} at character ${token.start + 1} stands in the host of a link: fields may stand in its path, query or fragment; put a space between field and link if they do not belong together`,
  )
}

function notAlone({ source }: FlatText, { token }: Span): AppError {
  const written = source.slice(token.start, token.end)
  return new AppError(
    'template_invalid',
    `The merge field ${written} at character ${token.start + 1} is a whole link and must stand on its own: put a space before and after it`,
  )
}
