import type { MessageState } from './messages.ts'

/**
 * What seven.io calls the state of a message, in its API and in its hooks. Whatever waits here is BUFFERED there: states inside are never told,
 * and clients know no other words.
 */
export const sevenStates = {
  queued: 'BUFFERED',
  submitting: 'TRANSMITTED',
  accepted: 'ACCEPTED',
  rejected: 'REJECTED',
  suppressed: 'REJECTED',
  unknown: 'UNKNOWN',
  delivered: 'DELIVERED',
  undelivered: 'NOTDELIVERED',
  expired: 'EXPIRED',
  cancelled: 'FAILED',
} as const satisfies Record<MessageState, string>
export type SevenState = (typeof sevenStates)[MessageState]
