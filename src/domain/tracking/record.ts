import { FRAME_BYTES, sealFrame } from './frame.ts'
import { isNetwork, NO_NETWORK, type Network } from './network.ts'
import type { Purpose } from './purpose.ts'
import { MAX_USER_AGENT_LENGTH } from './verdict.ts'

/**
 * A request to a short link as the journal keeps it. `over`: the link was expired or taken down, the hit got 410 or the account's fallback.
 * In aggregate mode `messageId`, `number` and `codeSpaceId` are 0, `network` is none and `at` is the start of the hour: they are cleared
 * before the record is written. The user agent stays, since only the drain judges; it stores a coarser form (aggregateAgent.ts).
 */
export type HitRecord = {
  at: number
  accountId: number
  renderingId: number
  messageId: number
  number: number
  codeSpaceId: number
  link: number
  network: Network
  head: boolean
  test: boolean
  overBudget: boolean
  aggregate: boolean
  over: boolean
  purpose: Purpose
  userAgent: string
}

/** How a kind of record gets into a journal: at most `maxBytes` from `at` on, returning where the next record starts. */
export type Encoder<T> = { maxBytes: number; write(buffer: Buffer, at: number, value: T): number }

const VERSION = 1
const KIND_HIT = 1
const HOUR_MS = 3_600_000

// Places in the body; numbers are doubles, which hold every id below 2^53 and cost no allocation.
const FLAGS = 2
const CODE_SPACE = 3
const LINK = 5
const AT = 7
const ACCOUNT = 15
const RENDERING = 23
const MESSAGE = 31
const NUMBER = 39
const NETWORK = 47
const USER_AGENT = 55

const HEAD = 1
const TEST = 2
const OVER_BUDGET = 4
const AGGREGATE = 8
const OVER = 16
const PURPOSE_SHIFT = 5
const purposes = ['none', 'prefetch', 'preview'] as const satisfies readonly Purpose[]

export const hitEncoder: Encoder<HitRecord> = {
  maxBytes: FRAME_BYTES + USER_AGENT + MAX_USER_AGENT_LENGTH,
  write(buffer, at, hit) {
    const body = at + FRAME_BYTES
    buffer[body] = VERSION
    buffer[body + 1] = KIND_HIT
    buffer[body + FLAGS] = flagsOf(hit)
    buffer.writeUInt16LE(hit.aggregate ? 0 : hit.codeSpaceId, body + CODE_SPACE)
    buffer.writeUInt16LE(hit.link, body + LINK)
    buffer.writeDoubleLE(hit.aggregate ? hit.at - (hit.at % HOUR_MS) : hit.at, body + AT)
    buffer.writeDoubleLE(hit.accountId, body + ACCOUNT)
    buffer.writeDoubleLE(hit.renderingId, body + RENDERING)
    buffer.writeDoubleLE(hit.aggregate ? 0 : hit.messageId, body + MESSAGE)
    buffer.writeDoubleLE(hit.aggregate ? 0 : hit.number, body + NUMBER)
    buffer.writeDoubleLE(hit.aggregate ? NO_NETWORK : hit.network, body + NETWORK)
    const agentBytes = buffer.write(hit.userAgent, body + USER_AGENT, MAX_USER_AGENT_LENGTH, 'latin1')
    return sealFrame(buffer, at, body + USER_AGENT + agentBytes)
  },
}

function flagsOf(hit: HitRecord): number {
  const purpose = hit.purpose === 'none' ? 0 : purposes.indexOf(hit.purpose)
  return (
    (hit.head ? HEAD : 0) |
    (hit.test ? TEST : 0) |
    (hit.overBudget ? OVER_BUDGET : 0) |
    (hit.aggregate ? AGGREGATE : 0) |
    (hit.over ? OVER : 0) |
    (purpose << PURPOSE_SHIFT)
  )
}

/** Reads the body of a hit, or nothing when its version or kind is not known here or a value is impossible. */
export function decodeHit(buffer: Buffer, start: number, end: number): HitRecord | undefined {
  if (end - start < USER_AGENT || buffer[start] !== VERSION || buffer[start + 1] !== KIND_HIT) return undefined
  const flags = buffer[start + FLAGS] ?? 0
  const purpose = purposes[flags >>> PURPOSE_SHIFT]
  if (purpose === undefined) return undefined
  const hit: HitRecord = {
    at: buffer.readDoubleLE(start + AT),
    accountId: buffer.readDoubleLE(start + ACCOUNT),
    renderingId: buffer.readDoubleLE(start + RENDERING),
    messageId: buffer.readDoubleLE(start + MESSAGE),
    number: buffer.readDoubleLE(start + NUMBER),
    codeSpaceId: buffer.readUInt16LE(start + CODE_SPACE),
    link: buffer.readUInt16LE(start + LINK),
    network: buffer.readDoubleLE(start + NETWORK),
    head: (flags & HEAD) !== 0,
    test: (flags & TEST) !== 0,
    overBudget: (flags & OVER_BUDGET) !== 0,
    aggregate: (flags & AGGREGATE) !== 0,
    over: (flags & OVER) !== 0,
    purpose,
    userAgent: buffer.toString('latin1', start + USER_AGENT, end),
  }
  return isPossible(hit) ? hit : undefined
}

/** 2200: a time that no clock shows, so the number is damage. */
const LATEST_MS = 7_258_118_400_000

function isPossible(hit: HitRecord): boolean {
  const needed = hit.aggregate ? 0 : 1
  return (
    isIdFrom(1, hit.accountId) &&
    isIdFrom(1, hit.renderingId) &&
    isIdFrom(needed, hit.messageId) &&
    isIdFrom(needed, hit.codeSpaceId) &&
    isIdFrom(0, hit.number) &&
    isIdFrom(0, hit.at) &&
    hit.at < LATEST_MS &&
    hit.link <= 32_767 &&
    isNetwork(hit.network) &&
    !hit.userAgent.includes('\0')
  )
}

const isIdFrom = (least: number, value: number) => Number.isSafeInteger(value) && value >= least
