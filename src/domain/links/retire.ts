import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'

/** Ranges are joined a day after their messages went: by then every node knows that their codes are gone. */
const JOIN_AFTER_DAYS = 1

/**
 * Marks numbers of messages that are being deleted: their codes answer 410 from then on, on every node within 5 s. A batch counts as one,
 * since its messages have one age; of a block for single messages all below the highest deleted number.
 */
export async function retireNumbers(
  tx: Transaction,
  { batchIds, runs }: { batchIds: readonly bigint[]; runs: readonly { codeSpaceId: number; end: number }[] },
): Promise<void> {
  await tx`
    update batches set deleted_below = first_number + size
    where id = any(${[...new Set(batchIds)].map(String)}::bigint[]) and deleted_below is distinct from first_number + size`
  const spaces = runs.map(({ codeSpaceId }) => codeSpaceId)
  const ends = runs.map(({ end }) => end)
  await tx`
    with run as (
      select block.id, max(run.until) as until
      from unnest(${spaces}::integer[], ${ends}::float8[]) as run (code_space_id, until), lateral (
        select id from batches where batches.code_space_id = run.code_space_id and first_number < run.until
        order by first_number desc limit 1
      ) as block
      group by block.id
    )
    update batches set deleted_below = greatest(deleted_below, until::bigint)
    from run where batches.id = run.id`
}

/**
 * Joins neighbouring ranges none of whose messages is left, so that their rows do not grow for ever; their codes go on answering 410.
 * A batch that is joined lets its rendering go.
 * @returns how many rows were looked at; fewer than `limit` at the end
 */
export async function joinRetired(db: Db, { after, limit }: { after: RangePlace; limit: number }): Promise<RangePlace[]> {
  return inTransaction(db, async (tx) => {
    const retired = await lockRetired(tx, { after, limit })
    for (const run of runsOf(retired)) await joinRun(tx, run)
    return retired.map(({ codeSpaceId, first }) => ({ codeSpaceId, first }))
  })
}

/** Where a look at the ranges stands. */
export type RangePlace = { codeSpaceId: number; first: number }

type Retired = RangePlace & { id: bigint; size: number; isEmpty: boolean }

const lockRetired = (tx: Transaction, { after, limit }: { after: RangePlace; limit: number }) => tx<Retired[]>`
  select id, code_space_id as "codeSpaceId", first_number::float8 as first, size::float8 as size, (
    not exists (select from messages where messages.code_space_id = batches.code_space_id and messages.batch_id is null
      and messages.first_number >= batches.first_number and messages.first_number < batches.first_number + batches.size)
    and (kind = 'single' or not exists (select from messages where messages.id >= first_message_id
      and messages.id < first_message_id + batches.size / greatest(links_per_message, 1) and messages.batch_id = batches.id))
  ) as "isEmpty"
  from batches
  where (code_space_id, first_number) > (${after.codeSpaceId}, ${after.first}) and deleted_below is not null
    and changed_at < now() - make_interval(days => ${JOIN_AFTER_DAYS})
  order by code_space_id, first_number limit ${limit} for update skip locked`

/** Neighbours that touch, each run of them as one list. */
function runsOf(retired: readonly Retired[]): Retired[][] {
  const runs: Retired[][] = []
  for (const range of retired.filter(({ isEmpty }) => isEmpty)) {
    const last = runs.at(-1)?.at(-1)
    if (last !== undefined && last.codeSpaceId === range.codeSpaceId && last.first + last.size === range.first) runs.at(-1)?.push(range)
    else runs.push([range])
  }
  return runs
}

async function joinRun(tx: Transaction, run: readonly Retired[]): Promise<void> {
  const [first, ...others] = run
  if (first === undefined) return
  const size = run.reduce((sum, range) => sum + range.size, 0)
  await tx`delete from batches where id = any(${others.map(({ id }) => String(id))}::bigint[])`
  await tx`
    update batches
    set kind = 'single', size = ${size}, deleted_below = first_number + ${size}, account_id = null, rendering_id = null, first_message_id = null,
      links_per_message = null, tracking = null, test = null, links_expire_at = null
    where id = ${first.id} and (size <> ${size} or kind <> 'single' or deleted_below <> first_number + size)`
}
