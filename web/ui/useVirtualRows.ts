import { useLayoutEffect, useState, type RefObject } from 'react'
import { usePrinting } from '../printing.ts'

/** Rows that are drawn above and below of what is in sight, so that a quick scroll shows no gap. */
const MARGIN = 12
const ROW_PX = 36
/** Below so many rows all of them are drawn. */
const FEW = 60

type Rows = { first: number; end: number; before: number; after: number }

/**
 * Which rows of a long table are in sight of the window, and how high the rest is.
 * All rows have one height: 36 px, or that of a card where the window is narrow. On paper all of them are drawn.
 */
export function useVirtualRows({
  body,
  count,
  virtual,
}: {
  body: RefObject<HTMLElement | null>
  count: number
  virtual: { phoneRow: number } | undefined
}): Rows {
  const [sight, setSight] = useState({ first: 0, end: FEW, height: ROW_PX })
  const isPrinting = usePrinting()
  const isOn = virtual !== undefined && count > FEW && !isPrinting
  const phoneRow = virtual?.phoneRow ?? ROW_PX
  useLayoutEffect(() => {
    if (!isOn) return undefined
    let frame = 0
    const look = () => {
      frame = 0
      const top = body.current?.getBoundingClientRect().top ?? 0
      const height = window.matchMedia('(max-width: 720px)').matches ? phoneRow : ROW_PX
      const first = Math.max(0, Math.floor(-top / height) - MARGIN)
      const end = Math.ceil((window.innerHeight - top) / height) + MARGIN
      setSight((former) => (former.first === first && former.end === end && former.height === height ? former : { first, end, height }))
    }
    const soon = () => {
      if (frame === 0) frame = requestAnimationFrame(look)
    }
    look()
    window.addEventListener('scroll', soon, { passive: true })
    window.addEventListener('resize', soon)
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('scroll', soon)
      window.removeEventListener('resize', soon)
    }
  }, [body, isOn, phoneRow])
  if (!isOn) return { first: 0, end: count, before: 0, after: 0 }
  const first = Math.min(sight.first, Math.max(0, count - 1))
  const end = Math.max(first, Math.min(sight.end, count))
  return { first, end, before: first * sight.height, after: (count - end) * sight.height }
}
