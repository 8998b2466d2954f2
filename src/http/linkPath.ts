const CODE_LENGTH = 8
const SLASH = 47
const QUESTION_MARK = 63

/**
 * The code in a request's path: exactly eight base62 characters, then nothing, a slash, or a query, which is ignored (messaging apps and
 * social networks append parameters of their own).
 * @returns undefined for every other path
 */
export function codeOf(url: string): string | undefined {
  if (url.charCodeAt(0) !== SLASH || url.length <= CODE_LENGTH) return undefined
  for (let at = 1; at <= CODE_LENGTH; at++) if (!isBase62(url.charCodeAt(at))) return undefined
  let end = CODE_LENGTH + 1
  if (url.charCodeAt(end) === SLASH) end++
  return url.length === end || url.charCodeAt(end) === QUESTION_MARK ? url.slice(1, CODE_LENGTH + 1) : undefined
}

const isBase62 = (character: number) =>
  (character >= 48 && character <= 57) || (character >= 65 && character <= 90) || (character >= 97 && character <= 122)
