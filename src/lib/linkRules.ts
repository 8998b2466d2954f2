import { LinkifyIt, REBuilder } from 'linkify-it'
import { topLevelDomains } from './topLevelDomains.ts'

/**
 * The rules of `linkify-it`, with two things it leaves out for links without a scheme: a port, and `www.` before a name whose
 * top-level domain is in no list.
 */
class LinkRules extends REBuilder {
  override get_fuzzy_url_host_port(): RegExp {
    const domain = this.get_domain().source
    const listed = `(?:${domain}\\.){1,10}(?:${this.get_tld().source})`
    const www = `www\\.(?:${domain}\\.){1,9}[a-z]{2,63}`
    return (this.cache['tapline_host_port'] ??= new RegExp(
      `(?:${listed}|${www})${this.get_port().source}${this.get_host_terminator().source}`,
    ))
  }
}

/**
 * Recognises http and https links, and e-mail addresses, so that no part of an address is taken for a link.
 * `urlAuth` takes `https://user:word@host` as one link, to be refused as a destination, instead of linking a piece of it.
 */
export const recogniser = new LinkifyIt({
  rebuilder: new LinkRules(),
  fuzzyLink: true,
  fuzzyEmail: true,
  urlAuth: true,
  tlds: [...topLevelDomains],
}).add('//', null)

const PICTOGRAPH = String.raw`(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier})[\u200d\ufe0e\ufe0f\u20e3\u{e0020}-\u{e007f}]*`
const INVISIBLE = String.raw`[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\p{Surrogate}]`
// At most 24 characters of scheme, so that a long word costs no more than its length. "Siehe.https://" is a full stop without a space.
const OTHER_SCHEME = String.raw`(?<![a-z0-9+.-])(?!https?:|[a-z0-9+.-]{0,24}[.-]https?:)(?:[a-z][a-z0-9+.-]{1,23}:\/\/|(?:javascript|vbscript|data|mailto):)\S*`

const unlinkable = new RegExp(`${PICTOGRAPH}|${INVISIBLE}`, 'gu')
const otherScheme = new RegExp(OTHER_SCHEME, 'gi')

/**
 * Blanks what ends a link in a text message but not in a web page: emoji, invisible and bidirectional characters, half surrogate
 * pairs, and whole addresses of other schemes.
 * @returns a text of the same length, so that offsets hold
 */
export function blankUnlinkable(text: string): string {
  return text.replace(unlinkable, blank).replace(otherScheme, blank)
}

/** As many spaces as the match has UTF-16 code units. */
export function blank(match: string): string {
  return ' '.repeat(match.length)
}
