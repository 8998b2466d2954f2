import { familiesOf } from './families.ts'
import { agentOf } from './verdict.ts'

/** Stands for a person whose user agent cannot be made coarse: judged again it stays a person's browser. */
export const ANY_PERSON = 'Mozilla/5.0 (Unknown) AppleWebKit'

/**
 * The form of a user agent that aggregate mode stores. A machine's stays: it names a program. A person's is cut to what verdict and
 * families need: major versions only, no model and build of a phone, no long numbers, as browsers themselves shorten theirs. So such a
 * hit can be judged again by better rules, and its string tells nothing that many people do not share.
 */
export function coarseAgent(userAgent: string): string {
  if (!isPerson(userAgent)) return userAgent
  const coarse = shorten(userAgent)
  return isPerson(coarse) && isSameFamily(coarse, userAgent) ? coarse : ANY_PERSON
}

const shorten = (userAgent: string) =>
  userAgent
    .replace(/(Linux; (?:U; )?Android [\d.]{1,9}; )(?:[a-z]{2}[-_][A-Za-z]{2}; )?(?!HarmonyOS)[^;)]{1,200}/, '$1K')
    .replace(/\b(?:FBBV|FBDM|FBDV|FBMD|FBCR|FBLC|FBID|FBSS|FBRV|FBOP|FBMF|FBBD|FBCA)\/[^;\]]{0,60};?/g, '')
    .replace(/(\d)[._,]\d[\w.,]{0,40}/g, '$1.0')
    .replace(/\d{5,512}/g, '0')

function isPerson(userAgent: string): boolean {
  const { reason } = agentOf(userAgent)
  return reason === 'browser' || reason === 'unfamiliar_user_agent'
}

function isSameFamily(a: string, b: string): boolean {
  const [one, other] = [familiesOf(a), familiesOf(b)]
  return one.device === other.device && one.os === other.os && one.browser === other.browser && one.app === other.app
}
