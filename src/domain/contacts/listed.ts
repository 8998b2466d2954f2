import type { Db } from '../../platform/db.ts'
import type { PhoneHash } from './phoneHash.ts'
import { listContacts, type ContactFilter, type ContactRow } from './store.ts'
import { listSuppressed } from './suppressions.ts'
import { hasErasedSuppressions } from './suppressionStore.ts'

export type ListedContact = ContactRow & { isSuppressed: boolean }
type Asked = { accountId: bigint; filter: ContactFilter; beforeId: bigint | undefined; limit: number }
type Page = { rows: ListedContact[]; nextId: bigint | undefined }

/** Contacts that are read at a time where each has to be asked for by its hash, and how often in one request. */
const SLICE = 1_000
const SLICES = 20

/**
 * Contacts, newest first, each with whether its number is suppressed.
 * @returns `nextId`: where the next page begins; a page may be short of its limit and still have one behind it
 */
export async function listContactPage(db: Db, hash: PhoneHash, asked: Asked): Promise<Page> {
  if (asked.filter.isSuppressed !== undefined && (await hasErasedSuppressions(db, asked))) return sift(db, hash, asked)
  const found = await listContacts(db, { ...asked, limit: asked.limit + 1 })
  const rows = await marked(db, hash, { accountId: asked.accountId, rows: found.slice(0, asked.limit) })
  return { rows, nextId: found.length > asked.limit ? rows.at(-1)?.id : undefined }
}

/** Whoever was erased and is a contact again is suppressed by a hash alone, which no statement can find: slices are read and hashed. */
async function sift(db: Db, hash: PhoneHash, { accountId, filter, beforeId, limit }: Asked): Promise<Page> {
  const kept: ListedContact[] = []
  let before = beforeId
  for (let slice = 0; slice < SLICES; slice++) {
    const found = await listContacts(db, { accountId, filter: { ...filter, isSuppressed: undefined }, beforeId: before, limit: SLICE })
    const wanted = (await marked(db, hash, { accountId, rows: found })).filter(({ isSuppressed }) => isSuppressed === filter.isSuppressed)
    kept.push(...wanted)
    if (kept.length > limit) return { rows: kept.slice(0, limit), nextId: kept[limit - 1]?.id }
    if (found.length < SLICE) return { rows: kept, nextId: undefined }
    before = found.at(-1)?.id
  }
  return { rows: kept, nextId: before }
}

async function marked(
  db: Db,
  hash: PhoneHash,
  { accountId, rows }: { accountId: bigint; rows: readonly ContactRow[] },
): Promise<ListedContact[]> {
  const suppressed = await listSuppressed(db, hash, { accountId, phones: rows.map(({ phone }) => phone) })
  return rows.map((row) => ({ ...row, isSuppressed: suppressed.has(row.phone) }))
}
