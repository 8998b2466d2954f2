import type { Db, Transaction } from '../../platform/db.ts'
import type { ConversionRow } from './conversion.ts'

/** Draws ids before the rows are made, so that each row's place in its request stays known. */
export async function drawIds(db: Db, { count }: { count: number }): Promise<bigint[]> {
  const rows = await db<{ id: bigint }[]>`
    select nextval(pg_get_serial_sequence('conversions', 'id')) as id from generate_series(1, ${count}::integer)`
  return rows.map(({ id }) => id)
}

/** Inserts conversions, but for those whose order is there already. @returns the ids that were inserted */
export async function insertConversions(tx: Transaction, rows: readonly ConversionRow[]): Promise<Set<bigint>> {
  if (rows.length === 0) return new Set()
  const inserted = await tx<{ id: bigint }[]>`
    insert into conversions (${columns(tx)})
    select ${columns(tx)} from json_populate_recordset(null::conversions, ${asJson(rows)}::text::json)
    on conflict (account_id, test, name, order_id) where order_id is not null do nothing
    returning id`
  return new Set(inserted.map(({ id }) => id))
}

/** Writes conversions as they are now; the caller holds their locks. */
export async function updateConversions(tx: Transaction, rows: readonly ConversionRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx`
    update conversions set (${columns(tx)}) = (select ${columns(tx)} from (select changed.*) as changed)
    from json_populate_recordset(null::conversions, ${asJson(rows)}::text::json) as changed
    where conversions.account_id = changed.account_id and conversions.id = changed.id`
}

export type OrderKey = { test: boolean; name: string; orderId: string }

/** Orders that are there, locked in the order of their ids. */
export const lockOrders = (tx: Transaction, { accountId, keys }: { accountId: bigint; keys: readonly OrderKey[] }) => tx<ConversionRow[]>`
  select ${selected(tx)} from conversions
  where account_id = ${accountId} and (test, name, order_id) in (
    select test, name, "orderId" from json_to_recordset(${JSON.stringify(keys)}::text::json) as wanted(test boolean, name text, "orderId" text)
  )
  order by id for update`

/** One conversion of an account, locked. */
export async function lockConversion(
  tx: Transaction,
  { accountId, id }: { accountId: bigint; id: bigint },
): Promise<ConversionRow | undefined> {
  const [row] = await tx<ConversionRow[]>`
    select ${selected(tx)} from conversions where account_id = ${accountId} and id = ${id} for update`
  return row
}

export async function findConversion(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<ConversionRow | undefined> {
  const [row] = await db<ConversionRow[]>`select ${selected(db)} from conversions where account_id = ${accountId} and id = ${id}`
  return row
}

/** Conversions whose click was not there yet and is looked for again, by account; those that another process works on are left to it. */
export const lockPending = (tx: Transaction, { limit }: { limit: number }) => tx<ConversionRow[]>`
  select ${selected(tx)} from conversions
  where state = 'pending' and next_try_at <= now()
  order by next_try_at limit ${limit} for update skip locked`

/** Conversions behind an id, locked: a slice of those that are decided again. Those of erased persons have nothing left to decide by. */
export const lockDecided = (tx: Transaction, { after, limit }: { after: bigint; limit: number }) => tx<ConversionRow[]>`
  select ${selected(tx)} from conversions
  where id > ${after} and state in ('attributed', 'unattributed') and (clicks <> '[]' or reference is not null or phone is not null)
  order by id limit ${limit} for update`

export const selected = (db: Db) => db`
  id, account_id as "accountId", test, name, order_id as "orderId", value_micros as "valueMicros", refunded_micros as "refundedMicros",
  currency, at, received_at as "receivedAt", source, origin, clicks, reference, phone, state, reason, trace, next_try_at as "nextTryAt",
  decided_at as "decidedAt", voided_at as "voidedAt", message_id as "messageId", rendering_id as "renderingId", link, clicked_at as "clickedAt",
  device, country, repeat_of as "repeatOf"`

const columns = (db: Db) => db`
  id, account_id, test, name, order_id, value_micros, refunded_micros, currency, at, received_at, source, origin, clicks, reference, phone,
  state, reason, trace, next_try_at, decided_at, voided_at, message_id, rendering_id, link, clicked_at, device, country, repeat_of`

/** 64-bit numbers go as text, which PostgreSQL reads exactly. */
const asJson = (rows: readonly ConversionRow[]) =>
  JSON.stringify(
    rows.map((row) => ({
      ...{ id: String(row.id), account_id: String(row.accountId), test: row.test, name: row.name, order_id: row.orderId },
      ...{ value_micros: text(row.valueMicros), refunded_micros: text(row.refundedMicros), currency: row.currency },
      ...{ at: row.at, received_at: row.receivedAt, source: row.source, origin: row.origin, clicks: row.clicks },
      ...{ reference: row.reference, phone: row.phone, state: row.state, reason: row.reason, trace: row.trace },
      ...{ next_try_at: row.nextTryAt, decided_at: row.decidedAt, voided_at: row.voidedAt },
      ...{ message_id: text(row.messageId), rendering_id: text(row.renderingId), link: row.link, clicked_at: row.clickedAt },
      ...{ device: row.device, country: row.country, repeat_of: text(row.repeatOf) },
    })),
  )

const text = (value: bigint | null) => (value === null ? null : String(value))
