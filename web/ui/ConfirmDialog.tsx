import type { ReactNode } from 'react'
import { useWords } from '../i18n/words.ts'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import { uiWords } from './words.ts'

/** Asks before something is done that is not undone by a click. The body says what goes and what stays; the button says what happens. */
export function ConfirmDialog({
  title,
  action,
  danger = false,
  busy,
  disabled = false,
  error,
  onConfirm,
  onClose,
  children,
}: {
  title: string
  /** What the button says, such as "Delete the group". */
  action: string
  danger?: boolean
  busy: boolean
  /** Something is still missing in the body. */
  disabled?: boolean
  error: unknown
  onConfirm: () => void
  onClose: () => void
  children: ReactNode
}) {
  const words = useWords(uiWords)
  const footer = (
    <>
      <Button onClick={onClose}>{words.cancel}</Button>
      <Button kind={danger ? 'danger' : 'main'} busy={busy} disabled={disabled} onClick={onConfirm}>
        {action}
      </Button>
    </>
  )
  return (
    <Dialog title={title} onClose={onClose} footer={footer}>
      {error !== null && error !== undefined && <ErrorNote error={error} />}
      {children}
    </Dialog>
  )
}
