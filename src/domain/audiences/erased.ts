import type { Fragment, Transaction } from '../../platform/db.ts'
import type { PhoneHash } from '../contacts/phoneHash.ts'
import { listErasedHashes, readPhones } from './countStore.ts'

/** Hashes that are held in memory at a time, about 10 MB. Few accounts have ever erased so many. */
const HASHES = 100_000

/** Numbers that are read at a time: to hash them holds the process up for some milliseconds. */
const PHONES = 2_000

/**
 * The numbers of contacts that are suppressed by a hash alone: the person was erased, and stands among the contacts again. A hash needs the
 * key, which no statement may hold, so the numbers are hashed here, if the account has such hashes at all.
 */
export async function findErased(
  tx: Transaction,
  phoneHash: PhoneHash,
  { accountId, condition }: { accountId: bigint; condition: Fragment },
): Promise<string[]> {
  const found: string[] = []
  for (let after: Buffer | undefined; ;) {
    const page: { hash: Buffer }[] = await listErasedHashes(tx, { accountId, after, limit: HASHES })
    if (page.length === 0) return found
    const hashes = new Set(page.map(({ hash }) => hash.toString('latin1')))
    for await (const rows of readPhones(tx, { accountId, condition }).cursor(PHONES))
      for (const { phone } of rows) if (hashes.has(phoneHash({ accountId, phone }).toString('latin1'))) found.push(phone)
    after = page.at(-1)?.hash
    if (page.length < HASHES) return found
  }
}
