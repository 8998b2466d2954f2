import type { ClipboardEvent } from 'react'
import { splitNumbers } from './numbers.ts'

/** Takes several pasted numbers at once. A single one is typed on as it is; several lines would lose what parts them. */
export const pasteNumbers = (take: (numbers: readonly string[]) => void) => (event: ClipboardEvent) => {
  const pasted = splitNumbers(event.clipboardData.getData('text'))
  if (pasted.length < 2) return
  event.preventDefault()
  take(pasted)
}
