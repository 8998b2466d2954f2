/** Longest destination in characters, before and after it is normalised: what browsers and servers handle everywhere. */
export const MAX_DESTINATION_LENGTH = 2_048

/** A destination as it is stored, or why it cannot be one, with a sentence for the person who wrote it. */
export type DestinationCheck = { kind: 'ok'; url: string } | { kind: 'invalid' | 'private' | 'loop'; message: string }

/**
 * Checks the form of a destination, and that it does not lead back to a short link; normalises it as `new URL()` does. Whether it is private is
 * left to `checkDestination`, which needs more than a browser should load.
 * @param ownHosts hosts of our own short links as `URL.host` writes them: lower case, with the port unless it is the default one
 */
export function checkForm(input: string, { ownHosts }: { ownHosts: ReadonlySet<string> }): DestinationCheck {
  const url = parse(input)
  if (typeof url === 'string') return { kind: 'invalid', message: url }
  const host = hostOf(url)
  if (!ownHosts.has(host)) return { kind: 'ok', url: url.href }
  return {
    kind: 'loop',
    message: `The link ${shown(url.href)} leads to ${host}, which serves short links itself: give the page it should end on`,
  }
}

/** Without the dot that a name may end with. */
export function hostOf({ hostname, port }: URL): string {
  const name = hostname.replace(/\.$/, '')
  return port === '' ? name : `${name}:${port}`
}

/** The URL, or a sentence that says why the input is none. */
function parse(input: string): URL | string {
  if (input.length > MAX_DESTINATION_LENGTH) return tooLong(input.length)
  // new URL() would drop line breaks and tabs without a word, and take a backslash for a slash.
  if (/[\u0000-\u001f\u007f-\u009f]|\p{Surrogate}/u.test(input)) return 'The link holds a control character or a broken one: remove it'
  if (!/^ *https?:\/\/[^/?#\\ ]+(?:[/?#]|\s*$)/i.test(input))
    return `Cannot use ${shown(input)} as a link: expected http:// or https:// and a host, such as https://shop.example/offer`
  if (!URL.canParse(input)) return `Cannot use ${shown(input)} as a link: its host or port is not valid`
  const url = new URL(input)
  if (url.username !== '' || url.password !== '')
    return `The link to ${url.host} carries a user name or password, which every recipient would see: remove it`
  if (!isHostname(url.hostname)) return `Cannot use ${shown(input)} as a link: "${shown(url.hostname)}" is not a valid host`
  return url.href.length > MAX_DESTINATION_LENGTH ? tooLong(url.href.length) : url
}

/** What the name system can hold: `new URL()` also lets through empty labels and signs such as `*`. */
function isHostname(hostname: string): boolean {
  if (hostname.startsWith('[')) return true
  return (
    hostname.length <= 253 && /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?$/.test(hostname)
  )
}

function tooLong(length: number): string {
  return `The link has ${length} characters: at most ${MAX_DESTINATION_LENGTH} are allowed`
}

/** The beginning of what may be too long for a sentence. */
export function shown(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text
}
