import { LRUCache } from 'lru-cache'
import { isUnavailable, type Db } from '../../platform/db.ts'
import type { Gate } from '../../platform/gate.ts'
import { findLinkMessage, findMergeValues, type LinkMessage } from './targets.ts'

/** Single messages kept for each code space, and how long one is believed: a cancelled one must answer 410 within 5 s. */
const MAX_MESSAGES = 100_000
const LIFETIME_MS = 4_000

/** A single message as last read. */
export type KnownMessage = LinkMessage & { readAt: number; mergeValues: Record<string, string> | undefined }

/** Single messages by link number: from memory while fresh, else one read; with the database away the last known state serves. */
export type SingleMessages = {
  knownNow(codeSpaceId: number, number: number): KnownMessage | undefined
  read(codeSpaceId: number, number: number): Promise<KnownMessage | undefined>
  /** Merge values of a message; empty when the database is away, so that fallbacks apply. */
  values(messageId: number, message: KnownMessage | undefined): Promise<Record<string, string>>
}

export function createSingleMessages({ db, gate }: { db: Db; gate: Gate }): SingleMessages {
  const spaces = new Map<number, LRUCache<number, KnownMessage>>()
  const spaceOf = (codeSpaceId: number) => {
    const space = spaces.get(codeSpaceId) ?? new LRUCache<number, KnownMessage>({ max: MAX_MESSAGES })
    spaces.set(codeSpaceId, space)
    return space
  }
  const isFresh = (message: KnownMessage) => performance.now() - message.readAt < LIFETIME_MS
  return {
    knownNow(codeSpaceId, number) {
      const known = spaces.get(codeSpaceId)?.get(number)
      return known !== undefined && isFresh(known) ? known : undefined
    },
    async read(codeSpaceId, number) {
      const space = spaceOf(codeSpaceId)
      const known = space.get(number)
      if (known !== undefined && isFresh(known)) return known
      const read = await gate.run(() => findLinkMessage(db, { codeSpaceId, number })).catch((error: unknown) => keepKnown(error, known))
      if (read === undefined) return undefined
      const message = { ...read, readAt: performance.now(), mergeValues: known?.mergeValues }
      space.set(number, message)
      return message
    },
    async values(messageId, message) {
      if (message?.mergeValues !== undefined) return message.mergeValues
      const values = await gate.run(() => findMergeValues(db, { messageId })).catch((error: unknown) => keepKnown(error, {}))
      if (message !== undefined) message.mergeValues = values
      return values
    },
  }
}

function keepKnown<T>(error: unknown, known: T | undefined): T {
  if (known !== undefined && isUnavailable(error)) return known
  throw error
}
