import { useLayoutEffect, type RefObject } from 'react'
import { place, type Side } from './place.ts'

type Placed = { isOpen: boolean; side?: Side; end?: boolean; sameWidth?: boolean; reachable?: boolean }

/**
 * Keeps a floating element beside its anchor while it is open: the page may scroll, the window may change, its content may grow.
 * `reachable`: it takes the focus itself where it is cut off, so that a keyboard can scroll it; for one without anything to focus in it.
 */
export function usePlaced(
  { anchor, floating }: { anchor: RefObject<HTMLElement | null>; floating: RefObject<HTMLElement | null> },
  { isOpen, side = 'below', end = false, sameWidth = false, reachable = false }: Placed,
): void {
  useLayoutEffect(() => {
    const [from, box] = [anchor.current, floating.current]
    if (!isOpen || from === null || box === null) return undefined
    const settle = () => {
      const rect = from.getBoundingClientRect()
      if (sameWidth) box.style.minWidth = `${rect.width}px`
      const { scrollTop } = box
      box.style.maxHeight = ''
      // Where a gutter is kept free for the scroll bar, clientWidth counts it in; the box of the page does not.
      const view = { width: document.documentElement.getBoundingClientRect().width, height: window.innerHeight }
      const { left, top, maxHeight } = place(rect, { width: box.offsetWidth, height: box.offsetHeight }, view, { side, end })
      Object.assign(box.style, { left: `${left}px`, top: `${top}px`, maxHeight: `${maxHeight}px` })
      box.scrollTop = scrollTop
      if (reachable && box.scrollHeight > box.clientHeight) box.tabIndex = 0
      else box.removeAttribute('tabindex')
    }
    const onScroll = ({ target }: Event) => {
      if (!(target instanceof Node && box.contains(target))) settle()
    }
    settle()
    const grown = new ResizeObserver(settle)
    grown.observe(box)
    window.addEventListener('scroll', onScroll, { capture: true, passive: true })
    window.addEventListener('resize', settle)
    return () => {
      grown.disconnect()
      window.removeEventListener('scroll', onScroll, { capture: true })
      window.removeEventListener('resize', settle)
    }
  }, [anchor, floating, isOpen, side, end, sameWidth, reachable])
}
