import type { Secrets } from '../../platform/secrets.ts'
import { CODE_KEY_BYTES, createCodes } from '../links/codes.ts'

/** What an account is called where everybody can read it: in snippets, pixels and names of cookies. */
export type PublicIds = {
  of(accountId: bigint | number): string
  /** The account, or undefined for what is no such name. The account need not exist. */
  accountOf(publicId: string): number | undefined
}

/** 2^31 accounts: a made-up name hits one of the first with a chance of one in a hundred thousand. */
const MAX_ACCOUNT = 2 ** 31

/** The account's number under a permutation with a key of its own: eight base62 characters, no row, and nobody learns how many accounts there are. */
export function createPublicIds(secrets: Pick<Secrets, 'derive'>): PublicIds {
  const codes = createCodes(secrets.derive('public ids of accounts', CODE_KEY_BYTES))
  return {
    of: (accountId) => codes.encode(Number(accountId)),
    accountOf(publicId) {
      const accountId = codes.decode(publicId)
      return accountId !== undefined && accountId >= 1 && accountId < MAX_ACCOUNT ? accountId : undefined
    },
  }
}
