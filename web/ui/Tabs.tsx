import './Tabs.css'
import { Link, useLocation } from 'wouter'

export type Tab = { to: string; name: string; count?: string }

/** Pages beside each other, as links: each has an address, and the browser's back button works. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const [address] = useLocation()
  return (
    <nav className="tabs" aria-label={label}>
      <ul role="list">
        {tabs.map(({ to, name, count }) => (
          <li key={to}>
            <Link href={to} aria-current={address === to ? 'page' : undefined}>
              {name}
              {count !== undefined && <span className="tab-count figure">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
