import type { ReactNode } from 'react'

/** A line of a `dl`: what it is about, and what holds. */
export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
