import { inTransaction, isUnavailable, type Db } from '../../platform/db.ts'
import { createGate } from '../../platform/gate.ts'
import { optOut, tellOptOut } from '../contacts/optOuts.ts'
import type { PhoneHash } from '../contacts/phoneHash.ts'
import type { CodeSpaces } from '../links/codeSpaces.ts'
import type { LinkDirectory } from '../links/directory.ts'
import { findNumberOwner } from './numberOwner.ts'

/** A person waits for the answer, and can press the button again. */
const TIMEOUT_MS = 5_000
const AWAY_PAUSE_MS = 1_000

/** The number that an opt-out link stands for; only `read` makes one, after it found the proof right. */
export type OptOutPlace = { codeSpaceId: number; number: number }

/** What an opt-out link can do as long as its message is stored: neither expiry nor a takedown nor the tracking mode matters. */
export type OptOutLinks = {
  /** @returns undefined for a host that has no links, and for what this installation has not made */
  read(host: string, shown: { code: string; mac: string }): OptOutPlace | undefined
  /** Whether its message is still stored. */
  find(place: OptOutPlace): Promise<'there' | 'gone' | 'unavailable'>
  /** Opts the recipient out; committed when this resolves. */
  optOut(place: OptOutPlace): Promise<'done' | 'gone' | 'unavailable'>
}

type Parts = { db: Db; codeSpaces: CodeSpaces; directory: Pick<LinkDirectory, 'domainOf'>; phoneHash: PhoneHash }

export function createOptOutLinks({ db, codeSpaces, directory, phoneHash }: Parts): OptOutLinks {
  const gate = createGate({ timeoutMs: TIMEOUT_MS, pauseMs: AWAY_PAUSE_MS, isAway: isUnavailable })
  const ask = async <T>(work: () => Promise<T>): Promise<T | 'unavailable'> => {
    try {
      return await gate.run(work)
    } catch (error) {
      if (isUnavailable(error)) return 'unavailable'
      throw error
    }
  }
  return {
    read(host, { code, mac }) {
      const codeSpaceId = directory.domainOf(host)?.codeSpaceId
      const codes = codeSpaceId === undefined ? undefined : codeSpaces.get(codeSpaceId)
      const number = codes?.decode(code)
      if (codeSpaceId === undefined || number === undefined) return undefined
      return codes?.optOutMac.isRight(number, mac) === true ? { codeSpaceId, number } : undefined
    },
    find: (place) => ask(async () => ((await findNumberOwner(db, place)) === undefined ? 'gone' : 'there')),
    optOut: (place) => ask(() => record({ db, phoneHash }, place)),
  }
}

/** One of a test key changes nothing, but is told like the others. */
async function record({ db, phoneHash }: Pick<Parts, 'db' | 'phoneHash'>, place: OptOutPlace): Promise<'done' | 'gone'> {
  return inTransaction(db, async (tx) => {
    const message = await findNumberOwner(tx, place)
    if (message === undefined) return 'gone'
    const { id, accountId, phone, test } = message
    const asked = { accountId, phone, source: 'link' as const, messageId: id, inboundMessageId: undefined, isSure: true }
    if (test) await tellOptOut(tx, { ...asked, test, id: undefined })
    else await optOut(tx, phoneHash, asked)
    return 'done'
  })
}
