import type { Db } from '../../platform/db.ts'

/** Longer than a signed request is accepted, to both sides. */
const NONCE_MINUTES = 5

/** Takes a nonce of a signed request. @returns false when it was used before */
export async function takeNonce(db: Db, { accountId, nonce }: { accountId: bigint; nonce: string }): Promise<boolean> {
  const rows = await db`
    insert into seven_nonces (account_id, nonce) values (${accountId}, ${nonce}) on conflict do nothing returning 1`
  return rows.length > 0
}

/** Forgets nonces that mean nothing any more, in one bounded slice. */
export async function deleteOldNonces(db: Db, { limit }: { limit: number }): Promise<number> {
  const rows = await db`
    delete from seven_nonces where ctid = any(array(
      select ctid from seven_nonces where at < now() - make_interval(mins => ${NONCE_MINUTES}) limit ${limit} for update skip locked
    ))
    returning 1`
  return rows.length
}
