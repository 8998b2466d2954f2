import type { SampleRecipient } from '../../../src/contract/recipients.ts'
import { fieldsToFill, renderSample, type ComposedText } from '../../../src/lib/composedText.ts'
import { countParts } from '../../../src/lib/segments.ts'
import { renderText, type Values } from '../../../src/lib/template.ts'
import { sidesOrNone } from './estimate.ts'

/** Looks like the codes that come, and is as long. */
const SAMPLE_CODE = 'Xk3mPq7wRt9vLs'

/** The text as one recipient gets it, cut where links begin and end; each code is an example of the right length. */
export function sentPieces(composed: ComposedText, values: Values): { from: number; text: string; isLink: boolean }[] {
  const { template, plans } = composed
  const linkText = (position: number) => {
    const kind = plans[position]?.kind
    if (kind === 'tracked') return withCode(composed.sampleLink)
    return kind === 'opt_out' ? withCode(composed.sampleOptOutLink) : undefined
  }
  let from = 0
  return template.pieces.map((piece) => {
    const text = renderText({ ...template, pieces: [piece] }, { values, linkText })
    from += text.length
    return { from: from - text.length, text, isLink: piece.kind === 'link' }
  })
}

const withCode = (sample: string): string => sample.replace(/0+$/, (zeros) => SAMPLE_CODE.slice(0, zeros.length))

/** Merge fields that somebody has no value for and that have no fallback: without them nothing is sent. */
export const lacksValues = (composed: ComposedText, values: Values): string[] =>
  fieldsToFill(composed.template).flatMap(({ name, fallback }) => (fallback === undefined && values[name] === undefined ? name : []))

/** Where the recipient with the longest text stands. */
export function longestOf(composed: ComposedText, recipients: readonly SampleRecipient[]): number {
  const units = recipients.map((each) => {
    if (sidesOrNone(composed, each) === undefined) return -1
    const { encoding, units } = countParts(renderSample(composed, each.values))
    // A UCS-2 unit takes the room of two and a bit.
    return encoding === 'ucs2' ? units * (160 / 70) : units
  })
  return units.indexOf(Math.max(...units))
}
