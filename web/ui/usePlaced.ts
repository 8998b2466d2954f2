import { useLayoutEffect, type RefObject } from 'react'
import { place, type Side } from './place.ts'

/** Keeps a floating element beside its anchor while it is open: the page may scroll, the window may change, its content may grow. */
export function usePlaced(
  { anchor, floating }: { anchor: RefObject<HTMLElement | null>; floating: RefObject<HTMLElement | null> },
  { isOpen, side = 'below', end = false, sameWidth = false }: { isOpen: boolean; side?: Side; end?: boolean; sameWidth?: boolean },
): void {
  useLayoutEffect(() => {
    const [from, box] = [anchor.current, floating.current]
    if (!isOpen || from === null || box === null) return undefined
    const settle = () => {
      const rect = from.getBoundingClientRect()
      if (sameWidth) box.style.minWidth = `${rect.width}px`
      box.style.maxHeight = ''
      // Where a gutter is kept free for the scroll bar, clientWidth counts it in; the box of the page does not.
      const view = { width: document.documentElement.getBoundingClientRect().width, height: window.innerHeight }
      const { left, top, maxHeight } = place(rect, { width: box.offsetWidth, height: box.offsetHeight }, view, { side, end })
      Object.assign(box.style, { left: `${left}px`, top: `${top}px`, maxHeight: `${maxHeight}px` })
    }
    settle()
    const grown = new ResizeObserver(settle)
    grown.observe(box)
    window.addEventListener('scroll', settle, { capture: true, passive: true })
    window.addEventListener('resize', settle)
    return () => {
      grown.disconnect()
      window.removeEventListener('scroll', settle, { capture: true })
      window.removeEventListener('resize', settle)
    }
  }, [anchor, floating, isOpen, side, end, sameWidth])
}
