import type { Encoding } from '../../lib/segments.ts'
import type { Db } from '../../platform/db.ts'
import type { Tracking } from './compose.ts'

/** What all messages of a request share. */
export type CommonColumns = {
  accountId: bigint
  /** Undefined for what Tapline sends by itself, such as the answer to a reply. */
  apiKeyId: bigint | undefined
  renderingId: bigint
  test: boolean
  sender: string
  label: string | undefined
  reference: string | undefined
  tracking: Tracking
  codeSpaceId: number | undefined
  linkCount: number
  linkValidityDays: number | undefined
  currency: string | undefined
  flash: boolean
  onUnknown: 'resend' | 'keep'
  sendAt: Date
  validUntil: Date
  /** Goes out even if the number is suppressed: it answers what its person has just written. */
  exempt?: true
}
export type NewMessage = {
  id: bigint
  carrierId: bigint
  fallbackCarrierId: bigint | undefined
  phone: string
  country: string | undefined
  values: Record<string, string>
  reference: string | undefined
  firstNumber: number | undefined
  encoding: Encoding
  parts: number
  priceMicros: bigint | undefined
  /** The number must not be sent to: the message ends where it begins. */
  isSuppressed: boolean
}

/** Inserts the messages of one request in one statement. */
export async function insertMessages(
  db: Db,
  { common, messages }: { common: CommonColumns; messages: readonly NewMessage[] },
): Promise<void> {
  const rows = messages.map(
    ({ id, carrierId, fallbackCarrierId, phone, country, values, reference, firstNumber, encoding, parts, priceMicros, isSuppressed }) => ({
      ...{ id: String(id), carrier_id: String(carrierId), fallback_carrier_id: fallbackCarrierId?.toString() },
      ...{ phone, country, encoding, parts, first_number: firstNumber, price_micros: priceMicros?.toString() },
      suppressed: isSuppressed,
      merge_values: Object.keys(values).length === 0 ? undefined : values,
      reference: reference ?? common.reference,
    }),
  )
  await db`
    insert into messages (
      id, account_id, api_key_id, carrier_id, fallback_carrier_id, rendering_id, test, phone, country, sender, merge_values, label, reference, tracking, code_space_id, first_number,
      link_count, link_validity, encoding, parts, price_micros, currency, flash, on_unknown, exempt, state, settled_at, send_at, valid_until
    )
    select id, ${common.accountId}, ${common.apiKeyId ?? null}, carrier_id, fallback_carrier_id, ${common.renderingId}, ${common.test}, phone, country, ${common.sender}, merge_values,
      ${common.label ?? null}, reference, ${common.tracking}, ${common.codeSpaceId ?? null}, first_number, ${common.linkCount},
      make_interval(days => ${common.linkValidityDays ?? null}), encoding, parts, price_micros, ${common.currency ?? null}, ${common.flash}, ${common.onUnknown}, ${common.exempt === true},
      case when suppressed then 'suppressed' else 'queued' end, case when suppressed then now() end, ${common.sendAt}, ${common.validUntil}
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as message(
      id bigint, carrier_id bigint, fallback_carrier_id bigint, phone text, country text, merge_values jsonb, reference text, first_number bigint, encoding text, parts smallint, price_micros bigint, suppressed boolean
    )`
}

/** A message that this process has claimed: nobody else submits it until the claim lapses. */
export type Claimed = {
  id: bigint
  accountId: bigint
  renderingId: bigint
  phone: string
  sender: string
  mergeValues: Record<string, string> | null
  firstNumber: bigint | null
  encoding: Encoding
  flash: boolean
  validUntil: Date
  attempts: number
  test: boolean
}

/** What a claim finds: messages that this process now holds, and those that it ended because their number is suppressed. */
type Found = Claimed & { isSuppressed: boolean }

/** How long a claim holds; a process that takes longer has died or lost the database, and the message becomes `unknown`. */
export const CLAIM_SECONDS = 60

/** How far ahead of an even pace a second's messages may be claimed, so that the last tenth of a second need not hit the clock exactly. */
const AHEAD_SECONDS = 0.1

/**
 * Claims what is due, oldest first. Committed before a byte goes out, so a crash leaves `submitting`, never a second send.
 * Numbers that were suppressed since they were queued end here, with their event. One that may have been sent before stays `unknown`,
 * and is not tried again.
 * `rate` is what all processes together may still claim in the database's current second, spread over it. Its row is locked by one
 * process at a time; another that asks meanwhile gets nothing and asks again, which costs less than waiting with a snapshot that ages.
 * The planner cannot know how few rows a computed limit lets through: `order by` and the array keep it on the indexes, where it would
 * otherwise read the whole table.
 */
export const claimQueued = (db: Db, { carrierId, limit }: { carrierId: bigint; limit: number }) => db<Found[]>`
  with rate as (
    select least(messages_per_second, ceil(messages_per_second * (date_part('epoch', now() - date_trunc('second', now())) + ${AHEAD_SECONDS}::float8)))::integer
      - case second when date_trunc('second', now()) then taken else 0 end as free
    from carrier_rates join carriers on carriers.id = carrier_rates.carrier_id
    where carriers.id = ${carrierId} and paused_at is null and second <= date_trunc('second', now())
      and (select true from messages where carrier_id = ${carrierId} and state = 'queued' and send_at <= now() order by send_at, id limit 1)
    for update of carrier_rates skip locked
  ), due as (
    select id, not exempt and exists (
      select from suppressions where suppressions.account_id = messages.account_id and suppressions.phone = messages.phone
    ) as is_suppressed
    from messages
    where carrier_id = ${carrierId} and state = 'queued' and send_at <= now() and valid_until > now()
    order by send_at, id limit (select coalesce(max(greatest(0, least(free, ${limit}::integer))), 0) from rate) for update skip locked
  ), counted as (
    update carrier_rates
    set second = date_trunc('second', now()), taken = case second when date_trunc('second', now()) then taken else 0 end + (select count(*) from due)
    where carrier_id = ${carrierId} and exists (select from due)
  ), claimed as (
    update messages
    set state = case when not is_suppressed then 'submitting' when attempts = 0 then 'suppressed' else 'unknown' end,
      attempts = attempts + (not is_suppressed)::int,
      on_unknown = case when is_suppressed then 'keep' else on_unknown end,
      claimed_until = case when not is_suppressed then now() + make_interval(secs => ${CLAIM_SECONDS}) end,
      submitted_at = case when is_suppressed then submitted_at else coalesce(submitted_at, now()) end,
      settled_at = case when is_suppressed and attempts = 0 then now() else settled_at end
    from due where messages.id = due.id and messages.id = any(array(select id from due))
    returning messages.id, account_id as "accountId", rendering_id as "renderingId", phone, sender, merge_values as "mergeValues",
      first_number as "firstNumber", encoding, flash, valid_until as "validUntil", attempts, test, is_suppressed as "isSuppressed",
      case when is_suppressed then row_to_json(messages) end as whole
  ), told as (
    insert into outbox (account_id, type, test, data)
    select "accountId", 'message.suppressed', test,
      json_build_object('message_id', id::text, 'reference', whole->'reference', 'label', whole->'label', 'failure', whole->'failure')
    from claimed where whole->>'state' = 'suppressed'
  )
  select id, "accountId", "renderingId", phone, sender, "mergeValues", "firstNumber", encoding, flash, "validUntil", attempts, test, "isSuppressed"
  from claimed`

/** Cancels a message that still waits; undefined when it is no longer queued or not of this account. */
export async function cancelQueued(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<{ test: boolean } | undefined> {
  const [row] = await db<{ test: boolean }[]>`
    update messages set state = 'cancelled', settled_at = now()
    where account_id = ${accountId} and id = ${id} and state = 'queued' and attempts = 0
    returning test`
  return row
}

export async function findState(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<string | undefined> {
  const [row] = await db<{ state: string }[]>`select state from messages where account_id = ${accountId} and id = ${id}`
  return row?.state
}
