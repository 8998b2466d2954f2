import { LRUCache } from 'lru-cache'
import type { Db } from '../../platform/db.ts'
import { perDatabase } from './perDatabase.ts'
import { touchKeys } from './store.ts'

/** How exact "last used" is. */
const MINUTE_MS = 60_000
/** Uses gathered for this long are written by one statement. */
const GATHER_MS = 2_000
const MAX_REMEMBERED = 10_000

type Uses = { noted: LRUCache<bigint, true>; due: Set<bigint>; timer: NodeJS.Timeout | undefined }

const uses = perDatabase((): Uses => ({ noted: new LRUCache({ max: MAX_REMEMBERED, ttl: MINUTE_MS }), due: new Set(), timer: undefined }))

/** Remembers that a key was used, and has it written down soon, once a minute at most. */
export function noteKeyUse(db: Db, keyId: bigint): void {
  const { noted, due, timer } = uses(db)
  if (noted.has(keyId)) return
  noted.set(keyId, true)
  due.add(keyId)
  if (timer === undefined) uses(db).timer = setTimeout(() => void flushKeyUses(db), GATHER_MS).unref()
}

/** Writes what is due; call it before the database is closed. A failure costs one minute of exactness and nothing else. */
export async function flushKeyUses(db: Db): Promise<void> {
  const state = uses(db)
  clearTimeout(state.timer)
  state.timer = undefined
  const keyIds = [...state.due]
  state.due.clear()
  if (keyIds.length === 0) return
  try {
    await touchKeys(db, { keyIds })
  } catch {
    for (const keyId of keyIds) state.noted.delete(keyId)
  }
}
