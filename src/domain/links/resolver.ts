import { isUnavailable, type Db } from '../../platform/db.ts'
import { createGate, type Gate } from '../../platform/gate.ts'
import type { CodeSpaces } from './codeSpaces.ts'
import { locationOf } from './location.ts'
import type { LinkDirectory } from './directory.ts'
import { createSingleMessages, type KnownMessage, type SingleMessages } from './singleMessages.ts'
import { findRange, type Landing, type LinkRendering, type LinkTarget, type NumberRange } from './targets.ts'

/** Which link of which message a code stands for; plain numbers, since this is the hot path and all are below 2^53. */
export type HitOrigin = {
  accountId: number
  codeSpaceId: number
  number: number
  messageId: number
  renderingId: number
  /** The link's place in the template, from 0. */
  link: number
  test: boolean
  aggregate: boolean
}

/** What a code leads to. `gpcAggregate`: the account treats a hit with `Sec-GPC: 1` as aggregate; `landing`: how the click goes on from there. */
export type Resolution =
  | { kind: 'redirect'; location: string; referrerPolicy: string; origin: HitOrigin; gpcAggregate: boolean; landing: Landing | undefined }
  | { kind: 'gone'; location: string | undefined; origin: HitOrigin; gpcAggregate: boolean }
  /** Its message is past its retention, or its person was erased: whose hit this would be is not known any more. */
  | { kind: 'deleted' }
  | { kind: 'unknown' }
  | { kind: 'unavailable' }

export type Resolver = {
  /** The answer from memory, or undefined when the database must be asked. */
  resolveNow(host: string, code: string): Resolution | undefined
  /** The answer with the database's help; `unavailable` when it is away and the code is not known here. */
  resolve(host: string, code: string): Promise<Resolution>
}

const deleted: Resolution = { kind: 'deleted' }
const unknown: Resolution = { kind: 'unknown' }
const unavailable: Resolution = { kind: 'unavailable' }

/** A code's place: its number in the code space of the host that was asked, which is `shared` unless it belongs to one account. */
type Place = { domainId: number; codeSpaceId: number; number: number; isShared: boolean }
/** A message's part in an answer: of a batch by arithmetic, of a single message from its row. */
type Instance = { messageId: number; renderingId: number; index: number; test: boolean; aggregate: boolean; over: boolean }
type Parts = { db: Db; codeSpaces: CodeSpaces; directory: LinkDirectory; gate: Gate }

/** A read that takes longer counts as failed: a person waits for it. */
const READ_TIMEOUT_MS = 2_000
/** After a failed read nobody waits for the database for so long. */
const AWAY_PAUSE_MS = 1_000

export function createResolver(given: Omit<Parts, 'gate'>): Resolver {
  const parts = { ...given, gate: createGate({ timeoutMs: READ_TIMEOUT_MS, pauseMs: AWAY_PAUSE_MS, isAway: isUnavailable }) }
  const messages = createSingleMessages(parts)
  return {
    resolveNow(host, code) {
      if (isUnknownHost(parts, host)) return undefined
      const place = locate(parts, host, code)
      return place === undefined ? unknown : resolveFromMemory(parts, messages, place)
    },
    async resolve(host, code) {
      try {
        // It may have been added a moment ago, and a message with it sent since.
        if (isUnknownHost(parts, host)) await parts.gate.run(parts.directory.refreshHosts)
        const place = locate(parts, host, code)
        return place === undefined ? unknown : await resolveByDatabase(parts, messages, place)
      } catch (error) {
        if (isUnavailable(error)) return unavailable
        throw error
      }
    },
  }
}

function locate({ directory, codeSpaces }: Parts, host: string, code: string): Place | undefined {
  const domain = directory.domainOf(host)
  const number = domain === undefined ? undefined : codeSpaces.get(domain.codeSpaceId)?.decode(code)
  if (domain === undefined || number === undefined) return undefined
  return { domainId: Number(domain.id), codeSpaceId: domain.codeSpaceId, number, isShared: domain.accountId === null }
}

const isUnknownHost = ({ directory }: Parts, host: string): boolean => directory.domainOf(host) === undefined

function resolveFromMemory({ directory }: Parts, messages: SingleMessages, place: Place): Resolution | undefined {
  const { codeSpaceId, number } = place
  const { ranges } = directory
  const range = ranges.find(codeSpaceId, number)
  if (range === undefined) return ranges.isBelow(codeSpaceId, number) || number >= ranges.end(codeSpaceId) ? undefined : unknown
  if (range.batch?.deleted === true) return deleted
  const message = range.batch === undefined ? messages.knownNow(codeSpaceId, number) : undefined
  const instance = instanceOf(directory, { range, message, number })
  const rendering = instance && directory.knownRendering(instance.renderingId)
  if (instance === undefined || rendering === undefined) return undefined
  const target = rendering.targets[instance.index]
  if (target === undefined || rendering.domainId !== place.domainId) return unknown
  if (target.kind !== 'fixed' && message?.mergeValues === undefined) return undefined
  return answer(directory, { place, instance, rendering, target, values: message?.mergeValues ?? {} })
}

async function resolveByDatabase(parts: Parts, messages: SingleMessages, place: Place): Promise<Resolution> {
  const { codeSpaceId, number } = place
  const range = await rangeOf(parts, place)
  if (range === undefined) return unknown
  if (range.batch?.deleted === true) return deleted
  const message = range.batch === undefined ? await messages.read(codeSpaceId, number) : undefined
  if (message === 'deleted') return deleted
  const instance = instanceOf(parts.directory, { range, message, number })
  const rendering = instance && (await renderingOf(parts, instance.renderingId))
  const target = instance && rendering?.targets[instance.index]
  if (instance === undefined || rendering === undefined || target === undefined || rendering.domainId !== place.domainId) return unknown
  const values = target.kind === 'fixed' ? {} : await messages.values(instance.messageId, message)
  if (values === undefined) return deleted
  return answer(parts.directory, { place, instance, rendering, target, values })
}

/** What is known needs no database, so it does not ask the gate either. */
const renderingOf = async ({ directory, gate }: Parts, id: number): Promise<LinkRendering | undefined> =>
  directory.knownRendering(id) ?? gate.run(() => directory.rendering(id))

async function rangeOf({ db, directory, gate }: Parts, { codeSpaceId, number }: Place): Promise<NumberRange | undefined> {
  const { ranges, refreshRanges } = directory
  if (ranges.isBelow(codeSpaceId, number)) return gate.run(() => findRange(db, { codeSpaceId, number }))
  if (number >= ranges.end(codeSpaceId)) await gate.run(refreshRanges)
  return ranges.find(codeSpaceId, number)
}

type Owner = { range: NumberRange; message: KnownMessage | undefined; number: number }

function instanceOf(directory: LinkDirectory, { range, message, number }: Owner): Instance | undefined {
  return range.batch === undefined ? message && ofMessage(directory, message, number) : ofBatch(directory, { range, number }, range.batch)
}

function ofBatch(directory: LinkDirectory, { range, number }: Omit<Owner, 'message'>, batch: NonNullable<NumberRange['batch']>): Instance {
  const offset = number - range.first
  const row = Math.floor(offset / batch.linksPerMessage)
  return {
    messageId: batch.firstMessageId + row,
    renderingId: batch.renderingId,
    index: offset - row * batch.linksPerMessage,
    test: batch.test,
    aggregate: batch.aggregate,
    over: directory.isOver(batch.expiresAt),
  }
}

function ofMessage(directory: LinkDirectory, message: KnownMessage, number: number): Instance {
  return {
    messageId: message.id,
    renderingId: message.renderingId,
    index: number - message.firstNumber,
    test: message.test,
    aggregate: message.aggregate,
    over: message.cancelled || directory.isOver(message.expiresAt),
  }
}

type Found = { place: Place; instance: Instance; rendering: LinkRendering; target: LinkTarget; values: Record<string, string> }

function answer(
  directory: LinkDirectory,
  { place: { codeSpaceId, number, isShared }, instance, rendering, target, values }: Found,
): Resolution {
  const { account } = rendering
  const { messageId, renderingId, test, aggregate } = instance
  const origin = { accountId: account.id, codeSpaceId, number, messageId, renderingId, link: target.position, test, aggregate }
  const { gpcAggregate } = account
  const landing = aggregate ? undefined : isShared ? account.sharedLanding : account.landing
  if (instance.over || target.takenDown || directory.isOver(target.expiresAt ?? undefined))
    return { kind: 'gone', location: account.fallbackUrl, origin, gpcAggregate }
  const location = target.kind === 'fixed' ? target.destination : locationOf(target, values)
  return location === undefined
    ? unavailable
    : { kind: 'redirect', location, referrerPolicy: account.referrerPolicy, origin, gpcAggregate, landing }
}
