import { LRUCache } from 'lru-cache'
import { isUnavailable, type Db } from '../../platform/db.ts'
import type { Gate } from '../../platform/gate.ts'
import { gather } from '../../platform/gather.ts'
import { findLinkMessages, findMergeValues, isDeletedNumber, type LinkMessage } from './targets.ts'

/** Single messages kept for each code space, and how long one is believed: a cancelled one must answer 410 within 5 s. */
const MAX_MESSAGES = 100_000
const LIFETIME_MS = 4_000
/** Numbers of deleted messages kept for each code space. Not for ever: a block that lay idle for years may still be handed out. */
const MAX_DELETED = 20_000
const DELETED_LIFETIME_MS = 60_000

/** Numbers of one read, and reads at a time: a rush on single messages would cost a statement for each hit. */
const TOGETHER = { most: 200, atOnce: 2 }

/** A single message as last read. */
export type KnownMessage = LinkMessage & { readAt: number; mergeValues: Record<string, string> | undefined }

/** Single messages by link number: from memory while fresh, else one read; with the database away the last known state serves. */
export type SingleMessages = {
  knownNow(codeSpaceId: number, number: number): KnownMessage | undefined
  read(codeSpaceId: number, number: number): Promise<KnownMessage | 'deleted' | undefined>
  /** Merge values of a message; empty when the database is away, so that fallbacks apply; undefined when they were erased. */
  values(messageId: number, message: KnownMessage | undefined): Promise<Record<string, string> | undefined>
}

export function createSingleMessages({ db, gate }: { db: Db; gate: Gate }): SingleMessages {
  const spaces = new Map<number, Space>()
  const spaceOf = (codeSpaceId: number) => {
    const space = spaces.get(codeSpaceId) ?? {
      messages: new LRUCache<number, KnownMessage>({ max: MAX_MESSAGES }),
      find: gather({ ...TOGETHER, read: (numbers: readonly number[]) => gate.run(() => findLinkMessages(db, { codeSpaceId, numbers })) }),
    }
    spaces.set(codeSpaceId, space)
    return space
  }
  const deletedNumbers = new Map<number, LRUCache<number, true>>()
  const deletedOf = (codeSpaceId: number) => {
    const numbers = deletedNumbers.get(codeSpaceId) ?? new LRUCache<number, true>({ max: MAX_DELETED, ttl: DELETED_LIFETIME_MS })
    deletedNumbers.set(codeSpaceId, numbers)
    return numbers
  }
  const readDeleted = async (codeSpaceId: number, number: number) => {
    if (!(await gate.run(() => isDeletedNumber(db, { codeSpaceId, number })))) return undefined
    deletedOf(codeSpaceId).set(number, true)
    return 'deleted'
  }
  const isFresh = (message: KnownMessage) => performance.now() - message.readAt < LIFETIME_MS
  return {
    knownNow(codeSpaceId, number) {
      const known = spaces.get(codeSpaceId)?.messages.get(number)
      return known !== undefined && isFresh(known) ? known : undefined
    },
    async read(codeSpaceId, number) {
      const { messages, find } = spaceOf(codeSpaceId)
      const known = messages.get(number)
      if (known !== undefined && isFresh(known)) return known
      if (deletedOf(codeSpaceId).has(number)) return 'deleted'
      const read = await find(number).catch((error: unknown) => keepKnown(error, known))
      if (read === undefined) {
        messages.delete(number)
        return readDeleted(codeSpaceId, number)
      }
      if (read.erased) {
        messages.delete(number)
        return 'deleted'
      }
      const message = keep(read, known?.mergeValues)
      messages.set(number, message)
      return message
    },
    async values(messageId, message) {
      if (message?.mergeValues !== undefined) return message.mergeValues
      const values = await gate.run(() => findMergeValues(db, { messageId })).catch((error: unknown) => keepKnown(error, {}))
      if (message !== undefined && values !== undefined) message.mergeValues = values
      return values
    },
  }
}

type Space = { messages: LRUCache<number, KnownMessage>; find: (number: number) => Promise<LinkMessage | undefined> }

/** Field by field: a hundred thousand objects that were spread had a hidden class each, which took more memory than they did. */
function keep(read: LinkMessage, mergeValues: KnownMessage['mergeValues']): KnownMessage {
  const { id, firstNumber, renderingId, aggregate, test, cancelled, erased, expiresAt } = read
  return { id, firstNumber, renderingId, aggregate, test, cancelled, erased, expiresAt, readAt: performance.now(), mergeValues }
}

function keepKnown<T>(error: unknown, known: T | undefined): T {
  if (known !== undefined && isUnavailable(error)) return known
  throw error
}
