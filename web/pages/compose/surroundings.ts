import type { z } from 'zod'
import type { account } from '../../../src/contract/account.ts'
import type { Senders } from '../../../src/lib/sender.ts'
import type { LinkForm } from '../../../src/lib/shortLinks.ts'

/** What the account and its installation say about every text. */
export type Surroundings = {
  tracking: 'full' | 'aggregate' | 'off'
  linkForm: LinkForm
  utm: Readonly<Record<string, string>>
  mergeFieldsInUrls: boolean
  domains: readonly { host: string; scheme: 'http' | 'https'; default: boolean }[]
}

/** What it says about every send. */
export type Sending = Senders & { quietHours: z.infer<typeof account>['quiet_hours']; timeZone: string }
