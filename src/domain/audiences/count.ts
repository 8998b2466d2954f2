import { leftOutReasons, type CountAnswer, type FrequencyCap, type LeftOutReason } from '../../contract/audiences.ts'
import { AppError } from '../../lib/errors.ts'
import { parseTemplate } from '../../lib/template.ts'
import { inTransaction, type Db, type Fragment, type Transaction } from '../../platform/db.ts'
import type { PhoneHash } from '../contacts/phoneHash.ts'
import { checkSender } from '../../lib/sender.ts'
import { fitsPattern, listRoutes } from '../routing/routes.ts'
import { excludeCondition, includeCondition } from './compile.ts'
import { countByReason, isOutOfTime, limitTime, phonesOf, type Counted } from './countStore.ts'
import { findErased } from './erased.ts'
import { isSuppressed, isWithoutRoute, lacksField, reachedCap } from './leftOut.ts'
import { asksForBehaviour, type ResolvedAudience } from './rules.ts'

export type CountParts = { db: Db; phoneHash: PhoneHash; timeoutMs: number }

/** What an audience is counted for; `isTest`: with a test key, whose messages need no route. */
export type CountOrder = {
  accountId: bigint
  audience: ResolvedAudience
  text: string | undefined
  from: string | undefined
  cap: FrequencyCap | undefined
  isTest: boolean
  sample: number
}

/**
 * Counts the contacts of an audience and says of each who would get nothing why: once, under the first reason. It reads one snapshot and
 * writes nothing; what changes until the send changes who gets it.
 * @throws AppError `audience_too_slow` after `timeoutMs`, and those of a text and a sender that cannot be sent
 */
export const countAudience = (parts: CountParts, order: CountOrder): Promise<CountAnswer> =>
  readingAudience(parts, order, async (tx, classes) =>
    answerOf(tx, {
      accountId: order.accountId,
      counted: await countByReason(tx, { accountId: order.accountId, sample: order.sample, ...classes }),
    }),
  )

/** Who is in an audience, and the reasons why somebody of it gets nothing, in their order. */
export type Classes = { included: Fragment; reasons: { reason: LeftOutReason; holds: Fragment }[] }

/** Reads an audience in one snapshot and within its time. @throws AppError as `countAudience` */
export async function readingAudience<T>(
  { db, phoneHash, timeoutMs }: CountParts,
  order: CountOrder,
  work: (tx: Transaction, classes: Classes) => Promise<T>,
): Promise<T> {
  const startedAt = performance.now()
  const fields = order.text === undefined ? [] : neededFields(order.text)
  const prefixes = order.from === undefined ? undefined : await routedPrefixes(db, { from: order.from, isTest: order.isTest })
  const limit = (tx: Transaction) => limitTime(tx, { ms: timeoutMs - (performance.now() - startedAt) })
  try {
    return await inTransaction(db, async (tx) => {
      await tx`set transaction isolation level repeatable read, read only`
      await limit(tx)
      const phones = await findErased(tx, phoneHash, { accountId: order.accountId, condition: candidates(tx, order) })
      await limit(tx)
      return await work(tx, { included: includeCondition(tx, order), reasons: reasonsOf(tx, { ...order, phones, fields, prefixes }) })
    })
  } catch (error) {
    throw isOutOfTime(error) ? tooSlow(timeoutMs, error) : error
  }
}

/** The fields that a contact must have. @throws AppError as sending would */
function neededFields(text: string): string[] {
  return parseTemplate(text).fields.flatMap(({ name, fallback }) => (fallback === undefined ? [name] : []))
}

/** What numbers must begin with to have a route from a sender; undefined when each has one. Without any route the simulator takes all. */
async function routedPrefixes(db: Db, { from, isTest }: { from: string; isTest: boolean }): Promise<string[] | undefined> {
  const sender = checkSender(from)
  const routes = isTest ? [] : await listRoutes(db)
  if (routes.length === 0) return undefined
  const fitting = routes.filter(({ senderPattern }) => fitsPattern(senderPattern, sender))
  return fitting.some(({ prefix }) => prefix === '') ? undefined : fitting.map(({ prefix }) => prefix)
}

/**
 * Those for whom it matters whether they are suppressed by their hash alone. What they did is left aside: to ask for that twice would cost
 * more than to hash all numbers.
 */
const candidates = (tx: Transaction, order: CountOrder): Fragment =>
  asksForBehaviour(order.audience)
    ? tx`true`
    : tx`${includeCondition(tx, order)} and not ${excludeCondition(tx, order)} and not ${isSuppressed(tx, { ...order, phones: [] })}`

type Checks = CountOrder & { phones: readonly string[]; fields: readonly string[]; prefixes: readonly string[] | undefined }

function reasonsOf(tx: Transaction, checks: Checks): { reason: LeftOutReason; holds: Fragment }[] {
  const { accountId, audience, phones, fields, cap, prefixes } = checks
  const holds: Record<LeftOutReason, Fragment | undefined> = {
    excluded: audience.exclude.length === 0 ? undefined : excludeCondition(tx, checks),
    suppressed: isSuppressed(tx, { accountId, phones }),
    not_mobile: tx`contacts.mobile is false`,
    merge_value_missing: fields.length === 0 ? undefined : lacksField(tx, { fields }),
    frequency_cap: cap === undefined ? undefined : reachedCap(tx, { accountId, cap }),
    no_route: prefixes === undefined ? undefined : isWithoutRoute(tx, { prefixes }),
  }
  return leftOutReasons.flatMap((reason) => {
    const condition = holds[reason]
    return condition === undefined ? [] : [{ reason, holds: condition }]
  })
}

async function answerOf(tx: Transaction, { accountId, counted }: { accountId: bigint; counted: readonly Counted[] }): Promise<CountAnswer> {
  const ids = counted.flatMap(({ sample }) => sample)
  const phones = new Map(ids.length === 0 ? [] : (await phonesOf(tx, { accountId, ids })).map(({ id, phone }) => [id, phone]))
  return {
    matched: counted.reduce((sum, { recipients }) => sum + recipients, 0),
    will_receive: counted.find(({ reason }) => reason === null)?.recipients ?? 0,
    left_out: leftOutReasons.flatMap((reason) => {
      const found = counted.find((each) => each.reason === reason)
      if (found === undefined) return []
      return [{ reason, recipients: found.recipients, sample: found.sample.map((id) => ({ contact_id: id, phone: phones.get(id) ?? '' })) }]
    }),
  }
}

const tooSlow = (timeoutMs: number, cause: unknown) =>
  new AppError(
    'audience_too_slow',
    `Counting this audience took more than ${timeoutMs / 1_000} s: ask for fewer behaviours, shorter periods, or a group beside them with all_of.`,
    { field: 'audience', cause },
  )
