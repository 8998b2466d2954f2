import { inTransaction, type Db } from '../../platform/db.ts'
import { appendEvents, type EventType } from '../outbox.ts'
import type { Receipt, SubmitOutcome } from './carrier.ts'
import { parkUnmatched } from './parked.ts'

/** How a submit of a claimed message ended. */
export type Outcome = { id: bigint; outcome: SubmitOutcome }

export type Changed = {
  id: bigint
  accountId: bigint
  test: boolean
  state: string
  failure: string | null
  reference: string | null
  label: string | null
}

/** A carrier that says "later" without saying when is asked again after this, and never later than the other. */
const RETRY_LATER_MS = 5_000
const MAX_RETRY_LATER_MS = 60_000

/**
 * Records how submits ended and tells the outbox, in one transaction; where all are settled, in one statement.
 * A receipt may have come before the answer: then the state stays, and only the carrier's id is filled in.
 */
export async function recordOutcomes(db: Db, outcomes: readonly Outcome[]): Promise<void> {
  const [settled, requeued] = [outcomes.flatMap(asSettled), outcomes.flatMap(asRequeued)]
  if (requeued.length === 0 && settled.length > 0) return void (await settleSubmitted(db, settled))
  await inTransaction(db, async (tx) => {
    if (settled.length > 0) await settleSubmitted(tx, settled)
    await requeue(tx, requeued)
  })
}

type Settled = { id: string; state: 'accepted' | 'rejected' | 'unknown'; carrier_message_id: string | null; failure: string | null }

function asSettled({ id, outcome }: Outcome): Settled[] {
  switch (outcome.kind) {
    case 'accepted':
      return [{ id: String(id), state: 'accepted', carrier_message_id: outcome.carrierMessageId, failure: null }]
    case 'rejected':
    case 'unknown':
      return [{ id: String(id), state: outcome.kind, carrier_message_id: null, failure: outcome.reason }]
    case 'unavailable':
      return []
  }
}

const asRequeued = ({ id, outcome }: Outcome) =>
  outcome.kind === 'unavailable' ? [{ id: String(id), wait_ms: waitOf(outcome.retryAfterMs) }] : []

const waitOf = (asked: number | undefined) => Math.round(Math.min(asked ?? RETRY_LATER_MS, MAX_RETRY_LATER_MS))

/** An id that the carrier gave to another message before is not kept: receipts for it could mean either, and the column holds it once. */
const settleSubmitted = (db: Db, settled: readonly Settled[]) => db`
  with outcome as (
    select given.id, given.state, given.failure, case when is_first and not exists (
      select from messages as other
      where other.carrier_id = own.carrier_id and other.carrier_message_id = given.carrier_message_id and other.id <> own.id
    ) then given.carrier_message_id end as carrier_message_id
    from (
      select *, row_number() over (partition by carrier_message_id order by id) = 1 as is_first
      from json_to_recordset(${JSON.stringify(settled)}::text::json) as outcome(id bigint, state text, carrier_message_id text, failure text)
    ) as given join messages as own on own.id = given.id
  ), late as (
    update messages set carrier_message_id = coalesce(outcome.carrier_message_id, messages.carrier_message_id), accepted_at = coalesce(accepted_at, now())
    from outcome where messages.id = outcome.id and outcome.state = 'accepted' and messages.state in ('delivered', 'undelivered', 'expired')
  ), settled as (
    update messages
    set state = outcome.state, carrier_message_id = coalesce(outcome.carrier_message_id, messages.carrier_message_id), failure = outcome.failure, claimed_until = null,
      accepted_at = case outcome.state when 'accepted' then now() end, settled_at = case outcome.state when 'rejected' then now() end
    from outcome where messages.id = outcome.id and messages.id = any(array(select id from outcome)) and messages.state in ('submitting', 'unknown')
    returning messages.id, account_id, test, messages.state, messages.failure, reference, label
  )
  insert into outbox (account_id, type, test, data)
  select account_id, 'message.' || state, test,
    json_build_object('message_id', id::text, 'reference', reference, 'label', label, 'failure', failure)
  from settled`

/** Gives back what the carrier surely did not take; the try does not count, and send_at moves so that others come first. */
const requeue = (db: Db, requeued: readonly { id: string; wait_ms: number }[]) => db`
  update messages
  set state = 'queued', claimed_until = null, attempts = attempts - 1, submitted_at = case when attempts > 1 then submitted_at end,
    send_at = now() + make_interval(secs => wait_ms / 1000.0)
  from json_to_recordset(${JSON.stringify(requeued)}::text::json) as later(id bigint, wait_ms integer)
  where messages.id = later.id and messages.state = 'submitting'`

/**
 * Records delivery reports, by our reference or by the carrier's id. Terminal states never move; a repetition changes nothing. One whose
 * message is not known yet is parked until the answer to the submit has told its id.
 * @returns how many messages changed
 */
export async function recordReceipts(
  db: Db,
  { carrierId, receipts: given }: { carrierId: bigint; receipts: readonly Receipt[] },
): Promise<number> {
  const receipts = firstOfEach(given)
  if (receipts.length === 0) return 0
  return inTransaction(db, async (tx) => {
    const changed = await applyReceipts(tx, { carrierId, receipts })
    await tellChanges(tx, changed)
    await parkUnmatched(tx, { carrierId, receipts })
    return changed.length
  })
}

/** Of several receipts for one message that come together the first counts, as it does when they come apart. */
function firstOfEach(receipts: readonly Receipt[]): Receipt[] {
  const byMessage = new Map<string, Receipt>()
  for (const receipt of receipts) {
    const name = `${receipt.reference ?? ''} ${receipt.carrierMessageId ?? ''}`
    if (!byMessage.has(name)) byMessage.set(name, receipt)
  }
  return [...byMessage.values()]
}

const applyReceipts = (db: Db, { carrierId, receipts }: { carrierId: bigint; receipts: readonly Receipt[] }) => db<Changed[]>`
  update messages
  set state = receipt.state, settled_at = receipt.at, failure = receipt.failure, claimed_until = null, accepted_at = coalesce(accepted_at, receipt.at)
  from json_to_recordset(${JSON.stringify(
    receipts.map(({ carrierMessageId, reference, state, at, failure }) => ({
      carrier_message_id: carrierMessageId,
      reference: reference?.toString(),
      state,
      at,
      failure,
    })),
  )}::text::json) as receipt(carrier_message_id text, reference bigint, state text, at timestamptz, failure text)
  where carrier_id = ${carrierId} and (messages.id = receipt.reference or messages.carrier_message_id = receipt.carrier_message_id)
    and (messages.state in ('submitting', 'accepted', 'unknown') or (messages.state = 'queued' and attempts > 0))
  returning messages.id, account_id as "accountId", test, messages.state, messages.failure, messages.reference, label`

const eventOf: Record<string, EventType | undefined> = {
  accepted: 'message.accepted',
  rejected: 'message.rejected',
  delivered: 'message.delivered',
  undelivered: 'message.undelivered',
  expired: 'message.expired',
  unknown: 'message.unknown',
  cancelled: 'message.cancelled',
  suppressed: 'message.suppressed',
}

/** Tells the outbox what became of messages; call it in the transaction that changed them. */
export async function tellChanges(db: Db, changed: readonly Changed[]): Promise<void> {
  await appendEvents(
    db,
    changed.flatMap(({ id, accountId, test, state, failure, reference, label }) => {
      const type = eventOf[state]
      return type === undefined ? [] : [{ accountId, type, test, data: { message_id: String(id), reference, label, failure } }]
    }),
  )
}

/** Claims that lapsed: their process died between claim and record, so nobody knows whether the carrier took them. */
export const lapseClaims = (db: Db, { limit }: { limit: number }) => db<Changed[]>`
  update messages set state = 'unknown', claimed_until = null, failure = 'claim_lapsed'
  where id in (select id from messages where state = 'submitting' and claimed_until < now() order by claimed_until limit ${limit} for update skip locked)
  returning id, account_id as "accountId", test, state, failure, reference, label`

/** How long an unknown message waits for a receipt before it is sent once more, where that is wanted. */
export const RESEND_AFTER_SECONDS = 120

/** Sends transactional messages of unknown fate once more, with the same codes; a campaign's never. */
export const resendUnknown = (db: Db, { limit }: { limit: number }) => db<{ id: bigint }[]>`
  update messages set state = 'queued', send_at = now()
  where id in (
    select id from messages
    where state = 'unknown' and on_unknown = 'resend' and batch_id is null and attempts = 1
      and submitted_at < now() - make_interval(secs => ${RESEND_AFTER_SECONDS}) and valid_until > now()
    order by submitted_at limit ${limit} for update skip locked
  )
  returning id`

/** Ends what is past its validity: never sent, or sent and never answered for. */
export const expireOverdue = (db: Db, { limit }: { limit: number }) => db<Changed[]>`
  update messages set state = 'expired', settled_at = now(), failure = coalesce(failure, 'validity_over')
  where id in (
    select id from messages where state in ('queued', 'unknown') and valid_until <= now() order by valid_until limit ${limit} for update skip locked
  )
  returning id, account_id as "accountId", test, state, failure, reference, label`
