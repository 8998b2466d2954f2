import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { domainList, shortDomain } from '../../../../src/contract/links.ts'
import { get, send } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { keyOf } from '../../../queryClient.ts'
import { useMay, useSession } from '../../../session.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { errorOf, FormErrors } from '../../../ui/FormErrors.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { useToast } from '../../../ui/Toast.tsx'
import { ReadOnlyNote, Section, SettingsShell } from '../Shell.tsx'
import { DomainTable } from './DomainTable.tsx'
import { domainWords } from './words.ts'

export const domainsQuery = queryOptions({
  queryKey: keyOf('domains'),
  queryFn: ({ signal }) => get<z.infer<typeof domainList>>('/v1/short-domains', { signal }),
})

/** What short links begin with: which there are, whether each leads here, and how to set up one. */
export default function DomainsPage() {
  const words = useWords(domainWords)
  const query = useQuery(domainsQuery)
  const mayChange = useMay('account:write')
  const linkHost = new URL(useSession().link_url).host
  return (
    <SettingsShell page="domains">
      {!mayChange && <ReadOnlyNote />}
      <Section title={words.title} about={words.about}>
        <QueryView query={query} skeleton={<SkeletonRows rows={2} />}>
          {({ domains }) => <DomainTable domains={domains} mayChange={mayChange} />}
        </QueryView>
      </Section>
      {mayChange && (
        <>
          <Section title={words.add} about={words.addAbout}>
            <AddDomain />
          </Section>
          <Section title={words.dns}>
            <ol className="settings-steps">
              {words.steps(linkHost).map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </Section>
        </>
      )}
    </SettingsShell>
  )
}

function AddDomain() {
  const words = useWords(domainWords)
  const client = useQueryClient()
  const toast = useToast()
  const [url, setUrl] = useState('')
  const add = useMutation({
    mutationFn: () => send<z.infer<typeof shortDomain>>('POST', '/v1/short-domains', { url: url.trim() }),
    onSuccess: ({ host }) => {
      setUrl('')
      toast(words.added(host))
      return client.invalidateQueries({ queryKey: keyOf('domains') })
    },
  })
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault()
        add.mutate()
      }}
    >
      <FormErrors error={add.error} fields={['url']} />
      <TextField
        {...{ label: words.url, hint: words.urlHint, error: errorOf(add.error, 'url'), required: true, maxLength: 300 }}
        {...{ inputMode: 'url', placeholder: 'https://go.example.com', value: url, onChange: setUrl }}
      />
      <Button type="submit" busy={add.isPending}>
        {words.addAction}
      </Button>
    </form>
  )
}
