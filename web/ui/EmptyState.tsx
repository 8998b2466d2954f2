import './Notes.css'
import type { ReactNode } from 'react'

/** Nothing here yet: one sentence that says why, and one thing to do about it. */
export const EmptyState = ({ children, action }: { children: ReactNode; action?: ReactNode }) => (
  <div className="empty-state">
    <p>{children}</p>
    {action}
  </div>
)
