import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { domainCheck, shortDomain } from '../../../../src/contract/links.ts'
import { send } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { keyOf } from '../../../queryClient.ts'
import { Button } from '../../../ui/Button.tsx'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Note } from '../../../ui/Note.tsx'
import { useToast } from '../../../ui/Toast.tsx'
import { uiWords } from '../../../ui/words.ts'
import { domainWords } from './words.ts'

type Domain = z.infer<typeof shortDomain>

/** The short domains, and below them what a check of one found. */
export function DomainTable({ domains, mayChange }: { domains: readonly Domain[]; mayChange: boolean }) {
  const words = useWords(domainWords)
  const check = useCheck()
  const columns = useColumns()
  const makeDefault = useMakeDefault()
  const buttons = useActionColumn(check, makeDefault)
  return (
    <>
      <DataTable label={words.title} columns={mayChange ? [...columns, buttons] : columns} rows={domains} rowKey={({ host }) => host} />
      <div role="status" className="settings-result">
        {makeDefault.error !== null && <ErrorNote error={makeDefault.error} />}
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
    { key: 'use', header: words.use, cell: (domain) => <Use domain={domain} />, width: 'fit' },
  ]
}

function Use({ domain }: { domain: Domain }) {
  const words = useWords(domainWords)
  return (
    <>
      {domain.default && <strong>{words.isDefault}, </strong>}
      {domain.own ? words.own : words.shared}
    </>
  )
}

/** A message uses the default one unless it names another. */
function useMakeDefault() {
  const client = useQueryClient()
  const toast = useToast()
  const words = useWords(domainWords)
  return useMutation({
    mutationFn: ({ host }: Domain) => send('PATCH', '/v1/account', { short_domain: host }),
    onSuccess: async (_, { host }) => {
      toast(words.madeDefault(host))
      await client.invalidateQueries({ queryKey: keyOf('domains') })
      return client.invalidateQueries({ queryKey: keyOf('account') })
    },
  })
}

function useActionColumn(check: ReturnType<typeof useCheck>, makeDefault: ReturnType<typeof useMakeDefault>): Column<Domain> {
  const words = useWords(domainWords)
  const ui = useWords(uiWords)
  return {
    ...{ key: 'check', header: ui.actions, width: 'fit', align: 'end', phone: 'line' },
    cell: (domain) => (
      <>
        {!domain.default && (
          <Button
            kind="bare"
            busy={makeDefault.isPending && makeDefault.variables.host === domain.host}
            aria-label={words.makeHostDefault(domain.host)}
            onClick={() => makeDefault.mutate(domain)}
          >
            {words.makeDefault}
          </Button>
        )}
        <Button
          kind="bare"
          busy={check.isPending && check.variables.host === domain.host}
          aria-label={words.checkHost(domain.host)}
          onClick={() => check.mutate(domain)}
        >
          {words.check}
        </Button>
      </>
    ),
  }
}
