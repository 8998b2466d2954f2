export type Box = { left: number; top: number; width: number; height: number }
export type Side = 'below' | 'above'
const GAP = 4
const MARGIN = 8

/**
 * Where something floats that belongs to an anchor: below it, above where there is more room, and never outside of the window.
 * @returns left and top in pixels of the window, and the height that is left for it
 */
export function place(
  anchor: Box,
  floating: { width: number; height: number },
  view: { width: number; height: number },
  { side = 'below', end = false }: { side?: Side; end?: boolean } = {},
): { left: number; top: number; maxHeight: number } {
  const below = view.height - anchor.top - anchor.height - GAP - MARGIN
  const above = anchor.top - GAP - MARGIN
  const goesBelow = side === 'below' ? floating.height <= below || below >= above : floating.height > above && below > above
  const maxHeight = Math.max(goesBelow ? below : above, 80)
  const height = Math.min(floating.height, maxHeight)
  const left = end ? anchor.left + anchor.width - floating.width : anchor.left
  return {
    left: Math.max(MARGIN, Math.min(left, view.width - floating.width - MARGIN)),
    top: Math.max(MARGIN, goesBelow ? anchor.top + anchor.height + GAP : anchor.top - GAP - height),
    maxHeight,
  }
}
