import type { z } from 'zod'
import type { startBody } from '../../contract/campaigns.ts'
import { AppError } from '../../lib/errors.ts'
import { allowedSender } from '../../lib/sender.ts'
import { isTimeZone } from '../../lib/timeZoneName.ts'
import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import { accountSettings } from '../accounts/accounts.ts'
import { appendAudit } from '../audit.ts'
import { nameVariants } from '../experiments/inputs.ts'
import { begin as beginExperiment, endByCancel } from '../experiments/steer.ts'
import { parseSendAt } from '../messages/sendTime.ts'
import { appendEvents, type EventType } from '../outbox.ts'
import { step, type Target } from './campaign.ts'
import {
  beginCampaign,
  listVariants,
  lockCampaign,
  scheduleCampaign,
  setState,
  writeRate,
  type CampaignRow,
  type Maker,
  type PauseReason,
  type Start,
} from './store.ts'

type StartBody = z.output<typeof startBody>
/** Who did it, as the audit log writes it. */
type By = { actor: string }

/** The earliest and the latest place on earth see the same wall clock 26 hours apart; the earliest is 14 hours ahead of UTC. */
const EARLIEST_OFFSET_MS = 14 * 3_600_000

/**
 * Starts a campaign, or puts it on the schedule; a time that has come counts as now.
 * @param now by the database's clock
 * @throws AppError `not_found`, `campaign_state`, `send_at_invalid`, `audience_empty`, `sender_not_listed`
 */
export async function startCampaign(
  db: Db,
  target: Target,
  { body, apiKeyId, userId, actor, now }: { body: StartBody; now: Date } & Maker & By,
): Promise<void> {
  const start = { ...readStart(body, now), apiKeyId, userId }
  const senders = await accountSettings(db, target.accountId)
  await step(db, target, {
    name: 'start',
    async work(tx, campaign) {
      if (campaign.audience.include.length === 0)
        throw new AppError('audience_empty', 'The campaign goes to nobody: give it an audience first.', { field: 'audience' })
      const own = (await listVariants(tx, target)).flatMap(({ sender }) => sender ?? [])
      for (const sender of [campaign.sender, ...own]) allowedSender(sender, senders)
      await scheduleCampaign(tx, { ...target, ...start })
      await writeRate(tx, { id: target.id, settings: campaign.settings })
      await audit(tx, target, { action: 'campaign.scheduled', actor, data: { starts_at: start.startsAt } })
      if (start.startsAt <= now) await begin(tx, campaign)
    },
  })
}

/** Begins what was scheduled; the caller holds its lock. */
export async function begin(tx: Transaction, { accountId, id }: Pick<CampaignRow, 'accountId' | 'id'>): Promise<void> {
  await beginCampaign(tx, { accountId, id })
  await beginExperiment(tx, { accountId, campaignId: id })
  await tell(tx, { accountId, id }, 'campaign.started')
}

function readStart(
  { send_at: sendAt, local_time: localTime, time_zone: timeZone, delay_seconds: delaySeconds }: StartBody,
  now: Date,
): Omit<Start, keyof Maker> {
  if (sendAt !== undefined && localTime !== undefined)
    throw new AppError('send_at_invalid', 'Give either send_at or local_time, not both.', { field: 'local_time' })
  if (delaySeconds !== undefined && localTime !== undefined)
    throw new AppError('send_at_invalid', 'Give either local_time or delay_seconds, not both.', { field: 'delay_seconds' })
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new AppError('send_at_invalid', `time_zone is "${timeZone}": expected an IANA name such as Europe/Berlin.`, {
      field: 'time_zone',
    })
  if (localTime === undefined) {
    const startsAt = parseSendAt({ sendAt, timeZone, delaySeconds, now })
    return { schedule: sendAt === undefined ? 'now' : 'at', startsAt, localTime, timeZone }
  }
  if (!isCalendarTime(localTime))
    throw new AppError('send_at_invalid', `local_time is "${localTime}", which stands in no calendar.`, { field: 'local_time' })
  const earliest = new Date(Date.parse(`${localTime}Z`) - EARLIEST_OFFSET_MS)
  const latest = earliest.getTime() + 26 * 3_600_000
  if (latest < now.getTime())
    throw new AppError('send_at_invalid', `local_time is "${localTime}", which has passed everywhere.`, { field: 'local_time' })
  parseSendAt({ sendAt: new Date(Math.max(earliest.getTime(), now.getTime())).toISOString(), timeZone, now })
  return { schedule: 'local', startsAt: earliest, localTime, timeZone }
}

/** The engine reads the 30th of February as the 2nd of March; what it makes of a time that exists is the time itself. */
function isCalendarTime(localTime: string): boolean {
  const read = new Date(`${localTime}Z`)
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(localTime)
}

/** Takes a campaign off the schedule: it is a draft again. */
export const unschedule = (db: Db, target: Target): Promise<void> =>
  step(db, target, { name: 'unschedule', work: async (tx) => void (await setState(tx, { ...target, state: 'draft' })) })

/** Nothing more is claimed from here on; what is on its way to the carrier arrives. */
export const pauseCampaign = (db: Db, target: Target, { actor }: By): Promise<void> =>
  step(db, target, {
    name: 'pause',
    async work(tx) {
      await setState(tx, { ...target, state: 'paused', pauseReason: 'manual' })
      await audit(tx, target, { action: 'campaign.paused', actor })
      await tell(tx, target, 'campaign.paused', { reason: 'manual' })
    },
  })

/** Pauses a campaign that nobody told to; one that does not run any more stays as it is. */
export async function pauseItself(
  db: Db,
  target: Target,
  { reason, trouble }: { reason: Exclude<PauseReason, 'manual'>; trouble?: string },
): Promise<void> {
  await inTransaction(db, async (tx) => {
    if ((await lockCampaign(tx, target))?.state !== 'running') return
    await setState(tx, { ...target, state: 'paused', pauseReason: reason, ...(trouble === undefined ? {} : { trouble }) })
    await tell(tx, target, 'campaign.paused', { reason, ...(trouble === undefined ? {} : { detail: trouble }) })
  })
}

export const resumeCampaign = (db: Db, target: Target, { actor }: By): Promise<void> =>
  step(db, target, {
    name: 'resume',
    async work(tx, { startedAt }) {
      await setState(tx, { ...target, state: 'running' })
      // One that a restore held back before it began.
      if (startedAt === null) {
        await beginCampaign(tx, target)
        await beginExperiment(tx, { accountId: target.accountId, campaignId: target.id })
      }
      await audit(tx, target, { action: 'campaign.resumed', actor })
      await tell(tx, target, 'campaign.resumed')
    },
  })

/** Ends a campaign: what is still queued is cancelled soon after, by a job, and never sent. */
export const cancelCampaign = (db: Db, target: Target, { actor }: By): Promise<void> =>
  step(db, target, {
    name: 'cancel',
    async work(tx, campaign) {
      await setState(tx, { ...target, state: 'cancelled' })
      await endByCancel(
        tx,
        { accountId: target.accountId, campaignId: target.id },
        { actor, variants: nameVariants(await listVariants(tx, target)) },
      )
      await audit(tx, target, { action: 'campaign.cancelled', actor, data: { planned: campaign.planned } })
      await tell(tx, target, 'campaign.cancelled')
    },
  })

export const tell = (tx: Transaction, { accountId, id }: Target, type: EventType, data: Record<string, unknown> = {}) =>
  appendEvents(tx, [{ accountId, type, test: false, data: { campaign_id: String(id), ...data } }])

const audit = (
  tx: Transaction,
  { accountId, id }: Target,
  { action, actor, data }: { action: string; actor: string; data?: Record<string, unknown> },
) => appendAudit(tx, { accountId, actor, action, subject: `campaign:${id}`, ...(data === undefined ? {} : { data }) })
