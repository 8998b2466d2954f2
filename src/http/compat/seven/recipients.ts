import type { Caller } from '../../../domain/accounts/caller.ts'
import { listPhonesNamed } from '../../../domain/contacts/named.ts'
import { MAX_RECIPIENTS } from '../../../contract/messages.ts'
import type { Db } from '../../../platform/db.ts'
import { requireScope } from '../../auth.ts'
import { SevenRefusal } from './codes.ts'

/** Puts numbers in place of the names of groups and contacts. A name that nobody has stays, and is refused as a number later. */
export async function findNamed(db: Db, { key, to }: { key: Caller; to: readonly string[] }): Promise<string[]> {
  const names = to.filter((entry) => /\p{L}/u.test(entry))
  if (names.length === 0) return [...to]
  requireScope(key, 'contacts:read')
  const phones = await listPhonesNamed(db, { accountId: key.accountId, names, limit: MAX_RECIPIENTS + 1 })
  const all = [...new Set(to.flatMap((entry) => phones.get(entry) ?? entry))]
  if (all.length > MAX_RECIPIENTS)
    throw new SevenRefusal(202, `These groups have more than ${MAX_RECIPIENTS} members, the most of one request: send them a campaign.`)
  return all
}
