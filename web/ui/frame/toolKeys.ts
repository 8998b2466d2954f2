import { useWords } from '../../i18n/words.ts'
import { frameWords } from './words.ts'

/** What helps on every page: the palette that finds and goes anywhere, and what the keys do here. */
export type Tool = 'palette' | 'help'

const isMac = navigator.userAgent.includes('Mac OS')

/** The keys that open each tool, as the reader's keyboard has them. */
export function useToolKeys(): Readonly<Record<Tool, string>> {
  const { control } = useWords(frameWords)
  return { palette: isMac ? '⌘K' : `${control} K`, help: '?' }
}

/** The same for programs: in the words of `aria-keyshortcuts`. */
export const toolKeyNames: Readonly<Record<Tool, string>> = { palette: 'Control+K Meta+K', help: '?' }
