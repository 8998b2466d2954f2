import { useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import { useWords } from '../../../i18n/words.ts'
import { paths } from '../../../paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { groupBy } from '../groupBy.ts'
import { findOperations, type Operation } from './openApi.ts'
import { referenceWords } from './words.ts'

/** All operations by resource, and a field that leaves only those with some words. */
export function OperationNav({ operations, open }: { operations: readonly Operation[]; open: Operation }) {
  const words = useWords(referenceWords)
  const [search, setSearch] = useState('')
  const found = findOperations(operations, search)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Within the list only: the page itself stays where it is.
    const current = list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(open.key)}"]`) ?? undefined
    if (current !== undefined && list.current !== null) list.current.scrollTop = current.offsetTop - list.current.clientHeight / 2
  }, [open.key])
  return (
    <nav className="reference-nav" aria-label={words.operations}>
      <TextField label={words.search} type="search" placeholder={words.searchHint} value={search} onChange={setSearch} autoComplete="off" />
      <div className="reference-list" ref={list}>
        {found.length === 0 && (
          <p className="soft">
            {words.nothing} <Button onClick={() => setSearch('')}>{words.clear}</Button>
          </p>
        )}
        {groupBy(found, ({ tag }) => tag).map(([tag, own]) => (
          <section key={tag}>
            <h2>{tag}</h2>
            <ul role="list">
              {own.map((operation) => (
                <li key={operation.key} data-key={operation.key}>
                  <OperationLink operation={operation} isOpen={operation.key === open.key} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </nav>
  )
}

/** An operation by its method and what it does; the address stands in the title. */
export const OperationLink = ({
  operation: { key, method, path, summary },
  isOpen = false,
}: {
  operation: Operation
  isOpen?: boolean
}) => (
  <Link href={paths.operation(key)} className="operation-link" title={path} aria-current={isOpen ? 'page' : undefined}>
    <MethodName method={method} /> <span>{summary}</span>
  </Link>
)

export const MethodName = ({ method }: { method: Operation['method'] }) => (
  <span className={`operation-method ${method}`}>{method === 'delete' ? 'DEL' : method.toUpperCase()}</span>
)
