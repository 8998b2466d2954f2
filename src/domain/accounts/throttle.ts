import { createHash } from 'node:crypto'
import { inTransaction, type Db } from '../../platform/db.ts'
import {
  deleteDeadFailures,
  listFailures,
  lowerFailures,
  makeFailureRows,
  raiseFailures,
  readHashKey,
  resetFailures,
  type Bucket,
} from './throttleStore.ts'

/**
 * Failures that cost nothing; each further one doubles the wait, from one second to a minute. Only somebody on the same network can make a
 * person wait, and never for longer, so nobody can lock anybody out.
 */
const free = { email_on_network: 5, network: 20 } as const satisfies Record<Bucket, number>
export const MAX_WAIT_MS = 60_000

/** Without a failure for this long a bucket is empty again. */
export const MEMORY_MINUTES = 15

/** Rows of one kind at most: two keys that share a slot only wait for each other, and nobody can choose to, since the hash has a key. */
const SLOTS = 65_536

/** `network` of the browser, truncated (/24 or /48). */
export type Attempt = { email: string; network: string }

/**
 * Counts an attempt as failed before it is tried, so that a hundred at once are not one; all processes count together.
 * @returns how long to wait, in milliseconds; 0 means: go on
 */
export async function beginAttempt(db: Db, attempt: Attempt): Promise<number> {
  const keys = await slotsOf(db, attempt)
  return inTransaction(db, async (tx) => {
    await makeFailureRows(tx, keys)
    const failures = await listFailures(tx, { ...keys, memoryMinutes: MEMORY_MINUTES })
    const wait = Math.max(0, ...failures.map(({ bucket, count, agoMs }) => waitAfter(bucket, { count, agoMs })))
    if (wait === 0) await raiseFailures(tx, { ...keys, memoryMinutes: MEMORY_MINUTES })
    return wait
  })
}

/** Forgets the failures of somebody who knew the password; the network's others keep theirs. */
export async function forgetFailures(db: Db, attempt: Attempt): Promise<void> {
  const { email_on_network: emailOnNetwork, network } = await slotsOf(db, attempt)
  await resetFailures(db, { slot: emailOnNetwork })
  await lowerFailures(db, { slot: network })
}

/** How long somebody still has to wait after so many failures, the last of them so long ago. */
export function waitAfter(bucket: Bucket, { count, agoMs }: { count: number; agoMs: number }): number {
  if (count < free[bucket]) return 0
  return Math.max(0, Math.ceil(Math.min(1_000 * 2 ** (count - free[bucket]), MAX_WAIT_MS) - agoMs))
}

/** Buckets that are empty again, in one bounded slice. */
export async function deleteOldFailures(db: Db, { limit }: { limit: number }): Promise<number> {
  return (await deleteDeadFailures(db, { memoryMinutes: MEMORY_MINUTES, limit })).length
}

async function slotsOf(db: Db, { email, network }: Attempt): Promise<Record<Bucket, number>> {
  const key = await readHashKey(db)
  const slot = (text: string) => createHash('sha256').update(key).update(text).digest().readUInt32BE() % SLOTS
  return { email_on_network: slot(`${email} ${network}`), network: slot(network) }
}
