import { arrayOf } from '../../src/platform/arrayLiteral.ts'
import { createBatch, inOrder } from '../../src/domain/tracking/batch.ts'
import { BATCH_RECORDS } from '../../src/domain/tracking/drain.ts'
import { readRecords } from '../../src/domain/tracking/segmentReader.ts'
import { listSegments } from '../../src/domain/tracking/segments.ts'
import { addBatch, listSpecial } from '../../src/domain/tracking/store.ts'
import { inTransaction } from '../../src/platform/db.ts'
import type { Database } from './database.ts'
import { writeHits } from './journalOfHits.ts'

const BATCHES = 8

/** Where the time of the drain goes, measured at its parts: milliseconds of a few batches on one connection. */
export async function timeParts({ db }: Database, dir: string): Promise<Record<string, number>> {
  await writeHits(dir, { hits: BATCHES * BATCH_RECORDS })
  const spent: Record<string, number> = {}
  let since = performance.now()
  const lap = (part: string) => {
    const now = performance.now()
    spent[part] = (spent[part] ?? 0) + now - since
    since = now
  }
  const [segment] = listSegments(dir)
  if (segment === undefined) throw new Error('no segment was written')
  let position = 0
  for (let batch = 0; batch < BATCHES; batch++) {
    since = performance.now()
    const read = readRecords(dir, { segment, position, limit: Infinity, max: BATCH_RECORDS })
    position = read.end
    lap('reading the journal')
    await inTransaction(db, async (tx) => {
      const hits = inOrder(read.hits)
      const ids = hits.map(({ messageId }) => messageId)
      lap('reading the journal')
      const special = await listSpecial(tx, { messageIds: arrayOf(ids, (id) => id) })
      lap('asking what was sent')
      const columns = createBatch(hits, special)
      lap('judging')
      await addBatch(tx, columns)
      lap('the one statement')
    })
    lap('commit')
  }
  return spent
}
