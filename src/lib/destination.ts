import { checkForm, hostOf, shown, type DestinationCheck } from './destinationForm.ts'
import { isPrivateHost } from './privateHosts.ts'

/** Which destinations an installation takes. */
export type DestinationRules = { allowPrivate: boolean; ownHosts: ReadonlySet<string> }

/**
 * Checks where a short link may lead, and normalises it as `new URL()` does; checking an accepted URL again gives the same URL.
 * @param input http or https, without user info, at most MAX_DESTINATION_LENGTH characters
 * @param options.allowPrivate accept hosts of private networks, for installations inside one
 * @param options.ownHosts hosts of our own short links as `URL.host` writes them: lower case, with the port unless it is the default one
 */
export function checkDestination(input: string, options: DestinationRules): DestinationCheck {
  const checked = checkForm(input, options)
  if (checked.kind !== 'ok' || options.allowPrivate) return checked
  const url = new URL(checked.url)
  if (!isPrivateHost(url.hostname)) return checked
  return {
    kind: 'private',
    message: `The link ${shown(url.href)} leads into a private network (${hostOf(url)}), where recipients cannot follow: give a public address`,
  }
}
