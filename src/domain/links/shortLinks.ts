import type { Renderings } from './rendered.ts'

/** Names short links of messages: the renderings are looked up once, most of them in memory, and the rest is arithmetic. */
export const shortLinksBy = (renderings: Renderings) => async (renderingIds: readonly bigint[]) => {
  const known = new Map(await Promise.all(renderingIds.map(async (id) => [id, await renderings.get(id)] as const)))
  return ({ renderingId, firstNumber, position }: { renderingId: bigint; firstNumber: number; position: number }): string | undefined => {
    const rendering = known.get(renderingId)
    return rendering === undefined ? undefined : renderings.shortLinks(rendering, firstNumber)[position]
  }
}
