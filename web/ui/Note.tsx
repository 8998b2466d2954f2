import './Notes.css'
import type { ReactNode } from 'react'
import { Icon } from './Icon.tsx'

const icons = { info: 'info', warning: 'warning', error: 'warning', good: 'tick' } as const

/** Something to know before going on. */
export const Note = ({ kind = 'info', title, children }: { kind?: keyof typeof icons; title?: ReactNode; children?: ReactNode }) => (
  <div className={`note ${kind}`} role={kind === 'error' ? 'alert' : undefined}>
    <Icon name={icons[kind]} />
    <div>
      {title !== undefined && <p className="note-title">{title}</p>}
      {children}
    </div>
  </div>
)
