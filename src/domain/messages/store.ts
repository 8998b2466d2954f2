import type { Encoding } from '../../lib/segments.ts'
import type { Db } from '../../platform/db.ts'
import type { Tracking } from '../../lib/composedText.ts'

/** What all messages of a request share. */
export type CommonColumns = {
  accountId: bigint
  /** Neither for what Tapline sends by itself, such as the answer to a reply. */
  apiKeyId: bigint | undefined
  userId?: bigint | undefined
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
      id, account_id, api_key_id, user_id, carrier_id, fallback_carrier_id, rendering_id, test, phone, country, sender, merge_values, label, reference, tracking, code_space_id, first_number,
      link_count, link_validity, encoding, parts, price_micros, currency, flash, on_unknown, exempt, state, settled_at, send_at, valid_until
    )
    select id, ${common.accountId}, ${common.apiKeyId ?? null}, ${common.userId ?? null}, carrier_id, fallback_carrier_id, ${common.renderingId}, ${common.test}, phone, country, ${common.sender}, merge_values,
      ${common.label ?? null}, reference, ${common.tracking}, ${common.codeSpaceId ?? null}, first_number, ${common.linkCount},
      make_interval(days => ${common.linkValidityDays ?? null}), encoding, parts, price_micros, ${common.currency ?? null}, ${common.flash}, ${common.onUnknown}, ${common.exempt === true},
      case when suppressed then 'suppressed' else 'queued' end, case when suppressed then now() end, ${common.sendAt}, ${common.validUntil}
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as message(
      id bigint, carrier_id bigint, fallback_carrier_id bigint, phone text, country text, merge_values jsonb, reference text, first_number bigint, encoding text, parts smallint, price_micros bigint, suppressed boolean
    )`
}

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

export const cancelAllQueued = (db: Db, { accountId, ids }: { accountId: bigint; ids: readonly bigint[] }) => db<
  { id: bigint; test: boolean }[]
>`
  update messages set state = 'cancelled', settled_at = now()
  where account_id = ${accountId} and id = any(${ids.map(String)}::bigint[]) and state = 'queued' and attempts = 0
  returning id, test`
