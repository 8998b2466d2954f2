import type { PhoneHash } from '../domain/contacts/phoneHash.ts'
import { createPhoneHash } from '../domain/contacts/phoneHash.ts'
import { createConversionKeys, type ConversionKeys } from '../domain/conversions/keys.ts'
import { loadCodeSpaces, type CodeSpaces } from '../domain/links/codeSpaces.ts'
import { leaseLinkNumbers, leaseMessageIds, type Lease } from '../domain/links/leases.ts'
import { createRenderings } from '../domain/links/rendered.ts'
import type { SendParts } from '../domain/messages/create.ts'
import { simulatorId } from '../domain/routing/carriers.ts'
import type { ReactionRates } from '../lib/reactions.ts'
import { seededRandom, type Random } from '../lib/seededRandom.ts'
import { databaseNow, inTransaction, type Pool, type Transaction } from '../platform/db.ts'
import type { Log } from '../platform/log.ts'
import type { Secrets } from '../platform/secrets.ts'

/** Where the story is told: an account, the moment that it ends at, and the chance that it follows. */
export type Stage = {
  db: Pool
  accountId: bigint
  carrierId: bigint
  now: Date
  rates: ReactionRates
  /** Days for which events are kept; older ones are not made. */
  eventsDays: number
  log: Log
  phoneHash: PhoneHash
  codeSpaces: CodeSpaces
  conversionKeys: ConversionKeys
  /** A source of chance for one purpose, so that more of one thing does not change another. */
  random(purpose: string): Random
  /** Says what comes next. */
  say(sentence: string): void
}

export type StageOptions = Pick<Stage, 'db' | 'accountId' | 'rates' | 'eventsDays' | 'log' | 'say'> & {
  seed: string
  secrets: Secrets
}

/** @throws Error when the installation has no code space yet */
export async function openStage({ seed, secrets, ...given }: StageOptions): Promise<Stage> {
  return {
    ...given,
    carrierId: await simulatorId(given.db),
    now: await databaseNow(given.db),
    phoneHash: createPhoneHash(secrets),
    codeSpaces: await loadCodeSpaces(given.db, { secrets }),
    conversionKeys: createConversionKeys(secrets),
    random: (purpose) => seededRandom(`${seed} ${purpose}`),
  }
}

/** A piece of the story: all of it is there at once, or nothing. A product that runs meanwhile sees it when it is past. */
export type Scene = Stage & { tx: Transaction; parts: SendParts }

export const playScene = <T>(stage: Stage, work: (scene: Scene) => Promise<T>): Promise<T> =>
  inTransaction(stage.db, (tx) => work({ ...stage, tx, parts: sendParts(stage, tx) }))

/** What sending needs, inside the transaction of the scene: messages are never seen while they wait. */
function sendParts({ codeSpaces, phoneHash }: Stage, tx: Transaction): SendParts {
  const leases = new Map<number, Lease>([...codeSpaces.keys()].map((id) => [id, leaseLinkNumbers(tx, { codeSpaceId: id })]))
  return {
    ...{ db: tx, renderings: createRenderings({ db: tx, codeSpaces }), messageIds: leaseMessageIds(tx), phoneHash },
    allowPrivateDestinations: false,
    linkNumbers(codeSpaceId) {
      const lease = leases.get(codeSpaceId)
      if (lease === undefined) throw new Error(`Code space ${codeSpaceId} is not loaded`)
      return lease
    },
    wake: () => undefined,
  }
}

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Who did it, in the audit log. */
export const ACTOR = 'demo'
