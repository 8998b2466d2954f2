import { createHmac } from 'node:crypto'
import type { Secrets } from '../../platform/secrets.ts'

/** What stands for a number where the number must not stand: 32 bytes that nobody without SECRET_KEY can make or test. */
export type PhoneHash = (of: { accountId: bigint; phone: string }) => Buffer

/** The purpose that the key of the hashes is derived for. */
export const PHONE_KEY = 'phone hash'

/** Each account has hashes of its own, so that two accounts cannot find out that they know the same person. */
export function createPhoneHash({ derive }: Pick<Secrets, 'derive'>): PhoneHash {
  const key = derive(PHONE_KEY)
  return ({ accountId, phone }) => createHmac('sha256', key).update(`${accountId}:${phone}`).digest()
}
