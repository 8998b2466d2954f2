import { findLinks } from '../lib/links.ts'

/** A host that answers for short links, as the table of short domains has it. */
type Domain = { scheme: 'http' | 'https'; host: string }

/** A stretch of a text, as a phone would show it. `ownIndex` counts our tracked links from 0; opt-out links, which are longer, have none. */
export type TextPiece = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string; ownIndex: number | undefined }

const CODE_LENGTH = 8

/** Cuts a text at its links. A short link is known by its host, also where it is written without a scheme, as on localhost. */
export function cutAtLinks(text: string, domains: readonly Domain[]): TextPiece[] {
  const own = domains.flatMap((domain) => ownLinks(text, domain))
  const others = findLinks(text)
    .map(({ start, end, destination }) => ({ start, end, href: destination, isTracked: false }))
    .filter((link) => !own.some(({ start, end }) => link.start < end && start < link.end))
  const links = [...own, ...others].sort((a, b) => a.start - b.start)
  const pieces: TextPiece[] = []
  let at = 0
  let ownIndex = 0
  for (const { start, end, href, isTracked } of links) {
    if (start > at) pieces.push({ kind: 'text', text: text.slice(at, start) })
    pieces.push({ kind: 'link', text: text.slice(start, end), href, ownIndex: isTracked ? ownIndex++ : undefined })
    at = end
  }
  if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at) })
  return pieces
}

function ownLinks(text: string, { scheme, host }: Domain) {
  const pattern = new RegExp(
    `(?<![\\w.@/-])(?:https?://)?${host.replace(/[.[\]]/g, '\\$&')}/([0-9A-Za-z]{8}(?:[0-9A-Za-z]{6})?)(?![0-9A-Za-z])`,
    'gi',
  )
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    href: `${scheme}://${host}/${match[1] ?? ''}`,
    isTracked: match[1]?.length === CODE_LENGTH,
  }))
}
