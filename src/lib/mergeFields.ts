/** Text that is the same for every recipient. */
export type TextPiece = { kind: 'text'; text: string }

/** A merge field: `{name}` or `{name|fallback}`; the fallback may be empty. */
export type FieldPiece = { kind: 'field'; name: string; fallback: string | undefined }

/** A piece of a template's source, from `start` to `end`; `escaped` text is what `{{...}}` stands for, braces included. */
export type Token = (TextPiece & { escaped: boolean; start: number; end: number }) | (FieldPiece & { start: number; end: number })

// No part looks past the next brace, so a text full of braces costs no more than its length.
const BRACES = /\{\{([^{}]*)\}\}|\{([A-Za-z_][A-Za-z0-9_]{0,63})(?:\|([^{}]*))?\}/g

/**
 * Cuts a template's source into text and merge fields. `{{anything}}` is the text `{anything}`; a brace that belongs to neither
 * stands for itself. Joined, the sources of the tokens are the source.
 */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = []
  let from = 0
  for (const match of source.matchAll(BRACES)) {
    const start = match.index
    const end = start + match[0].length
    const [, escaped, name, fallback] = match
    if (start > from) tokens.push({ kind: 'text', text: source.slice(from, start), escaped: false, start: from, end: start })
    if (name === undefined) tokens.push({ kind: 'text', text: `{${escaped ?? ''}}`, escaped: true, start, end })
    else tokens.push({ kind: 'field', name, fallback, start, end })
    from = end
  }
  if (from < source.length) tokens.push({ kind: 'text', text: source.slice(from), escaped: false, start: from, end: source.length })
  return tokens
}

/** Writes a text as the source of a template that says just that, whatever braces it has. */
export const asTemplate = (text: string): string => text.replaceAll(BRACES, '{$&}')

/** Tells by its name whether a field holds a whole URL: `url`, `link`, or a name that ends with `_url` or `_link`, in either case. */
export function isUrlField(name: string): boolean {
  return /(?:^|_)(?:url|link)$/i.test(name)
}
