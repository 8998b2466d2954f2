import { inTransaction, type Db } from '../../platform/db.ts'

type Slice = { months: number; after: bigint; limit: number }

/**
 * Deletes renderings, with their links, that no message and no batch uses any more. The rows are locked before it is asked who uses them: a
 * send of the same text waits then and makes a rendering of its own.
 * @returns the ids that were looked at
 */
export async function deleteUnusedRenderings(db: Db, { months, after, limit }: Slice): Promise<bigint[]> {
  return inTransaction(db, async (tx) => {
    const old = await tx<{ id: bigint }[]>`
      select id from renderings
      where id > ${after} and created_at < now() - make_interval(months => ${months})
      order by id limit ${limit}`
    const ids = old.map(({ id }) => String(id))
    const locked = await tx<{ id: bigint }[]>`
      select id from renderings
      where id = any(${ids}::bigint[]) and not exists (select from messages where rendering_id = renderings.id)
      for update skip locked`
    const unused = await tx<{ id: bigint }[]>`
      select id from renderings
      where id = any(${locked.map(({ id }) => String(id))}::bigint[]) and not exists (select from messages where rendering_id = renderings.id)
        and not exists (select from batches where rendering_id = renderings.id)`
    const gone = unused.map(({ id }) => String(id))
    await tx`delete from links where rendering_id = any(${gone}::bigint[])`
    await tx`delete from renderings where id = any(${gone}::bigint[])`
    return old.map(({ id }) => id)
  })
}

/** Deletes texts that no rendering uses any more, in the same way. */
export async function deleteUnusedTexts(db: Db, { months, after, limit }: Slice): Promise<bigint[]> {
  return inTransaction(db, async (tx) => {
    const old = await tx<{ id: bigint }[]>`
      select id from template_versions
      where id > ${after} and created_at < now() - make_interval(months => ${months})
      order by id limit ${limit}`
    const locked = await tx<{ id: bigint }[]>`
      select id from template_versions
      where id = any(${old.map(({ id }) => String(id))}::bigint[])
        and not exists (select from renderings where template_version_id = template_versions.id)
      for update skip locked`
    await tx`
      delete from template_versions
      where id = any(${locked.map(({ id }) => String(id))}::bigint[])
        and not exists (select from renderings where template_version_id = template_versions.id)`
    return old.map(({ id }) => id)
  })
}
