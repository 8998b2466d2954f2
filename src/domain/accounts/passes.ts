import type { Db } from '../../platform/db.ts'
import { sessionLifetimes } from './sessions.ts'
import { selectLiveKeyIds } from './store.ts'
import { selectLiveSessions } from './userStore.ts'

/** What somebody came in with who stays for longer than a request takes. */
export type Pass = { kind: 'session'; tokenHash: Buffer } | { kind: 'key'; id: bigint }

/** Names a pass among others. */
export const nameOfPass = (pass: Pass): string => (pass.kind === 'key' ? `key:${pass.id}` : `session:${pass.tokenHash.toString('hex')}`)

/**
 * Which of some passes still hold: sessions that have not ended, keys that are not revoked.
 * @param passes a thousand at most
 * @returns their names
 */
export async function holdingPasses(db: Db, { passes }: { passes: readonly Pass[] }): Promise<Set<string>> {
  const tokenHashes = passes.flatMap((pass) => (pass.kind === 'session' ? pass.tokenHash : []))
  const ids = passes.flatMap((pass) => (pass.kind === 'key' ? pass.id : []))
  const sessions = tokenHashes.length === 0 ? [] : await selectLiveSessions(db, { tokenHashes, ...sessionLifetimes })
  const keys = ids.length === 0 ? [] : await selectLiveKeyIds(db, { ids })
  return new Set([
    ...sessions.map(({ tokenHash }) => nameOfPass({ kind: 'session', tokenHash })),
    ...keys.map(({ id }) => nameOfPass({ kind: 'key', id })),
  ])
}
