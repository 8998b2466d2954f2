import type { Db, Transaction } from '../../platform/db.ts'

type Person = { accountId: bigint; phone: string }

/** Forgets that a number was held out. How many were is kept elsewhere, in sums. @returns whether more may be left */
export async function eraseHoldouts(tx: Transaction, { accountId, phone, limit }: Person & { limit: number }): Promise<boolean> {
  const rows = await tx`
    delete from experiment_holdouts
    where ctid = any(array(select ctid from experiment_holdouts where account_id = ${accountId} and phone = ${phone} limit ${limit})) returning 1`
  return rows.length === limit
}

/** Campaigns that a number was held out of, the newest 1,000. */
export const listHoldoutData = (db: Db, { accountId, phone }: Person) => db<Record<string, unknown>[]>`
  select campaign_id::text, at from experiment_holdouts where account_id = ${accountId} and phone = ${phone} order by at desc limit 1000`

/** Forgets those held out so long ago, in one bounded slice. @returns how many */
export async function deleteOldHoldouts(db: Db, { months, limit }: { months: number; limit: number }): Promise<number> {
  const rows = await db`
    delete from experiment_holdouts where ctid = any(array(
      select ctid from experiment_holdouts where at < now() - make_interval(months => ${months}) limit ${limit}
    ))
    returning 1`
  return rows.length
}
