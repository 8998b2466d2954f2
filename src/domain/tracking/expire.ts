import { inTransaction, type Db } from '../../platform/db.ts'
import { dropPartition, findCutoff, hasHits, lockPartition, sealBlocks } from './expireStore.ts'
import { listPartitions, type Partition } from './reclassifyStore.ts'
import { lockStoredHits } from './relabelStore.ts'

/** 512 kB, some 2,500 hits: their transaction stays well below a second. */
const BLOCKS = 64

/**
 * Lets hits go whose month is older than so many months. What they counted goes to the sealed sums in the transaction that deletes them, so
 * that at each moment sealed sums and hits together give the totals; empty months are dropped. Broken off, it goes on the next time.
 * @returns dropped: names of partitions
 */
export async function expireHits(db: Db, { months }: { months: number }): Promise<{ dropped: string[] }> {
  const cutoff = await findCutoff(db, { months })
  const dropped: string[] = []
  for (const partition of await listPartitions(db)) {
    const isOver = partition.name < monthName(cutoff)
    // The default partition holds hits of any time, a month that is not over holds none to seal.
    if (!isOver && !isDefault(partition)) continue
    await seal(db, { partition, cutoff })
    if (isOver && !isDefault(partition) && (await dropEmpty(db, partition))) dropped.push(partition.name)
  }
  return { dropped }
}

async function seal(db: Db, { partition, cutoff }: { partition: Partition; cutoff: Date }): Promise<void> {
  for (let first = 0; first < partition.blocks; first += BLOCKS) {
    await inTransaction(db, async (tx) => {
      await lockStoredHits(tx)
      await sealBlocks(tx, { name: partition.name, first, count: BLOCKS, cutoff })
    })
  }
}

/** Left for the next time when a hit of that month came in meanwhile, or a long read holds the table. */
async function dropEmpty(db: Db, { name }: Partition): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    await lockStoredHits(tx)
    if (await hasHits(tx, { name })) return false
    await lockPartition(tx, { name })
    if (await hasHits(tx, { name })) return false
    await dropPartition(tx, { name })
    return true
  }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE) return false
    throw error
  })
}

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const LOCK_NOT_AVAILABLE = '55P03'

const isDefault = ({ name }: Partition) => name === 'hits_default'

/** As jobs/partitions.ts names them; names of months sort like months. */
const monthName = (at: Date) => `hits_${at.toISOString().slice(0, 7).replace('-', '')}`
