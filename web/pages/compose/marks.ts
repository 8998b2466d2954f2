import { tokenize } from '../../../src/lib/mergeFields.ts'
import type { Measured } from './measure.ts'

/** A stretch of the text and what it is; the stretches in order are the text. */
export type Mark = { from: number; text: string; kind: 'plain' | 'tracked' | 'link' | 'field' | 'forcing' }
type Span = { from: number; to: number; kind: Exclude<Mark['kind'], 'plain'> }

/** Cuts a text into what is to be marked: links, merge fields, and characters that force UCS-2. */
export function marksOf(text: string, measured: Measured): Mark[] {
  const links: Span[] =
    measured.kind === 'composed'
      ? measured.links.map(({ start, end, kind }) => ({ from: start, to: end, kind: kind === 'plain' ? 'link' : 'tracked' }))
      : []
  const forcing: Span[] =
    measured.kind === 'composed'
      ? measured.forcing.map(({ index, character }) => ({ from: index, to: index + character.length, kind: 'forcing' }))
      : []
  const fields: Span[] = tokenize(text).flatMap((token) =>
    token.kind === 'field' && !links.some(({ from, to }) => from <= token.start && token.end <= to)
      ? [{ from: token.start, to: token.end, kind: 'field' }]
      : [],
  )
  return cut(text, [...links, ...fields, ...forcing])
}

/** The one that begins first wins where two lie over each other. */
function cut(text: string, spans: Span[]): Mark[] {
  const marks: Mark[] = []
  let at = 0
  for (const { from, to, kind } of spans.toSorted((a, b) => a.from - b.from)) {
    if (from < at) continue
    if (from > at) marks.push({ from: at, text: text.slice(at, from), kind: 'plain' })
    marks.push({ from, text: text.slice(from, to), kind })
    at = to
  }
  if (at < text.length) marks.push({ from: at, text: text.slice(at), kind: 'plain' })
  return marks
}
