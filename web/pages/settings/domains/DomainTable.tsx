import { useMutation } from '@tanstack/react-query'
import type { z } from 'zod'
import type { domainCheck, shortDomain } from '../../../../src/contract/links.ts'
import { send } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { Button } from '../../../ui/Button.tsx'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Note } from '../../../ui/Note.tsx'
import { uiWords } from '../../../ui/words.ts'
import { domainWords } from './words.ts'

type Domain = z.infer<typeof shortDomain>

/** The short domains, and below them what a check of one found. */
export function DomainTable({ domains, mayCheck }: { domains: readonly Domain[]; mayCheck: boolean }) {
  const words = useWords(domainWords)
  const check = useCheck()
  const columns = useColumns()
  const button = useCheckColumn(check)
  return (
    <>
      <DataTable label={words.title} columns={mayCheck ? [...columns, button] : columns} rows={domains} rowKey={({ host }) => host} />
      <div role="status" className="settings-result">
        {check.error !== null && <ErrorNote error={check.error} />}
        {check.data !== undefined && (
          <Note kind={check.data.outcome === 'answers' ? 'good' : 'warning'} title={check.variables.host}>
            <p>{words.outcomes[check.data.outcome]}</p>
          </Note>
        )}
      </div>
    </>
  )
}

function useCheck() {
  return useMutation({
    mutationFn: ({ host }: Domain) => send<z.infer<typeof domainCheck>>('POST', `/v1/short-domains/${encodeURIComponent(host)}/check`),
  })
}

function useColumns(): readonly Column<Domain>[] {
  const words = useWords(domainWords)
  return [
    { key: 'host', header: words.host, cell: ({ scheme, host }) => <code>{`${scheme}://${host}`}</code>, width: 'rest', phone: 'title' },
    { key: 'use', header: words.use, cell: (domain) => (domain.default ? words.isDefault : words.own), width: 'fit' },
  ]
}

function useCheckColumn(check: ReturnType<typeof useCheck>): Column<Domain> {
  const words = useWords(domainWords)
  const ui = useWords(uiWords)
  return {
    ...{ key: 'check', header: ui.actions, width: 'fit', align: 'end', phone: 'line' },
    cell: (domain) => (
      <Button
        kind="bare"
        busy={check.isPending && check.variables.host === domain.host}
        aria-label={words.checkHost(domain.host)}
        onClick={() => check.mutate(domain)}
      >
        {words.check}
      </Button>
    ),
  }
}
