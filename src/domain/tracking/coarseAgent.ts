/**
 * Cuts a user agent to what its verdict and families need, for aggregate mode: major versions only, no model and build of a phone, no
 * long numbers, as browsers themselves shorten theirs. So these hits can be judged again by better rules, and the string tells nothing
 * that millions do not share. The names of programs stay: they are what tells a scanner from a person.
 */
export const coarseAgent = (userAgent: string): string =>
  userAgent
    .replace(/(Android [\d.]{1,9}; )(?:[a-z]{2}[-_][A-Za-z]{2}; )?[^;)]{1,200}/, '$1K')
    .replace(/(\d)[._,]\d[\w.,]{0,40}/g, '$1.0')
    .replace(/\b(?:FBAV|FBBV|FBDV|FBCR|FBLC|FBID|FBSS|FBRV|FBOP)\/[^;\]]{0,60};?/g, '')
    .replace(/\d{5,512}/g, '0')
