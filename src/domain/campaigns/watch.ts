import { inTransaction, type Db } from '../../platform/db.ts'
import { expireCampaignLinks } from '../links/campaignBatches.ts'
import { cancelCampaignMessages } from '../messages/campaignMessages.ts'
import { countStates, failedOf, waitingOf, type StateCounts } from './progress.ts'
import { begin, pauseItself, tell } from './steer.ts'
import { lockCampaign, setState, type CampaignRow } from './store.ts'
import { listDue, listRunning, listUncleared, noteCleared, notePace, type Running } from './watchStore.ts'

/** Campaigns looked at in one turn of each kind. */
const MAX_CAMPAIGNS = 500
/** Messages cancelled in one transaction. */
const CANCEL_SLICE = 1_000
/** Batches that get their expiry in one statement: a million recipients have some hundreds. */
const EXPIRY_SLICE = 1_000

/**
 * Looks after campaigns: starts those whose time has come, ends those that are through, pauses those whose messages fail, measures how
 * fast they go, and cancels what waits of cancelled ones.
 * @returns whether there is more to do at once
 */
export async function watchCampaigns(db: Db): Promise<'again' | 'done'> {
  for (const campaign of await listDue(db, { limit: MAX_CAMPAIGNS })) await startDue(db, campaign)
  const running = await listRunning(db, { limit: MAX_CAMPAIGNS })
  const counts = await countStates(db, { ids: running.map(({ id }) => id) })
  for (const campaign of running) {
    const own = counts.get(campaign.id)
    if (own !== undefined) await look(db, campaign, own)
  }
  let isAgain = false
  for (const { id } of await listUncleared(db, { limit: MAX_CAMPAIGNS })) isAgain = (await clear(db, id)) || isAgain
  return isAgain ? 'again' : 'done'
}

const startDue = (db: Db, target: Pick<CampaignRow, 'accountId' | 'id'>) =>
  inTransaction(db, async (tx) => {
    if ((await lockCampaign(tx, target))?.state === 'scheduled') await begin(tx, target)
  })

async function look(db: Db, campaign: Running, counts: StateCounts): Promise<void> {
  const { accountId, id, isExpanded, failureRate, failuresAfter, isPaceDue } = campaign
  if (isPaceDue) await notePace(db, { id, sent: counts.sent })
  if (isExpanded && waitingOf(counts) === 0) return endCampaign(db, { accountId, id })
  // What still waits for its receipt says nothing yet.
  const settled = failedOf(counts) + counts.states.delivered + counts.states.accepted
  if (settled >= failuresAfter && failedOf(counts) > failureRate * settled) await pauseItself(db, { accountId, id }, { reason: 'failures' })
}

/** Ends a campaign that is through, and leaves one alone that is not. Its links count their days from here. */
export async function endCampaign(db: Db, target: Pick<CampaignRow, 'accountId' | 'id'>): Promise<void> {
  await inTransaction(db, async (tx) => {
    const campaign = await lockCampaign(tx, target)
    // Counted again under the lock: what was given back to the queue in between waits again.
    const counts = (await countStates(tx, { ids: [target.id] })).get(target.id)
    if (campaign?.state !== 'running' || campaign.expandedAt === null || counts === undefined || waitingOf(counts) > 0) return
    await setState(tx, { ...target, state: 'done' })
    await tell(tx, target, 'campaign.done', { planned: campaign.planned, sent: counts.sent, failed: failedOf(counts) })
  })
  await expireAll(db, target.id)
}

async function expireAll(db: Db, id: bigint): Promise<void> {
  while ((await expireCampaignLinks(db, { id, limit: EXPIRY_SLICE })) === EXPIRY_SLICE);
}

/** @returns whether something was cancelled, and more may wait */
async function clear(db: Db, id: bigint): Promise<boolean> {
  const cancelled = await cancelCampaignMessages(db, { id, limit: CANCEL_SLICE })
  if (cancelled > 0) return true
  const counts = (await countStates(db, { ids: [id] })).get(id)
  if (counts === undefined || waitingOf(counts) > 0) return false
  await noteCleared(db, { id })
  await expireAll(db, id)
  return false
}
