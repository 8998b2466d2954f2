import type { CampaignState } from '../../contract/campaigns.ts'
import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import { findCampaign, lockCampaign, type CampaignRow } from './store.ts'

/** What can be done to a campaign, and in which states. */
const allowed = {
  change: ['draft', 'scheduled', 'running', 'paused'],
  delete: ['draft'],
  start: ['draft', 'scheduled'],
  unschedule: ['scheduled'],
  pause: ['running'],
  resume: ['paused'],
  cancel: ['scheduled', 'running', 'paused'],
} as const satisfies Record<string, readonly CampaignState[]>
export type Step = keyof typeof allowed

const past: Record<Step, string> = {
  change: 'changed',
  delete: 'deleted',
  start: 'started',
  unschedule: 'taken off the schedule',
  pause: 'paused',
  resume: 'resumed',
  cancel: 'cancelled',
}

export type Target = { accountId: bigint; id: bigint }

/** @throws AppError `not_found` */
export async function requireCampaign(db: Db, target: Target): Promise<CampaignRow> {
  const campaign = await findCampaign(db, target)
  if (campaign === undefined) throw noCampaign(target)
  return campaign
}

/**
 * Does something to a campaign while nobody else can, if its state allows it.
 * @throws AppError `not_found`, `campaign_state`
 */
export function step<T>(
  db: Db,
  target: Target,
  { name, work }: { name: Step; work: (tx: Transaction, campaign: CampaignRow) => Promise<T> },
): Promise<T> {
  return inTransaction(db, async (tx) => {
    const campaign = await lockCampaign(tx, target)
    if (campaign === undefined) throw noCampaign(target)
    const states: readonly CampaignState[] = allowed[name]
    if (!states.includes(campaign.state)) throw new AppError('campaign_state', refusal(campaign, name))
    return work(tx, campaign)
  })
}

const noCampaign = ({ id }: Target) => new AppError('not_found', `There is no campaign ${id}.`)

function refusal({ id, state }: CampaignRow, name: Step): string {
  const states = allowed[name].map((each) => `"${each}"`).join(' or ')
  const hint = state === 'done' || state === 'cancelled' ? ' Clone it to send it again.' : ''
  return `Campaign ${id} is "${state}": it can be ${past[name]} while it is ${states}.${hint}`
}
