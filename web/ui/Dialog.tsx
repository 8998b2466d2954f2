import './Dialog.css'
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useWords } from '../i18n/words.ts'
import { IconButton } from './Button.tsx'
import { uiWords } from './words.ts'

/**
 * The browser's own dialog: keeps the focus inside, closes by Escape, gives the focus back.
 * `sheet` slides in from the right and takes the whole height, for what is long.
 */
export function Dialog({
  title,
  kind = 'box',
  onClose,
  footer,
  children,
}: {
  title: string
  kind?: 'box' | 'sheet'
  onClose: () => void
  /** Buttons, the one that does it last. */
  footer?: ReactNode
  children: ReactNode
}) {
  const id = useId()
  const words = useWords(uiWords)
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (element?.open === false) element.showModal()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={`dialog ${kind}`}
      aria-labelledby={id}
      onClose={onClose}
      onCancel={(event) => {
        // A field for files fires its own cancel, which bubbles up to here.
        if (event.target === dialog.current) onClose()
      }}
      // The backdrop is part of the dialog: a press on it, not one that began inside a field and ended there, closes.
      onPointerDown={(event) => event.target === dialog.current && isOutside(event, dialog.current) && onClose()}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label={words.close} onClick={onClose} />
      </header>
      <div className="dialog-body">{children}</div>
      {footer !== undefined && <footer>{footer}</footer>}
    </dialog>
  )
}

function isOutside({ clientX, clientY }: { clientX: number; clientY: number }, dialog: HTMLElement): boolean {
  const { left, right, top, bottom } = dialog.getBoundingClientRect()
  return clientX < left || clientX > right || clientY < top || clientY > bottom
}
