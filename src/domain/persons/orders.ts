import type { Db, Transaction } from '../../platform/db.ts'

/** The parts of an erasure, in the order in which they are worked off. */
export const stages = ['messages', 'hits', 'conversions', 'answers', 'events', 'carriers', 'suppressions'] as const
export type Stage = (typeof stages)[number]

/** An order to erase a person. `position`: where its stage stands, in that stage's own words. */
export type Order = {
  id: bigint
  accountId: bigint
  phone: string
  phoneHash: Buffer
  actor: string
  stage: Stage
  position: string
  messages: number
  requestedAt: Date
}

/** Makes an order, or finds the open one for the same number; `isNew` tells which. */
export async function placeOrder(
  db: Db,
  { accountId, phone, phoneHash, actor }: Pick<Order, 'accountId' | 'phone' | 'phoneHash' | 'actor'>,
): Promise<{ id: bigint; isNew: boolean }> {
  const [made] = await db<{ id: bigint }[]>`
    insert into erasures (account_id, phone, phone_hash, actor) values (${accountId}, ${phone}, ${phoneHash}, ${actor})
    on conflict (account_id, phone) where finished_at is null do nothing
    returning id`
  if (made !== undefined) return { id: made.id, isNew: true }
  const [open] = await db<{ id: bigint }[]>`
    select id from erasures where account_id = ${accountId} and phone = ${phone} and finished_at is null`
  return open === undefined ? placeOrder(db, { accountId, phone, phoneHash, actor }) : { id: open.id, isNew: false }
}

export const listOpenOrders = (db: Db, { limit }: { limit: number }) => db<{ id: bigint }[]>`
  select id from erasures where finished_at is null order by requested_at, id limit ${limit}`

/**
 * Takes an order for one slice; undefined while another process works on it, or once it is finished. Slices of one account come one after the
 * other, since two at once could meet at the same rows in different orders.
 */
export async function lockOrder(tx: Transaction, { id }: { id: bigint }): Promise<Order | undefined> {
  const [order] = await tx<Order[]>`
    select id, account_id as "accountId", phone, phone_hash as "phoneHash", actor, stage, position, messages, requested_at as "requestedAt"
    from erasures where id = ${id} and finished_at is null for update skip locked`
  if (order !== undefined) await tx`select pg_advisory_xact_lock(hashtextextended(${`erasure:${order.accountId}`}, 0))`
  return order
}

export const moveOrder = (tx: Transaction, { id, stage, position, messages }: Pick<Order, 'id' | 'stage' | 'position' | 'messages'>) => tx`
  update erasures set stage = ${stage}, position = ${position}, messages = ${messages} where id = ${id}`

/** The number goes with the end of the work. */
export const finishOrder = (tx: Transaction, { id }: { id: bigint }) => tx`
  update erasures set phone = null, finished_at = now() where id = ${id}`

export async function findProgress(db: Db, { id }: { id: bigint }): Promise<{ isFinished: boolean; messages: number }> {
  const [row] = await db<{ isFinished: boolean; messages: number }[]>`
    select finished_at is not null as "isFinished", messages from erasures where id = ${id}`
  if (row === undefined) throw new Error(`Erasure ${id} vanished while it was worked on`)
  return row
}

/** Forgets finished orders some days later, in one bounded slice. */
export async function deleteOldErasures(db: Db, { days, limit }: { days: number; limit: number }): Promise<number> {
  const rows = await db`
    delete from erasures where id = any(array(
      select id from erasures where finished_at < now() - make_interval(days => ${days}) limit ${limit}
    ))
    returning 1`
  return rows.length
}
