import type { ReactNode } from 'react'

/** A line of the review: what it is about, and what holds. */
export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
)
