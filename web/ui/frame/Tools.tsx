import { lazy, Suspense, useEffect, useEffectEvent } from 'react'
import { useWords } from '../../i18n/words.ts'
import { Icon } from '../Icon.tsx'
import { frameWords } from './words.ts'

/** What helps on every page: the palette that finds and goes anywhere. */
export type Tool = 'palette'

/** Loaded when it is first asked for. */
const tools = {
  palette: lazy(async () => ({ default: (await import('../../find/Palette.tsx')).Palette })),
} as const satisfies Record<Tool, unknown>

const isMac = navigator.userAgent.includes('Mac OS')
const keys: Readonly<Record<Tool, { shown: string; named: string }>> = {
  palette: { shown: isMac ? '⌘K' : 'Ctrl K', named: 'Control+K Meta+K' },
}

/** A tool in the rail, with its key. */
export function ToolButton({ tool, onPress }: { tool: Tool; onPress: (tool: Tool) => void }) {
  const words = useWords(frameWords)
  return (
    <button type="button" className={`nav-item tool-${tool}`} aria-keyshortcuts={keys[tool].named} onClick={() => onPress(tool)}>
      <Icon name="search" />
      <span>{words.tools[tool]}</span>
      <kbd aria-hidden="true">{keys[tool].shown}</kbd>
    </button>
  )
}

/** The tool that is open. */
export function OpenTool({ tool, onClose }: { tool: Tool | undefined; onClose: () => void }) {
  if (tool === undefined) return null
  const Opened = tools[tool]
  return (
    <Suspense fallback={null}>
      <Opened onClose={onClose} />
    </Suspense>
  )
}

/** Ctrl-K (on a Mac Command-K) opens and closes the palette. A dialog that is open keeps its place. */
export function useToolKeys(opened: Tool | undefined, open: (tool: Tool | undefined) => void): void {
  const act = useEffectEvent((event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey, shiftKey } = event
    if (key.toLowerCase() !== 'k' || !(ctrlKey || metaKey) || altKey || shiftKey || event.defaultPrevented) return
    if (opened === 'palette') open(undefined)
    else if (document.querySelector('dialog[open]') === null) open('palette')
    else return
    event.preventDefault()
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => act(event)
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
