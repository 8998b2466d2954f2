import { isUrlField, tokenize, type FieldPiece, type TextPiece, type Token } from './mergeFields.ts'

/** A token of a template and its place in the flat text. */
export type Span = { token: Token; from: number; to: number }

/** A template with each merge field replaced by a stand-in and `{{...}}` by what it means, so that links can be looked for. */
export type FlatText = { source: string; text: string; spans: Span[] }

// A letter keeps a URL together and shows a field that is part of a host. In front of another link a letter would hide that link, an
// asterisk does not. A field that is a whole URL looks like one.
const LETTER = 'x'
const BEFORE_LINK = '*'
const WHOLE_URL = 'https://x.example/x'

/** Flattens the source of a template. */
export function flatten(source: string): FlatText {
  const tokens = tokenize(source)
  let text = ''
  const spans = tokens.map((token, index) => {
    const from = text.length
    text += token.kind === 'text' ? token.text : standIn(token.name, tokens[index + 1])
    return { token, from, to: text.length }
  })
  return { source, text, spans }
}

/** Tells whether a span is a field whose stand-in looks like a URL. */
export function isWholeUrl({ token }: Span): boolean {
  return token.kind === 'field' && isUrlField(token.name)
}

/** The pieces of a stretch of the flat text, which must not cut a field; text next to text is one piece. */
export function piecesBetween({ spans }: FlatText, from: number, to: number): (TextPiece | FieldPiece)[] {
  const pieces: (TextPiece | FieldPiece)[] = []
  let text = ''
  for (const { token, ...span } of spans) {
    if (span.to <= from || span.from >= to) continue
    if (token.kind === 'text') {
      text += token.text.slice(Math.max(from - span.from, 0), to - span.from)
      continue
    }
    if (text !== '') pieces.push({ kind: 'text', text })
    pieces.push({ kind: 'field', name: token.name, fallback: token.fallback })
    text = ''
  }
  if (text !== '') pieces.push({ kind: 'text', text })
  return pieces
}

/** The stretch of the source, end excluded, that a stretch of the flat text comes from. */
export function sourceRange({ spans }: FlatText, from: number, to: number): { start: number; end: number } {
  const first = spans.find((span) => span.to > from)
  const last = spans.find((span) => span.to >= to)
  if (first === undefined || last === undefined) throw new Error(`The flat text has no stretch from ${from} to ${to}`)
  return {
    start: first.from === from ? first.token.start : first.token.start + openingLength(first) + from - first.from,
    end: last.to === to ? last.token.end : last.token.start + openingLength(last) + to - last.from,
  }
}

function standIn(name: string, next: Token | undefined): string {
  if (isUrlField(name)) return WHOLE_URL
  if (next?.kind === 'field') return isUrlField(next.name) ? BEFORE_LINK : LETTER
  return next !== undefined && /^https?:\/\//i.test(next.text) ? BEFORE_LINK : LETTER
}

/** One brace more in the source than in the text: `{{` stands for `{`. */
function openingLength({ token }: Span): number {
  return token.kind === 'text' && token.escaped ? 1 : 0
}
