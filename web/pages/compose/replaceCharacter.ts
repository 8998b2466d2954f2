import { findLinks } from '../../../src/lib/links.ts'

/** Puts something in place of a character wherever it stands, except in links: a changed link leads elsewhere. */
export function replaceOutsideLinks(text: string, { character, replacement }: { character: string; replacement: string }): string {
  let replaced = ''
  let from = 0
  for (const { start, end } of findLinks(text)) {
    replaced += text.slice(from, start).replaceAll(character, replacement) + text.slice(start, end)
    from = end
  }
  return replaced + text.slice(from).replaceAll(character, replacement)
}
