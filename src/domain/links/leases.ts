import type { Db } from '../../platform/db.ts'

/** Numbers that a process leases at once for single messages. What a crash leaves of a lease is never used again. */
export const NUMBER_BLOCK_SIZE = 4096
const MESSAGE_ID_BLOCK_SIZE = 1024

/** Hands out runs of consecutive numbers from blocks leased in the database, without a read per message. */
export type Lease = { take(count: number): Promise<number> }

/** Link numbers of a code space; each leased block is a range of the kind `single`. */
export const leaseLinkNumbers = (db: Db, { codeSpaceId }: { codeSpaceId: number }): Lease =>
  createLease(NUMBER_BLOCK_SIZE, (size) => insertSingleBlock(db, { codeSpaceId, size }))

/** Ids of messages. */
export const leaseMessageIds = (db: Db): Lease => createLease(MESSAGE_ID_BLOCK_SIZE, (size) => reserveMessageIds(db, { size }))

/**
 * A message's numbers must be consecutive, so what is left of a block that is too short for them is given up.
 * Callers queue behind the one that fetches the next block.
 */
function createLease(blockSize: number, fetchBlock: (size: number) => Promise<number>): Lease {
  let next = 0
  let end = 0
  let turn: Promise<unknown> = Promise.resolve()
  const take = async (count: number): Promise<number> => {
    if (end - next < count) {
      const size = Math.max(blockSize, count)
      next = await fetchBlock(size)
      end = next + size
    }
    const first = next
    next += count
    return first
  }
  return {
    take(count) {
      const mine = turn.then(() => take(count))
      turn = mine.catch(() => undefined)
      return mine
    },
  }
}

async function insertSingleBlock(db: Db, { codeSpaceId, size }: { codeSpaceId: number; size: number }): Promise<number> {
  const [row] = await db<{ firstNumber: bigint }[]>`
    with taken as (
      update code_spaces set next_number = next_number + ${size} where id = ${codeSpaceId} returning next_number - ${size} as first_number
    )
    insert into batches (kind, code_space_id, first_number, size)
    select 'single', ${codeSpaceId}, first_number, ${size} from taken
    returning first_number as "firstNumber"`
  if (row === undefined) throw new Error(`Code space ${codeSpaceId} does not exist`)
  return Number(row.firstNumber)
}

/** Takes a run of ids for messages. */
export async function reserveMessageIds(db: Db, { size }: { size: number }): Promise<number> {
  const [row] = await db<{ firstId: bigint }[]>`
    update message_id_counter set next_id = next_id + ${size} returning next_id - ${size} as "firstId"`
  if (row === undefined) throw new Error('The counter of message ids has no row: run the migrations')
  return Number(row.firstId)
}
