import { LRUCache } from 'lru-cache'
import { destinationOf, parseTemplate, type TemplateLink } from '../../lib/template.ts'
import type { LinkTarget } from './targets.ts'

const parsed = new LRUCache<string, TemplateLink>({ max: 5_000 })

/**
 * Where a link with merge values leads, normalised so that it is ASCII and safe in a header.
 * @returns undefined when a value is missing and has no fallback, which happens only while the database is away
 */
export function locationOf(target: Pick<LinkTarget, 'kind' | 'destination'>, values: Record<string, string>): string | undefined {
  switch (target.kind) {
    case 'fixed':
      return target.destination
    case 'value':
      return normalise(values[target.destination])
    case 'fields':
      return normalise(fill(target.destination, values))
  }
}

function fill(destination: string, values: Record<string, string>): string | undefined {
  const link = parsed.get(destination) ?? parseTemplate(destination).links[0]
  if (link === undefined) return undefined
  parsed.set(destination, link)
  const complete = link.destination.every(
    (piece) => piece.kind === 'text' || values[piece.name] !== undefined || piece.fallback !== undefined,
  )
  return complete ? destinationOf(link, values) : undefined
}

const normalise = (url: string | undefined) => (url === undefined ? undefined : URL.parse(url)?.href)
