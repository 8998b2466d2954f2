import { inTransaction, type Db } from '../../platform/db.ts'
import { lockCampaign, setState } from './store.ts'

const TROUBLE =
  'The database was restored from a backup: what this campaign sent after the backup was made is not known here. Resume it only if nothing was, or cancel it.'

/**
 * After a restore: campaigns that ran, or should have begun, wait for a person. What they expanded and sent after the backup was made would
 * go out once more.
 * @returns how many were paused
 */
export async function holdCampaigns(db: Db): Promise<number> {
  const due = await db<{ id: bigint; accountId: bigint }[]>`
    select id, account_id as "accountId" from campaigns where state = 'running' or (state = 'scheduled' and starts_at <= now()) order by id limit 10000`
  for (const target of due)
    await inTransaction(db, async (tx) => {
      if ((await lockCampaign(tx, target)) !== undefined)
        await setState(tx, { ...target, state: 'paused', pauseReason: 'restored', trouble: TROUBLE })
    })
  return due.length
}
