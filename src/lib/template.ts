import { AppError } from './errors.ts'
import { flatten, piecesBetween, sourceRange, type FlatText } from './flatText.ts'
import type { FieldPiece, TextPiece } from './mergeFields.ts'
import { locateLinks, type LocatedLink } from './templateLinks.ts'

/** Longest source of a template, in UTF-16 code units: it bounds what one request can make the parser do. */
export const MAX_TEMPLATE_LENGTH = 10_000

/** The values of one recipient by the names of the merge fields. */
export type Values = Readonly<Record<string, string>>

/** What a template is made of, in order: text, merge fields, and links by their place in `Template.links`. */
export type Piece = TextPiece | FieldPiece | { kind: 'link'; position: number }

/**
 * A link of a template. `position` counts from 0; `written` is what the author typed, from `start` to `end` in the source.
 * Kind `written` is a URL in the text whose destination may hold fields; kind `field` is a merge field that holds the whole URL.
 * A destination written without a scheme begins with `https://` and has `schemeLess` set.
 */
export type TemplateLink = {
  position: number
  kind: 'written' | 'field'
  written: string
  start: number
  end: number
  destination: (TextPiece | FieldPiece)[]
  schemeLess: boolean
  field: string | undefined
}

/** A parsed template; `fields` are distinct by name, and `fallback` is undefined where any use of the field lacks one. */
export type Template = { pieces: Piece[]; fields: { name: string; fallback: string | undefined }[]; links: TemplateLink[] }

/**
 * Parses the source of a template. `{name}` and `{name|fallback}` are merge fields, `{{anything}}` is the text `{anything}`.
 * @throws AppError text_too_long over MAX_TEMPLATE_LENGTH, too_many_links over MAX_TEMPLATE_LINKS, template_invalid when a field
 *   stands in the host of a link or a field that is a whole link does not stand on its own
 */
export function parseTemplate(text: string): Template {
  if (text.length > MAX_TEMPLATE_LENGTH)
    throw new AppError('text_too_long', `The text has ${text.length} characters: at most ${MAX_TEMPLATE_LENGTH} are allowed`)
  const flat = flatten(text)
  const located = locateLinks(flat)
  const pieces: Piece[] = []
  let from = 0
  for (const [position, { start, end }] of located.entries()) {
    pieces.push(...piecesBetween(flat, from, start), { kind: 'link', position })
    from = end
  }
  pieces.push(...piecesBetween(flat, from, flat.text.length))
  return { pieces, fields: distinctFields(flat), links: located.map((link, position) => templateLink(flat, link, position)) }
}

/**
 * Fills a template for one recipient. An empty value counts as none where the field has a fallback.
 * @param options.linkText the text that stands for a link, by its position; undefined leaves the link as written, its fields filled
 * @throws AppError merge_value_missing when a field has neither value nor fallback
 */
export function renderText(template: Template, options: { values: Values; linkText: (position: number) => string | undefined }): string {
  const { values, linkText } = options
  let text = ''
  for (const piece of template.pieces) {
    if (piece.kind === 'text') text += piece.text
    else if (piece.kind === 'field') text += fill(piece, values)
    else text += linkText(piece.position) ?? asWritten(template.links[piece.position], values)
  }
  return text
}

/**
 * The URL that a link leads to for one recipient, not checked yet. Fields of a written link are percent-encoded; a field that is
 * the whole URL is taken as it is, with `https://` before it when it has no scheme.
 * @throws AppError merge_value_missing when a field has neither value nor fallback, merge_value_invalid when a value of dots would
 *   climb out of its path
 */
export function destinationOf(link: TemplateLink, values: Values): string {
  if (link.kind === 'field') return withScheme(asWritten(link, values))
  let url = ''
  for (const piece of link.destination) url += piece.kind === 'text' ? piece.text : encoded(piece, values, url)
  return url
}

/**
 * Tells whether a text holds what no phone can show and no database can store: control characters other than tab, line feed and
 * carriage return, or half of a surrogate pair.
 */
export function hasControlCharacters(text: string): boolean {
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\p{Surrogate}/u.test(text)
}

const SCHEME = 'https://'

function templateLink(flat: FlatText, { field, ...link }: LocatedLink, position: number): TemplateLink {
  const { start, end } = sourceRange(flat, link.start, link.end)
  const written = flat.source.slice(start, end)
  const destination = piecesBetween(flat, link.start, link.end)
  if (field !== undefined) return { position, kind: 'field', written, start, end, destination, schemeLess: false, field }
  const [first] = destination
  if (link.schemeLess && first?.kind === 'text') destination[0] = { kind: 'text', text: SCHEME + first.text }
  return { position, kind: 'written', written, start, end, destination, schemeLess: link.schemeLess, field }
}

function distinctFields({ spans }: FlatText): Template['fields'] {
  const fallbacks = new Map<string, string | undefined>()
  for (const { token } of spans) {
    if (token.kind !== 'field') continue
    const isNeeded = token.fallback === undefined || (fallbacks.has(token.name) && fallbacks.get(token.name) === undefined)
    fallbacks.set(token.name, isNeeded ? undefined : (fallbacks.get(token.name) ?? token.fallback))
  }
  return [...fallbacks].map(([name, fallback]) => ({ name, fallback }))
}

function fill({ name, fallback }: FieldPiece, values: Values): string {
  // A string, because a field may be called "constructor" and the object of values have a prototype.
  const value: unknown = values[name]
  if (typeof value === 'string' && (value !== '' || fallback === undefined)) return value
  if (fallback !== undefined) return fallback
  throw new AppError(
    'merge_value_missing',
    `There is no value for the merge field {${name}}: give one, write a fallback as in {${name}|there}, or write {{${name}}} to send the braces as they are`,
  )
}

function asWritten(link: TemplateLink | undefined, values: Values): string {
  if (link === undefined) throw new Error('A piece of the template names a link that the template does not have')
  const [first] = link.destination
  if (link.kind === 'field' && first?.kind === 'field') return fill(first, values)
  const url = destinationOf(link, values)
  return link.schemeLess ? url.slice(SCHEME.length) : url
}

function encoded(field: FieldPiece, values: Values, before: string): string {
  const value = fill(field, values)
  if (/^\.+$/.test(value) && !/[?#]/.test(before))
    throw new AppError('merge_value_invalid', `The value "${value}" of the merge field {${field.name}} would change the path of its link`)
  // encodeURIComponent refuses half surrogate pairs; U+FFFD is what any encoder makes of them.
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'))
}

function withScheme(value: string): string {
  const url = value.trim()
  return /^[a-z][a-z0-9+-]*:/i.test(url) ? url : SCHEME + url
}
