/** Length of a code. A code space keeps its length for ever; another length would be another space. */
export const CODE_LENGTH = 8

/** Characters behind the code of an opt-out link: whoever guesses one needs 28 billion tries on average. */
export const MAC_LENGTH = 6

/** How a short link is written: with its scheme, or without to save 7 or 8 characters. */
export type LinkForm = 'full' | 'bare'

/** What stands before the code in a text. */
export const linkPrefix = ({ scheme, host }: { scheme: 'http' | 'https'; host: string }, form: LinkForm): string =>
  form === 'full' ? `${scheme}://${host}/` : `${host}/`
