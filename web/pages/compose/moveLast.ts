/**
 * The text with its only link at the end; undefined where there is nothing to move, or where what is left would not read on.
 * A colon before the link stays with what it introduces, so "Our sale: LINK until Sunday" becomes "Our sale until Sunday: LINK".
 */
export function moveLast(text: string, links: readonly { start: number; end: number; written: string }[]): string | undefined {
  const [link] = links
  if (link === undefined || links.length > 1) return undefined
  const before = text.slice(0, link.start).replace(/[\s:]+$/, '')
  const after = text
    .slice(link.end)
    .replace(/^[\s.,;:!?]+/, '')
    .trimEnd()
  if (after === '') return undefined
  const rest = before === '' ? after : `${before} ${after}`
  return `${rest.replace(/[.,;:!?]+$/, '')}: ${link.written}`
}
