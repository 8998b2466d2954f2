import './PageHeader.css'
import { useEffect, type ReactNode } from 'react'
import { Link } from 'wouter'

/** The title of a page, in the document too, and what one can do with the page as a whole. */
export function PageHeader({
  title,
  parent,
  beside,
  actions,
}: {
  title: string
  /** The page above this one. */
  parent?: { to: string; name: string }
  /** Right behind the title, such as a state. */
  beside?: ReactNode
  actions?: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · Tapline`
  }, [title])
  return (
    <header className="page-header">
      <div className="page-title">
        {parent !== undefined && (
          <Link href={parent.to} className="page-parent">
            {parent.name}
          </Link>
        )}
        <h1>{title}</h1>
        {beside}
      </div>
      {actions !== undefined && <div className="page-actions">{actions}</div>}
    </header>
  )
}
