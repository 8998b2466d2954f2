import { openJournal } from '../../src/domain/tracking/journal.ts'
import { startDrain } from '../../src/jobs/drain.ts'
import { log, type Database } from './database.ts'
import { until } from './until.ts'

/** Hits a second of a drain as a node does it after a rush: in its own thread, several segments at once. */
export async function drainRate({ server }: Pick<Database, 'server'>, dir: string, hits: number): Promise<number> {
  const journal = await openJournal({ dir, log })
  const startedAt = performance.now()
  const drain = startDrain({ journal, server, log, logLevel: 'error' })
  await until('the drain has brought in all hits', () => drain.stats().hits >= hits)
  const rate = (hits * 1_000) / (performance.now() - startedAt)
  await journal.close()
  await drain.close()
  return rate
}
