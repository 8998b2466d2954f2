import type { Db } from '../../platform/db.ts'
import type { CodeNumber } from '../links/rendered.ts'
import { findRange } from '../links/targets.ts'

type Found = { id: bigint; accountId: bigint; phone: string; test: boolean }

/**
 * The message one of whose short links has a number, tracked or for opting out: of a batch by arithmetic, of a single message by the nearest first number.
 * @returns undefined once it is deleted, or its person was erased
 */
export async function findNumberOwner(db: Db, { codeSpaceId, number }: CodeNumber): Promise<Found | undefined> {
  const range = await findRange(db, { codeSpaceId, number })
  if (range === undefined) return undefined
  if (range.batch === undefined) return findSingle(db, { codeSpaceId, number })
  const row = Math.floor((number - range.first) / range.batch.linksPerMessage)
  return findInBatch(db, { batchId: range.id, id: range.batch.firstMessageId + row })
}

/** Numbers of opt-out links stand behind those of tracked ones, which alone are counted in `link_count`. */
async function findSingle(db: Db, { codeSpaceId, number }: CodeNumber): Promise<Found | undefined> {
  const [row] = await db<(Found & { isItsOwn: boolean })[]>`
    select messages.id, messages.account_id as "accountId", phone, test,
      erased_at is null and ${number} < first_number + (select count(*) from unnest(link_kinds) as kind where kind <> 'plain') as "isItsOwn"
    from (
      select * from messages where code_space_id = ${codeSpaceId} and first_number <= ${number} and batch_id is null
      order by first_number desc limit 1
    ) as messages join renderings on renderings.id = rendering_id`
  return row?.isItsOwn === true ? row : undefined
}

async function findInBatch(db: Db, { batchId, id }: { batchId: number; id: number }): Promise<Found | undefined> {
  const [row] = await db<Found[]>`
    select id, account_id as "accountId", phone, test from messages where id = ${id} and batch_id = ${batchId} and erased_at is null`
  return row
}
