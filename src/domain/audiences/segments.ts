import type { SegmentRule } from '../../contract/audiences.ts'
import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { resolveRules } from './resolve.ts'
import { countSegments, deleteSegmentRow, insertSegment, lockSegments, readSegments, updateSegment, type Segment } from './store.ts'

/** Segments that one account may have. */
export const MAX_SEGMENTS = 500

/** @throws AppError `not_found` */
export async function findSegment(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<Segment> {
  const [segment] = await readSegments(db, { accountId, ids: [String(id)] })
  if (segment === undefined) throw new AppError('not_found', `There is no segment ${id}.`)
  return segment
}

/** @throws AppError `segment_name_taken`, `too_many_segments`, and what `resolveAudience` throws for the rule */
export async function createSegment(
  db: Db,
  { accountId, name, rule }: { accountId: bigint; name: string; rule: SegmentRule },
): Promise<Segment> {
  await requireRule(db, { accountId, rule })
  return inTransaction(db, async (tx) => {
    await lockSegments(tx, { accountId })
    if ((await countSegments(tx, { accountId })) >= MAX_SEGMENTS)
      throw new AppError('too_many_segments', `An account has at most ${MAX_SEGMENTS} segments: remove some first.`, { field: 'name' })
    const made = await insertSegment(tx, { accountId, name, rule })
    if (made === undefined) throw nameTaken(name)
    return made
  })
}

/**
 * Changes a segment; audiences that name it follow, as long as they are not resolved.
 * @throws AppError `not_found`, `segment_name_taken`, and what `resolveAudience` throws for the rule
 */
export async function changeSegment(
  db: Db,
  { accountId, id, changes }: { accountId: bigint; id: bigint; changes: { name?: string | undefined; rule?: SegmentRule | undefined } },
): Promise<Segment> {
  const before = await findSegment(db, { accountId, id })
  if (changes.rule !== undefined) await requireRule(db, { accountId, rule: changes.rule })
  const { name, rule } = { name: changes.name ?? before.name, rule: changes.rule ?? before.rule }
  const changed = await updateSegment(db, { accountId, id, name, rule })
  if (changed !== undefined) return changed
  await findSegment(db, { accountId, id })
  throw nameTaken(name)
}

/** @throws AppError `not_found` */
export async function deleteSegment(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<void> {
  if (!(await deleteSegmentRow(db, { accountId, id }))) throw new AppError('not_found', `There is no segment ${id}.`)
}

const requireRule = (db: Db, { accountId, rule }: { accountId: bigint; rule: SegmentRule }) =>
  resolveRules(db, { accountId, placed: [{ rule, path: 'rule' }], field: 'rule' })

const nameTaken = (name: string) => new AppError('segment_name_taken', `There is a segment named "${name}" already.`, { field: 'name' })
