import { connect, type Pool } from '../../src/platform/db.ts'
import { embeddedServerOf } from '../chaos/servers.ts'
import type { Tapline } from './process.ts'

/** Changes in the database of a product that runs what only time would change there. */
export async function withDatabase<T>(tapline: Tapline, work: (db: Pool) => Promise<T>): Promise<T> {
  const db = connect({ server: embeddedServerOf(tapline), max: 1, applicationName: 'test' })
  try {
    return await work(db)
  } finally {
    await db.end()
  }
}
