import type { Transaction } from '../../platform/db.ts'

/**
 * Erases texts and destinations that only messages of erased persons use: a text that was sent to one person alone may name them. Their links
 * are taken down. A text that others got too stays.
 */
export async function eraseTexts(tx: Transaction, { renderingIds }: { renderingIds: readonly bigint[] }): Promise<void> {
  if (renderingIds.length === 0) return
  const texts = await lockTexts(tx, { renderingIds })
  const lone = await lockLoneRenderings(tx, { texts })
  await tx`update renderings set hash = null where id = any(${lone}::bigint[])`
  await tx`
    update links set destination = '[erased]', destination_kind = 'fixed', taken_down_at = coalesce(taken_down_at, now())
    where rendering_id = any(${lone}::bigint[])`
  // A hash of the text would let anybody who guesses the text be sure of it.
  await tx`
    update template_versions set text = '[erased]', hash = int8send(id)
    where id = any(${texts}::bigint[])
      and not exists (select from renderings where template_version_id = template_versions.id and id <> all(${lone}::bigint[]))`
}

/** A send locks its text and its rendering too: what is held by one is in use, and stays. */
async function lockTexts(tx: Transaction, { renderingIds }: { renderingIds: readonly bigint[] }): Promise<string[]> {
  const rows = await tx<{ id: bigint }[]>`
    select id from template_versions
    where id in (
      select template_version_id from renderings
      where id = any(${renderingIds.map(String)}::bigint[])
        and not exists (select from messages where rendering_id = renderings.id and erased_at is null)
    )
    order by id for update skip locked`
  return rows.map(({ id }) => String(id))
}

/** Locked first and asked about in a statement of its own, so that a send which was committed in between is seen. */
async function lockLoneRenderings(tx: Transaction, { texts }: { texts: readonly string[] }): Promise<string[]> {
  const locked = await tx<{ id: bigint }[]>`
    select id from renderings where template_version_id = any(${texts}::bigint[]) order by id for update skip locked`
  const lone = await tx<{ id: bigint }[]>`
    select id from renderings
    where id = any(${locked.map(({ id }) => String(id))}::bigint[])
      and not exists (select from messages where rendering_id = renderings.id and erased_at is null)
      and not exists (select from batches where rendering_id = renderings.id)`
  return lone.map(({ id }) => String(id))
}
