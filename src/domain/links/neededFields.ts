import { parseTemplate } from '../../lib/template.ts'
import type { Db } from '../../platform/db.ts'

/** Names of the merge fields without which links of these renderings lead nowhere. */
export async function listNeededFields(db: Db, { renderingIds }: { renderingIds: readonly bigint[] }): Promise<Map<bigint, string[]>> {
  const links = await db<{ renderingId: bigint; kind: 'fields' | 'value'; destination: string }[]>`
    select rendering_id as "renderingId", destination_kind as kind, destination from links
    where rendering_id = any(${renderingIds.map(String)}::bigint[]) and destination_kind <> 'fixed'`
  const needed = new Map<bigint, string[]>()
  for (const { renderingId, kind, destination } of links) {
    const names = kind === 'value' ? [destination] : fieldsOf(destination)
    needed.set(renderingId, [...(needed.get(renderingId) ?? []), ...names])
  }
  return needed
}

const fieldsOf = (destination: string): string[] =>
  parseTemplate(destination).links.flatMap((link) => link.destination.flatMap((piece) => (piece.kind === 'field' ? [piece.name] : [])))
