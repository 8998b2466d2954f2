import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import { appendEvents } from '../outbox.ts'

/** A tracked link of a text, shared by all its recipients. */
export type Link = {
  id: bigint
  renderingId: bigint
  position: number
  destination: string
  destinationKind: 'fixed' | 'fields' | 'value'
  takenDownAt: Date | null
  /** From here on it answers 410, whatever the validity of each message. */
  expiresAt: Date | null
  createdAt: Date
}

type Target = { accountId: bigint; id: bigint; actor: string }

/** @throws AppError `not_found` */
export async function findLink(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<Link> {
  const [row] = await db<Link[]>`${selectLink(db)} where account_id = ${accountId} and id = ${id}`
  return row ?? missing(id)
}

/**
 * Leads a link that was sent to another destination. Its rendering is no longer shared with later sends of the same text, since that text names the old one.
 * @param destination checked and normalised
 * @throws AppError `not_found`, or `link_invalid` for a link whose destination comes from merge values
 */
export async function changeDestination(db: Db, { accountId, id, actor, destination }: Target & { destination: string }): Promise<Link> {
  return inTransaction(db, async (tx) => {
    const link = await lockLink(tx, { accountId, id })
    if (link.destinationKind !== 'fixed')
      throw new AppError(
        'link_invalid',
        `The destination of link ${id} comes from merge values and differs by recipient: it cannot be changed for all.`,
      )
    if (link.destination === destination) return link
    await tx`update links set destination = ${destination} where id = ${id}`
    await tx`update renderings set hash = null where id = ${link.renderingId}`
    await tell(tx, { accountId, id, actor, action: 'link.changed', data: { from: link.destination, to: destination } })
    return { ...link, destination }
  })
}

/**
 * Lets a link end at a time of its own, or no more. Its rendering is no longer shared with later sends of the same text: those would come with a
 * link that is over already.
 */
export async function changeExpiry(db: Db, { accountId, id, actor, expiresAt }: Target & { expiresAt: Date | null }): Promise<Link> {
  return inTransaction(db, async (tx) => {
    const link = await lockLink(tx, { accountId, id })
    if (link.expiresAt?.getTime() === expiresAt?.getTime()) return link
    await tx`update links set expires_at = ${expiresAt} where id = ${id}`
    await tx`update renderings set hash = null where id = ${link.renderingId}`
    await tell(tx, {
      accountId,
      id,
      actor,
      action: 'link.changed',
      data: { expires_at: expiresAt?.toISOString() ?? null, to: link.destination },
    })
    return { ...link, expiresAt }
  })
}

/** Takes a link down: within 5 s every node answers 410 for its codes. Taking down twice is no fault. */
export async function takeDown(db: Db, { accountId, id, actor }: Target): Promise<Link> {
  return inTransaction(db, async (tx) => {
    const link = await lockLink(tx, { accountId, id })
    if (link.takenDownAt !== null) return link
    await tx`update links set taken_down_at = now() where id = ${id}`
    await tell(tx, { accountId, id, actor, action: 'link.taken_down', data: { destination: link.destination } })
    return findLink(tx, { accountId, id })
  })
}

/** Lets a link that was taken down lead somewhere again. */
export async function restore(db: Db, { accountId, id, actor }: Target): Promise<Link> {
  return inTransaction(db, async (tx) => {
    const link = await lockLink(tx, { accountId, id })
    if (link.takenDownAt === null) return link
    await tx`update links set taken_down_at = null where id = ${id}`
    await tell(tx, { accountId, id, actor, action: 'link.changed', data: { restored: true, to: link.destination } })
    return { ...link, takenDownAt: null }
  })
}

const selectLink = (db: Db) => db`
  select id, rendering_id as "renderingId", position, destination, destination_kind as "destinationKind", taken_down_at as "takenDownAt", expires_at as "expiresAt", created_at as "createdAt"
  from links`

async function lockLink(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<Link> {
  const [row] = await db<Link[]>`${selectLink(db)} where account_id = ${accountId} and id = ${id} for update`
  return row ?? missing(id)
}

function missing(id: bigint): never {
  throw new AppError('not_found', `There is no link ${id} in this account.`)
}

type Told = Target & { action: 'link.changed' | 'link.taken_down'; data: Record<string, unknown> }

async function tell(db: Db, { accountId, id, actor, action, data }: Told): Promise<void> {
  await appendAudit(db, { accountId, actor, action, subject: `link:${id}`, data })
  await appendEvents(db, [{ accountId, type: action, test: false, data: { link_id: String(id), ...data } }])
}
