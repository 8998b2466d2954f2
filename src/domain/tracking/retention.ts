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
    ), sealed as (
      delete from sealed_link_totals using looked_at
      where sealed_link_totals.message_id = looked_at.message_id and sealed_link_totals.link = looked_at.link
        and not exists (select from hits where hits.message_id = looked_at.message_id)
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
  const [row] = await db<{ count: number }[]>`
    with deleted as (
      delete from hit_rollups where ctid = any(array(
        select old.ctid from accounts, lateral (
          select ctid from hit_rollups
          where account_id = accounts.id and hour < now() - make_interval(months => ${months})
          limit ${limit}
        ) as old limit ${limit}
      ))
      returning account_id, hour, rendering_id, link, device, country, test, counted
    ), sealed as (
      delete from sealed_hit_rollups using deleted
      where (sealed_hit_rollups.account_id, sealed_hit_rollups.hour, sealed_hit_rollups.rendering_id, sealed_hit_rollups.link)
          = (deleted.account_id, deleted.hour, deleted.rendering_id, deleted.link)
        and (sealed_hit_rollups.device, sealed_hit_rollups.country, sealed_hit_rollups.test, sealed_hit_rollups.counted)
          = (deleted.device, deleted.country, deleted.test, deleted.counted)
    )
    select count(*)::int as count from deleted`
  return row?.count ?? 0
}
