/** Length of a code. A code space keeps its length for ever; another length would be another space. */
export const CODE_LENGTH = 8

/** Characters behind the code of an opt-out link: whoever guesses one needs 28 billion tries on average. */
export const MAC_LENGTH = 6

/** How a short link is written: with its scheme, or without to save 7 or 8 characters. */
export type LinkForm = 'full' | 'bare'

/** What stands before the code in a text. */
export const linkPrefix = ({ scheme, host }: { scheme: 'http' | 'https'; host: string }, form: LinkForm): string =>
  form === 'full' ? `${scheme}://${host}/` : `${host}/`

/** What stands for a short link: its code of eight letters and digits, six more behind those of an opt-out link, and any address before it. */
export const shortLinkForm = /^(?:[^\s?#]*\/)?([0-9A-Za-z]{8})(?:[0-9A-Za-z]{6})?\/?(?:[?#]\S*)?$/
