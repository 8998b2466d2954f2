import './Toast.css'
import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from 'react'
import { useWords } from '../i18n/words.ts'
import { IconButton } from './Button.tsx'
import { uiWords } from './words.ts'

type Toast = { id: number; text: string; action: { label: string; run: () => void } | undefined; lastsMs: number }
export type ShowToast = (text: string, options?: { action?: { label: string; run: () => void }; lastsMs?: number }) => void

/** More than three at once nobody reads; the oldest goes. */
const MAX_SHOWN = 3
const LASTS_MS = 6_000

const ToastContext = createContext<ShowToast>(() => undefined)

/** Says that something was done, in passing. What needs an answer is no toast. */
export const useToast = (): ShowToast => useContext(ToastContext)

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([])
  const next = useRef(0)
  const show = useCallback<ShowToast>((text, { action, lastsMs = LASTS_MS } = {}) => {
    next.current += 1
    const toast = { id: next.current, text, action, lastsMs }
    setToasts((shown) => [...shown, toast].slice(-MAX_SHOWN))
  }, [])
  const drop = useCallback((id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)), [])
  return (
    <ToastContext value={show}>
      {children}
      <div className="toasts" role="status">
        {toasts.map((toast) => (
          <OneToast key={toast.id} toast={toast} drop={drop} />
        ))}
      </div>
    </ToastContext>
  )
}

function OneToast({ toast, drop }: { toast: Toast; drop: (id: number) => void }) {
  const words = useWords(uiWords)
  const [isHeld, setHeld] = useState(false)
  const { id, text, action, lastsMs } = toast
  useEffect(() => {
    // Somebody who reads it, or has the keyboard on it, keeps it.
    if (isHeld) return undefined
    const timer = setTimeout(() => drop(id), lastsMs)
    return () => clearTimeout(timer)
  }, [isHeld, id, lastsMs, drop])
  return (
    <div
      className="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{text}</span>
      {action !== undefined && (
        <button
          type="button"
          className="toast-action"
          onClick={() => {
            action.run()
            drop(id)
          }}
        >
          {action.label}
        </button>
      )}
      <IconButton icon="close" label={words.dismiss} onClick={() => drop(id)} />
    </div>
  )
}
