import './Frame.css'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useLocation } from 'wouter'
import { useWords } from '../../i18n/words.ts'
import { keepFresh } from '../../live.ts'
import { paths } from '../../paths.ts'
import { watchPrinting } from '../../printing.ts'
import { BottomBar } from './BottomBar.tsx'
import { LiveStamp } from './LiveStamp.tsx'
import { NavItems } from './NavItems.tsx'
import { usePlaces } from './places.ts'
import type { Tool } from './toolKeys.ts'
import { OpenTool, ToolButton, useToolShortcuts } from './Tools.tsx'
import { UserMenu } from './UserMenu.tsx'
import { frameWords } from './words.ts'

/** What stands around every page: the rail, or on a phone a bar at the bottom. */
export function Frame({ children }: { children: ReactNode }) {
  const words = useWords(frameWords)
  const main = useRef<HTMLElement>(null)
  useArrival(main)
  const client = useQueryClient()
  useEffect(() => keepFresh(client), [client])
  useEffect(watchPrinting, [])
  const [opened, open] = useState<Tool>()
  useToolShortcuts(opened, open)
  return (
    <div className="frame">
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <nav className="rail" aria-label={words.main}>
        <Link href={paths.home()} className="brand">
          Tapline
        </Link>
        <ToolButton tool="palette" onPress={open} />
        <NavItems places={usePlaces()} />
        <div className="rail-end">
          <ToolButton tool="help" onPress={open} />
          <UserMenu side="above" />
        </div>
      </nav>
      <main ref={main} id="content" tabIndex={-1}>
        {children}
        <footer className="frame-foot">
          <LiveStamp />
        </footer>
      </main>
      <BottomBar onTool={open} />
      <OpenTool tool={opened} onClose={() => open(undefined)} />
    </div>
  )
}

/**
 * A new page begins at its top and is read from there; the first one and changes of filters stay as they are. So does a page that gets another
 * address while somebody works on it, such as a draft with its first save: a key pressed then must not go astray.
 */
function useArrival(main: { current: HTMLElement | null }): void {
  const [place] = useLocation()
  const former = useRef(place)
  useEffect(() => {
    if (former.current === place) return
    former.current = place
    if (isAtWorkIn(main.current)) return
    window.scrollTo(0, 0)
    main.current?.focus({ preventScroll: true })
  }, [place, main])
}

/** The page that somebody left is gone, and its fields with it; what has the focus in it still is part of the page that stays. Links lead on. */
function isAtWorkIn(main: HTMLElement | null): boolean {
  const active = document.activeElement
  return main !== null && active !== null && active !== main && main.contains(active) && !(active instanceof HTMLAnchorElement)
}
