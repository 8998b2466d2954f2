import type { Db } from '../../platform/db.ts'
import type { PhoneHash } from './phoneHash.ts'
import {
  clearSuppressedPhone,
  deleteSuppression,
  findSuppressed,
  findSuppression,
  upsertSuppression,
  type Suppression,
} from './suppressionStore.ts'

type Target = { accountId: bigint; phone: string }

/**
 * Suppresses a number: nothing is sent to it any more, messages that wait included. Twice is no fault; the first source stays.
 * @param phone in E.164
 * @param source who or what asked for it, such as `manual`
 */
export async function suppress(db: Db, hash: PhoneHash, { source, ...target }: Target & { source: string }): Promise<void> {
  await upsertSuppression(db, { ...target, phoneHash: hash(target), source })
}

/**
 * Lets a number be sent to again, also one whose person was erased.
 * @returns whether it was suppressed
 */
export async function unsuppress(db: Db, hash: PhoneHash, target: Target): Promise<boolean> {
  return (await deleteSuppression(db, { accountId: target.accountId, phoneHash: hash(target) })).length === 1
}

export async function isSuppressed(db: Db, hash: PhoneHash, target: Target): Promise<boolean> {
  return (await listSuppressed(db, hash, { accountId: target.accountId, phones: [target.phone] })).size === 1
}

/** Of these numbers, those that must not be sent to. Looks them up by hash, so that erased ones are among them. */
export async function listSuppressed(
  db: Db,
  hash: PhoneHash,
  { accountId, phones }: { accountId: bigint; phones: readonly string[] },
): Promise<Set<string>> {
  const byHash = new Map(phones.map((phone) => [hash({ accountId, phone }).toString('hex'), phone]))
  const found = await findSuppressed(db, { accountId, hexes: [...byHash.keys()] })
  return new Set(found.flatMap(({ hex }) => byHash.get(hex) ?? []))
}

/** The number goes, its hash stays: an erased person is still not sent to. */
export async function eraseFromSuppressions(db: Db, { accountId, phoneHash }: { accountId: bigint; phoneHash: Buffer }): Promise<void> {
  await clearSuppressedPhone(db, { accountId, phoneHash })
}

/** What is kept on a number here: at most one entry. */
export async function exportSuppressions(
  db: Db,
  { accountId, phoneHash }: { accountId: bigint; phoneHash: Buffer },
): Promise<Suppression[]> {
  return findSuppression(db, { accountId, phoneHash })
}
