/** Numbers that one message can go to. */
export const MAX_NUMBERS = 1_000

/**
 * Takes numbers out of what somebody typed or pasted: one a line, or with commas, semicolons or tabs between them; a plus begins another one.
 * Words that hold no digit are left, so that a pasted column may keep its title.
 */
export function splitNumbers(text: string): string[] {
  return text
    .split(/[\n\r,;\t]+|(?=\+)/)
    .map((piece) => piece.trim())
    .filter((piece) => /\d/.test(piece) && piece.length <= 50)
}

/** Whether somebody seems to write a number rather than a name. */
export const looksLikeNumber = (text: string): boolean => /^[\s+(]*\d[\d\s()/.-]{4,}$/.test(text)

/** Adds numbers to a list, each as it is written once, at most as many as a message can go to. */
export const addNumbers = (list: readonly string[], more: readonly string[]): string[] =>
  [...new Set([...list, ...more])].slice(0, MAX_NUMBERS)
