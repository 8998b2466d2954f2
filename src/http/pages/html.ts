/** Markup that was made by `html` or vouched for by `raw`; nothing else is inserted without escaping. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
}

type Piece = Html | string | number | bigint | undefined | null | false | readonly Piece[]

/** Builds markup; each value is escaped, so that a text of an SMS can stand anywhere, inside quoted attributes too. */
export function html(strings: TemplateStringsArray, ...values: Piece[]): Html {
  return new Html(strings.reduce((markup, part, at) => markup + write(values[at - 1]) + part))
}

/** Takes markup as it is: for constants of ours only. */
export const raw = (markup: string): Html => new Html(markup)

function write(piece: Piece): string {
  if (piece === undefined || piece === null || piece === false) return ''
  if (piece instanceof Html) return piece.markup
  if (Array.isArray(piece)) return piece.map(write).join('')
  return String(piece).replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
