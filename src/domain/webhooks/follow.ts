import { events as eventTypes, eventsOnRequest, isEventName, type Event } from '../../contract/events.ts'
import { AppError } from '../../lib/errors.ts'
import { currentPlace, placeBefore, readEvents, type LogPlace } from './eventLog.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { keepToOrder } from './fanOut.ts'
import { eventOf, presentBodies, type PayloadParts } from './payload.ts'

/** Requests of this process that may wait for events at the same time; more are answered at once. */
const MAX_WAITING = 100
const LOOK_EVERY_MS = 250

type Asked = {
  accountId: bigint
  cursor: { epoch: number; xid: string; id: bigint; floor: string } | undefined
  since: Date | undefined
  types: readonly string[] | undefined
  includeTest: boolean
  includeRecipient: boolean
  limit: number
  waitMs: number
}

/** `longestWaitMs`: no request is kept waiting longer. */
export type FollowParts = PayloadParts & { longestWaitMs: number }

let waiting = 0

/**
 * The next events of an account's log, oldest first; waits for the first one if asked to.
 * @throws AppError `cursor_expired` for a cursor of before a restore, `event_type_invalid`
 */
export async function followEvents(parts: FollowParts, asked: Asked): Promise<{ events: Event[]; next: LogPlace; isMore: boolean }> {
  const { accountId, includeTest, includeRecipient, limit } = asked
  const logNames = logNamesOf(asked.types)
  let place = await startOf(parts, asked)
  const until = performance.now() + (waiting < MAX_WAITING ? Math.min(asked.waitMs, parts.longestWaitMs) : 0)
  for (;;) {
    const read = await readInOrder(parts.db, { accountId, place, logNames, includeTest, limit })
    place = read.next
    if (read.events.length > 0 || read.isMore || performance.now() >= until) {
      const bodies = await presentBodies(parts, { accountId, events: read.events, includeRecipient })
      return { events: bodies.flatMap((body) => (body === undefined ? [] : eventOf(body))), next: place, isMore: read.isMore }
    }
    await oneLook()
  }
}

const readInOrder = (db: Db, asked: Parameters<typeof readEvents>[1]) =>
  inTransaction(db, async (tx) => {
    await keepToOrder(tx)
    return readEvents(tx, asked)
  })

async function startOf({ db }: PayloadParts, { cursor, since }: Asked): Promise<LogPlace> {
  const now = await currentPlace(db)
  if (cursor !== undefined && cursor.epoch !== now.epoch)
    throw new AppError(
      'cursor_expired',
      'The installation was restored from a backup since: begin anew with "since" instead of the cursor.',
      {
        field: 'cursor',
      },
    )
  return cursor ?? (since === undefined ? now : placeBefore(now.epoch, { since }))
}

function logNamesOf(types: readonly string[] | undefined): string[] {
  const names = types ?? Object.keys(eventTypes).filter((name) => !eventsOnRequest.some((other) => other === name))
  return names.flatMap((name) => {
    if (isEventName(name)) return [...eventTypes[name].log]
    throw new AppError('event_type_invalid', `"${name}" is no type of event: there are ${Object.keys(eventTypes).join(', ')}.`, {
      field: 'types',
    })
  })
}

async function oneLook(): Promise<void> {
  waiting++
  try {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  } finally {
    waiting--
  }
}
