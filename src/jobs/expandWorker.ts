import { expandSlices } from '../domain/campaigns/expand.ts'
import { listUnexpanded } from '../domain/campaigns/expandStore.ts'
import { createPhoneHash } from '../domain/contacts/phoneHash.ts'
import { connect } from '../platform/db.ts'
import type { Server } from '../platform/driver.ts'
import { createLog } from '../platform/log.ts'

/** What an expansion is started with. `stop`: one flag, shared; 1 asks it to end after the slice in hand. */
export type ExpandSettings = {
  server: Server
  logLevel: string
  stop: SharedArrayBuffer
  /** What numbers are hashed with; the thread needs no other secret. */
  phoneKey: Uint8Array
  allowPrivateDestinations: boolean
}

/** One writes a slice while the other reads the next. */
const CONNECTIONS = 2
/** Slices of a campaign's turn, a second or two. */
const SLICES = 10
/** Campaigns that take turns, so that a small one need not wait for a large one. */
const MAX_CAMPAIGNS = 100

/** Expands the campaigns that run, until all are expanded or it is to stop. */
export async function runExpansions({ server, logLevel, stop, phoneKey, allowPrivateDestinations }: ExpandSettings): Promise<void> {
  const db = connect({ server, max: CONNECTIONS, applicationName: 'tapline expansion' })
  const parts = {
    db,
    log: createLog({ level: logLevel }),
    phoneHash: createPhoneHash({ derive: () => Buffer.from(phoneKey) }),
    allowPrivateDestinations,
  }
  const flag = new Int32Array(stop)
  try {
    for (;;) {
      let isAgain = false
      for (const campaign of await listUnexpanded(db, { limit: MAX_CAMPAIGNS })) {
        if (Atomics.load(flag, 0) === 1) return
        isAgain = (await expandSlices(parts, campaign, { slices: SLICES })) || isAgain
      }
      if (!isAgain) return
    }
  } finally {
    await db.end()
  }
}
