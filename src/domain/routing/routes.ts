import type { Db } from '../../platform/db.ts'

/**
 * Which carrier takes what. `prefix`: digits that the number begins with, without the plus; none for every number. `senderPattern`: a
 * sender, `*` standing for any characters.
 */
export type Route = {
  id: bigint
  prefix: string
  senderPattern: string
  priority: number
  carrierId: bigint
  fallbackCarrierId: bigint | undefined
}
/** Where a message goes. */
export type Way = { carrierId: bigint; fallbackCarrierId: bigint | undefined }

const MAX_ROUTES = 1_000

/** Every route, the first that fits deciding: by priority, then the longest prefix, then the longest sender, then the oldest. */
export async function listRoutes(db: Db): Promise<Route[]> {
  const rows = await db<(Omit<Route, 'fallbackCarrierId'> & { fallbackCarrierId: bigint | null })[]>`
    select id, prefix, sender_pattern as "senderPattern", priority, carrier_id as "carrierId", fallback_carrier_id as "fallbackCarrierId"
    from routes
    order by priority, length(prefix) desc, length(replace(sender_pattern, '*', '')) desc, id limit ${MAX_ROUTES}`
  return rows.map((row) => ({ ...row, fallbackCarrierId: row.fallbackCarrierId ?? undefined }))
}

/** @returns undefined when there is one for the same numbers, sender and priority, or too many */
export async function insertRoute(db: Db, route: Omit<Route, 'id'>): Promise<bigint | undefined> {
  const { prefix, senderPattern, priority, carrierId, fallbackCarrierId } = route
  const [row] = await db<{ id: bigint }[]>`
    insert into routes (prefix, sender_pattern, priority, carrier_id, fallback_carrier_id)
    select ${prefix}, ${senderPattern}, ${priority}, ${carrierId}, ${fallbackCarrierId ?? null}
    where (select count(*) from routes) < ${MAX_ROUTES}
    on conflict do nothing
    returning id`
  return row?.id
}

export async function deleteRoute(db: Db, { id }: { id: bigint }): Promise<boolean> {
  return (await db`delete from routes where id = ${id} returning id`).length > 0
}

/** The first route of a sorted list that fits, or undefined. */
export const findRoute = (routes: readonly Route[], { phone, sender }: { phone: string; sender: string }): Route | undefined =>
  routes.find(({ prefix, senderPattern }) => phone.startsWith(`+${prefix}`) && fitsPattern(senderPattern, sender))

/** Letters fit in either case: a carrier takes `ACME` for `Acme`, and so do people. */
export function fitsPattern(pattern: string, sender: string): boolean {
  const parts = pattern.toLowerCase().split('*')
  const text = sender.toLowerCase()
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  if (parts.length === 1) return text === first
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= text.length - last.length
}
