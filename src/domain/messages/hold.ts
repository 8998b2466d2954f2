import { inTransaction, type Db } from '../../platform/db.ts'
import { tellChanges, type Changed } from './outcomes.ts'

/**
 * After a restore: what the installation may have sent after the backup was made is not sent again. Messages that were due or in flight
 * become `unknown`, which is what they are, and count as sent at the time when they would have been; none of unknown fate is tried again.
 * What is due later stays queued, since it cannot have gone out.
 * @param since when the backup was made
 * @returns how many messages this call changed, at most `limit` of each kind; 0 when nothing is left
 */
export async function holdInDoubt(db: Db, { since, limit }: { since: Date; limit: number }): Promise<number> {
  return inTransaction(db, async (tx) => {
    const changed = await holdUnsettled(tx, { since, limit })
    await tellChanges(tx, changed)
    return changed.length + (await keepUnknown(tx, { limit }))
  })
}

/** A time of the submit is given to all, or their clicks would be judged as before the send. */
const holdUnsettled = (db: Db, { since, limit }: { since: Date; limit: number }) => db<Changed[]>`
  update messages
  set state = 'unknown', on_unknown = 'keep', claimed_until = null, failure = 'restored', submitted_at = coalesce(submitted_at, greatest(send_at, ${since}))
  where id in (
    select id from messages where state = 'queued' and send_at <= now()
    union all
    select id from messages where state = 'submitting'
    limit ${limit}
  )
  returning id, account_id as "accountId", test, state, failure, reference, label`

async function keepUnknown(db: Db, { limit }: { limit: number }): Promise<number> {
  const { count } = await db`
    update messages set on_unknown = 'keep'
    where id in (select id from messages where state = 'unknown' and on_unknown = 'resend' limit ${limit})`
  return count
}
