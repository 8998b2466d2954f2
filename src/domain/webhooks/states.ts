import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import { appendNotice } from '../notices.ts'
import { appendEvents } from '../outbox.ts'
import { subjectOf, unknownEndpoint, type EndpointTarget } from './endpoints.ts'
import { DISABLE_AFTER_DAYS } from './schedule.ts'
import { askForWork, lockEndpoint, skipWaiting, updateState } from './store.ts'

/** Events wait from now on; what is under way ends. @throws AppError `not_found` */
export async function pauseEndpoint(db: Db, { accountId, id, actor }: EndpointTarget): Promise<void> {
  await inTransaction(db, async (tx) => {
    if ((await lockEndpoint(tx, { accountId, id })) === undefined) throw unknownEndpoint(id)
    if (await updateState(tx, { accountId, id, state: 'paused', reason: 'manual' }))
      await appendAudit(tx, { accountId, actor, action: 'webhook_endpoint.paused', subject: subjectOf(id) })
  })
}

/** Pages and deliveries that one transaction forgets. */
const SKIP_SLICE = 1_000

/**
 * Makes an endpoint active again, whatever stopped it.
 * @param waiting what happens to events that waited; those that came while it was disabled have passed by, and can be replayed
 * @throws AppError `not_found`
 */
export async function resumeEndpoint(
  db: Db,
  { accountId, id, actor, waiting }: EndpointTarget & { waiting: 'send' | 'skip' },
): Promise<void> {
  if (waiting === 'skip') while (await inTransaction(db, (tx) => skipWaiting(tx, { accountId, id, limit: SKIP_SLICE })));
  await inTransaction(db, async (tx) => {
    if ((await lockEndpoint(tx, { accountId, id })) === undefined) throw unknownEndpoint(id)
    const isChanged = await updateState(tx, { accountId, id, state: 'active', reason: null })
    await askForWork(tx, { accountId, id })
    if (isChanged)
      await appendAudit(tx, { accountId, actor, action: 'webhook_endpoint.resumed', subject: subjectOf(id), data: { waiting } })
  })
}

/** Switches an endpoint off by itself, with an audit entry, a notice and an event for the account's other endpoints. */
export async function disableEndpoint(
  tx: Transaction,
  { accountId, id, url, reason }: { accountId: bigint; id: bigint; url: string; reason: 'gone' | 'failing' },
): Promise<void> {
  if (!(await updateState(tx, { accountId, id, state: 'disabled', reason }))) return
  const subject = subjectOf(id)
  const why = whyDisabled[reason]
  await appendAudit(tx, { accountId, actor: 'system', action: 'webhook_endpoint.disabled', subject, data: { reason } })
  await appendNotice(tx, {
    ...{ accountId, kind: 'webhook_endpoint.disabled', subject },
    text: `The endpoint ${url.slice(0, 300)} was disabled: ${why} Events pass it by until somebody resumes it; they can be replayed.`,
  })
  await appendEvents(tx, [{ accountId, type: 'endpoint.disabled', test: false, data: { endpoint_id: String(id), reason } }])
}

const whyDisabled = {
  gone: 'it answered 410 (Gone).',
  failing: `all attempts of ${DISABLE_AFTER_DAYS} days failed.`,
} as const
