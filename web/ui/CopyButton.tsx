import './Code.css'
import { useEffect, useState } from 'react'
import { useWords } from '../i18n/words.ts'
import { Button } from './Button.tsx'
import { uiWords } from './words.ts'

const SAYS_MS = 2_000

/** Copies a text, and says that it did. Where the browser forbids it, the text is marked for copying by hand. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const words = useWords(uiWords)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), SAYS_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async (button: HTMLElement) => {
    if (await writeText(text, button)) setCopied(true)
  }
  return (
    <Button
      kind="bare"
      icon={copied ? 'tick' : 'copy'}
      onClick={(event) => void copy(event.currentTarget)}
      {...(label === undefined ? {} : { 'aria-label': label, title: label })}
    >
      <span aria-live="polite">{copied ? words.copied : words.copy}</span>
    </Button>
  )
}

/** On plain HTTP other than localhost there is no clipboard; then the code beside the button is marked. */
async function writeText(text: string, button: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const code = button.closest('.code-block')?.querySelector('code')
    if (code !== null && code !== undefined) window.getSelection()?.selectAllChildren(code)
    return false
  }
}

/** Code, a key or an address, with a button that copies it. */
export const CodeBlock = ({ code, label, oneLine = false }: { code: string; label: string; oneLine?: boolean }) => (
  <div className={`code-block${oneLine ? ' one-line' : ''}`}>
    {/* What scrolls has to be reachable by the keyboard. */}
    <pre tabIndex={0} aria-label={label}>
      <code>{code}</code>
    </pre>
    <CopyButton text={code} />
  </div>
)
