import { html, type Html } from './html.ts'

/** A time in UTC; the script writes it in the reader's zone. */
export const timeOf = (at: Date): Html => html`<time datetime="${at.toISOString()}">${utc(at)}</time>`

function utc(at: Date): string {
  const iso = at.toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}

/** A count with its thousands apart: 7,654,321. */
export const countOf = (count: number): string => count.toLocaleString('en-GB')
