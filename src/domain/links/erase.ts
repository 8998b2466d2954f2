import type { Transaction } from '../../platform/db.ts'

/**
 * Erases texts and destinations that only messages of erased persons use: a text that was sent to one person alone may name them. Their links
 * are taken down. A text that others got too stays. Rows are locked before it is asked who uses them, as a send locks them too.
 */
export async function eraseTexts(tx: Transaction, { renderingIds }: { renderingIds: readonly bigint[] }): Promise<void> {
  if (renderingIds.length === 0) return
  const locked = await tx<{ id: bigint; textId: bigint }[]>`
    select id, template_version_id as "textId" from renderings
    where id = any(${renderingIds.map(String)}::bigint[])
      and not exists (select from messages where rendering_id = renderings.id and erased_at is null)
    order by id for update skip locked`
  const lone = await tx<{ id: bigint }[]>`
    select id from renderings
    where id = any(${locked.map(({ id }) => String(id))}::bigint[])
      and not exists (select from messages where rendering_id = renderings.id and erased_at is null)
      and not exists (select from batches where rendering_id = renderings.id)`
  const ids = lone.map(({ id }) => String(id))
  await tx`update renderings set hash = null where id = any(${ids}::bigint[])`
  await tx`
    update links set destination = '[erased]', destination_kind = 'fixed', taken_down_at = coalesce(taken_down_at, now())
    where rendering_id = any(${ids}::bigint[])`
  // A hash of the text would let anybody who guesses the text be sure of it.
  await tx`
    update template_versions set text = '[erased]', hash = int8send(id)
    where id = any(${locked.map(({ textId }) => String(textId))}::bigint[]) and not exists (
      select from renderings join messages on messages.rendering_id = renderings.id and messages.erased_at is null
      where renderings.template_version_id = template_versions.id
    ) and not exists (
      select from renderings join batches on batches.rendering_id = renderings.id where renderings.template_version_id = template_versions.id
    )`
}
