import type { ReactNode } from 'react'
import type { Tone } from '../../ui/Badge.tsx'
import { Time } from '../../ui/Time.tsx'

/** Drawn on a field of 12 by 12; each kind of thing that happens has its own shape beside its colour. */
const marks: Partial<Record<Tone, ReactNode>> = {
  delivered: <path d="M2.5 6.5 5 9l4.5-6" fill="none" />,
  failed: <path d="m3 3 6 6m0-6-6 6" fill="none" />,
  view: <path d="M1.5 6Q6 .5 10.5 6 6 11.5 1.5 6z" fill="none" />,
  click: <circle cx="6" cy="6" r="3.8" />,
  conversion: <path d="M6 1.5 10.5 6 6 10.5 1.5 6z" />,
  reply: <path d="M1.5 2.5h9v6H6L3.5 10.5v-2h-2z" fill="none" />,
  bot: <path d="M2.5 2.5h7v7h-7z" fill="none" strokeDasharray="1.5 2" />,
}

/** One line of a timeline: when, what, and why. */
export const StepLine = ({ at, tone, title, children }: { at: string; tone: Tone; title: ReactNode; children?: ReactNode }) => (
  <li className={`timeline-step ${tone}`}>
    <span className="timeline-time">
      <Time at={at} isExact />
    </span>
    <svg viewBox="0 0 12 12" width={12} height={12} aria-hidden="true">
      {marks[tone] ?? <circle cx="6" cy="6" r="3.5" fill="none" />}
    </svg>
    <div>
      <strong>{title}</strong> {children}
    </div>
  </li>
)
