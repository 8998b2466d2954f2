import type { Secrets } from '../../platform/secrets.ts'
import { createClickIds, type ClickIds } from './clickId.ts'
import { createPublicIds, type PublicIds } from './publicId.ts'

/** What of conversions follows from SECRET_KEY. */
export type ConversionKeys = { clickIdsOf: (accountId: number) => ClickIds; publicIds: PublicIds }

export const createConversionKeys = (secrets: Pick<Secrets, 'derive'>): ConversionKeys => ({
  clickIdsOf: createClickIds(secrets),
  publicIds: createPublicIds(secrets),
})
