import type { Template } from '../../../src/lib/template.ts'
import type { LinkForm } from '../../../src/lib/shortLinks.ts'

/** What the account and its installation say about every text. */
export type Surroundings = {
  tracking: 'full' | 'aggregate' | 'off'
  linkForm: LinkForm
  utm: Readonly<Record<string, string>>
  mergeFieldsInUrls: boolean
  domains: readonly { host: string; scheme: 'http' | 'https'; default: boolean }[]
}

/** The short domain that a message gets. */
export const domainOf = ({ shortDomain }: { shortDomain: string | undefined }, { domains }: Pick<Surroundings, 'domains'>) =>
  domains.find((domain) => (shortDomain === undefined ? domain.default : domain.host === shortDomain)) ?? domains[0]

/** The positions of links that begin at these places of the text. */
export const positionsOf = ({ links }: Pick<Template, 'links'>, starts: readonly number[]): number[] =>
  links.flatMap(({ position, start }) => (starts.includes(start) ? [position] : []))
