import type { LinkForm } from '../../../src/lib/shortLinks.ts'

/** What the account and its installation say about every text. */
export type Surroundings = {
  tracking: 'full' | 'aggregate' | 'off'
  linkForm: LinkForm
  utm: Readonly<Record<string, string>>
  mergeFieldsInUrls: boolean
  domains: readonly { host: string; scheme: 'http' | 'https'; default: boolean }[]
}
