const CODE_LENGTH = 8
const MAC_LENGTH = 6
const SLASH = 47
const QUESTION_MARK = 63

/**
 * The code in a request's path: exactly eight base62 characters, then nothing, a slash, or a query, which is ignored (messaging apps and
 * social networks append parameters of their own).
 * @returns undefined for every other path
 */
export function codeOf(url: string): string | undefined {
  return wordOf(url, CODE_LENGTH)
}

/** The same for an opt-out link, whose code has six more characters behind it. */
export function optOutPathOf(url: string): { code: string; mac: string } | undefined {
  const word = wordOf(url, CODE_LENGTH + MAC_LENGTH)
  return word === undefined ? undefined : { code: word.slice(0, CODE_LENGTH), mac: word.slice(CODE_LENGTH) }
}

function wordOf(url: string, length: number): string | undefined {
  if (url.charCodeAt(0) !== SLASH || url.length <= length) return undefined
  for (let at = 1; at <= length; at++) if (!isBase62(url.charCodeAt(at))) return undefined
  let end = length + 1
  if (url.charCodeAt(end) === SLASH) end++
  return url.length === end || url.charCodeAt(end) === QUESTION_MARK ? url.slice(1, length + 1) : undefined
}

const isBase62 = (character: number) =>
  (character >= 48 && character <= 57) || (character >= 65 && character <= 90) || (character >= 97 && character <= 122)
