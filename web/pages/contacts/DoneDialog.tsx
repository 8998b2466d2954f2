import type { ReactNode } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'

/** Says what came of something; there is nothing left to decide. */
export function DoneDialog({ title, done, onClose, children }: { title: string; done: string; onClose: () => void; children: ReactNode }) {
  const footer = (
    <Button kind="main" onClick={onClose}>
      {done}
    </Button>
  )
  return (
    <Dialog title={title} onClose={onClose} footer={footer}>
      {children}
    </Dialog>
  )
}
