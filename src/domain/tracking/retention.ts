import type { Db } from '../../platform/db.ts'

/**
 * Deletes totals of messages that are gone, unless raw hits of them are left: these are counted again by whoever checks the totals.
 * Messages' ids grow with time, so only those below the lowest one that is left are looked at.
 * @returns the last message id that was looked at; undefined at the end
 */
export async function deleteOldTotals(db: Db, { after, limit }: { after: bigint; limit: number }): Promise<bigint | undefined> {
  const [row] = await db<{ last: bigint | null }[]>`
    with looked_at as (
      select message_id, link from link_totals
      where message_id > ${after} and message_id < coalesce((select min(id) from messages), (select next_id from message_id_counter))
      order by message_id, link limit ${limit}
    ), deleted as (
      delete from link_totals using looked_at
      where link_totals.message_id = looked_at.message_id and link_totals.link = looked_at.link
        and not exists (select from hits where hits.message_id = looked_at.message_id)
    )
    select max(message_id) as last from looked_at`
  return row?.last ?? undefined
}

/** Deletes sums of hours past their retention. @returns how many; fewer than `limit` at the end */
export async function deleteOldRollups(db: Db, { months, limit }: { months: number; limit: number }): Promise<number> {
  const rows = await db`
    delete from hit_rollups where ctid = any(array(
      select old.ctid from accounts, lateral (
        select ctid from hit_rollups
        where account_id = accounts.id and hour < now() - make_interval(months => ${months})
        limit ${limit}
      ) as old limit ${limit}
    ))
    returning 1`
  return rows.length
}
