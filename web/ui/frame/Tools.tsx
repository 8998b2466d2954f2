import { lazy, Suspense, useEffect, useEffectEvent } from 'react'
import { isHelpKeyOn } from '../../helpKey.ts'
import { useWords } from '../../i18n/words.ts'
import { Icon } from '../Icon.tsx'
import { toolKeyNames, useToolKeys, type Tool } from './toolKeys.ts'
import { frameWords } from './words.ts'

/** Each is loaded when it is first asked for. */
const tools = {
  palette: lazy(async () => ({ default: (await import('../../find/Palette.tsx')).Palette })),
  help: lazy(async () => ({ default: (await import('../../find/Help.tsx')).Help })),
} as const satisfies Record<Tool, unknown>

/** A tool in the rail, with its key. */
export function ToolButton({ tool, onPress }: { tool: Tool; onPress: (tool: Tool) => void }) {
  const words = useWords(frameWords)
  const keys = useToolKeys()
  return (
    <button type="button" className={`nav-item tool-button ${tool}`} aria-keyshortcuts={toolKeyNames[tool]} onClick={() => onPress(tool)}>
      <Icon name={tool === 'palette' ? 'search' : 'help'} />
      <span>{words.tools[tool]}</span>
      <kbd aria-hidden="true">{keys[tool]}</kbd>
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

/**
 * Ctrl-K (on a Mac Command-K) opens and closes the palette, a question mark outside of fields opens the help. A dialog that is open keeps its place.
 */
export function useToolShortcuts(opened: Tool | undefined, open: (tool: Tool | undefined) => void): void {
  const act = useEffectEvent((event: KeyboardEvent) => {
    const tool = toolOf(event)
    if (tool === undefined || event.defaultPrevented) return
    if (tool === 'palette' && opened === 'palette') open(undefined)
    else if (document.querySelector('dialog[open]') === null) open(tool)
    else return
    event.preventDefault()
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => act(event)
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

function toolOf({ key, ctrlKey, metaKey, altKey, shiftKey, target }: KeyboardEvent): Tool | undefined {
  if (key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey && !shiftKey) return 'palette'
  return key === '?' && !ctrlKey && !metaKey && !isTyping(target) && isHelpKeyOn() ? 'help' : undefined
}

/** Where a sign is typed, or looks for a choice. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  const isTick = target instanceof HTMLInputElement && (target.type === 'checkbox' || target.type === 'radio')
  return !isTick && (target.isContentEditable || target.closest('input, textarea, select, [role="menu"]') !== null)
}
