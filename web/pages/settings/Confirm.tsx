import type { ReactNode } from 'react'
import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { uiWords } from '../../ui/words.ts'

/** Asks before something is taken away that cannot be brought back. */
export function Confirm({
  title,
  action,
  mutation,
  run,
  onClose,
  children,
}: {
  title: string
  /** What the button says: what happens. */
  action: string
  mutation: { isPending: boolean; error: Error | null }
  run: () => void
  onClose: () => void
  children: ReactNode
}) {
  const words = useWords(uiWords)
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button kind="danger" busy={mutation.isPending} onClick={run}>
            {action}
          </Button>
        </>
      }
    >
      {mutation.error !== null && <ErrorNote error={mutation.error} />}
      <p>{children}</p>
    </Dialog>
  )
}
