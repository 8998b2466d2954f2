import './contacts.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, send } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { paths, withQuery } from '../../paths.ts'
import type { PageProps } from '../../route.ts'
import { useMay } from '../../session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Note } from '../../ui/Note.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { ImportColumns, ImportCounts } from './ImportFacts.tsx'
import { ImportBadge } from './ImportsPage.tsx'
import { importWords } from './importWords.ts'
import { importQuery, isUnderWay, type ContactImport } from './queries.ts'
import { useChange } from './useChange.ts'

/** How far an import is, what became of its rows, and what to do with those that were rejected. */
export default function ImportPage({ params: { id = '' } }: PageProps) {
  const words = useWords(importWords)
  const query = useQuery(importQuery(id))
  const { data } = query
  const parent = { to: paths.imports(), name: words.title }
  if (query.error instanceof ApiError && query.error.code === 'not_found')
    return (
      <>
        <PageHeader title={words.notFound} parent={parent} />
        <EmptyState>{words.notFoundMeaning}</EmptyState>
      </>
    )
  return (
    <>
      <PageHeader
        title={data === undefined ? '…' : (data.file_name ?? words.unnamed)}
        parent={parent}
        beside={data !== undefined && <ImportBadge state={data.state} progress={data.progress} />}
        actions={data !== undefined && <Actions one={data} />}
      />
      <QueryView query={query} skeleton={<SkeletonRows rows={6} />}>
        {(one) => (
          <>
            <Progress one={one} />
            <ImportCounts one={one} />
            {one.rejected > 0 && <Rejections one={one} />}
            <ImportColumns one={one} />
          </>
        )}
      </QueryView>
    </>
  )
}

function Progress({ one }: { one: ContactImport }) {
  const words = useWords(importWords)
  const format = useFormat()
  if (one.state === 'failed')
    return (
      <Note kind="error" title={words.failedBecause}>
        <p>{one.failure}</p>
      </Note>
    )
  if (!isUnderWay(one)) return null
  return (
    <div className="import-progress">
      <ProgressBar value={one.progress} label={words.newTitle} />
      <p className="soft small figure">{words.progress(format.percent(one.progress))}</p>
    </div>
  )
}

function Actions({ one }: { one: ContactImport }) {
  const words = useWords(importWords)
  const toast = useToast()
  const mayWrite = useMay('contacts:write')
  const [isAsking, ask] = useState(false)
  const path = `/v1/contacts/imports/${encodeURIComponent(one.id)}`
  const resume = useChange(() => send('POST', `${path}/resume`), { touches: ['imports'], onDone: () => toast(words.resumed) })
  const cancel = useChange(() => send('POST', `${path}/cancel`), {
    touches: ['imports', 'contacts', 'groups'],
    onDone: () => {
      ask(false)
      toast(words.stopped)
    },
  })
  if (!mayWrite) return null
  return (
    <>
      {resume.error !== null && <ErrorNote error={resume.error} />}
      {one.state === 'done' && <ButtonLink to={paths.contacts()}>{words.seeContacts}</ButtonLink>}
      {(isUnderWay(one) || one.state === 'failed') && <Button onClick={() => ask(true)}>{words.cancel}</Button>}
      {one.state === 'failed' && (
        <Button kind="main" busy={resume.isPending} onClick={() => resume.mutate()}>
          {words.resume}
        </Button>
      )}
      {isAsking && (
        <ConfirmDialog
          title={words.cancelTitle}
          action={words.cancel}
          danger
          busy={cancel.isPending}
          error={cancel.error}
          onConfirm={() => cancel.mutate()}
          onClose={() => ask(false)}
        >
          <p>{words.cancelMeaning}</p>
        </ConfirmDialog>
      )}
    </>
  )
}

function Rejections({ one: { id, rejected } }: { one: ContactImport }) {
  const words = useWords(importWords)
  const format = useFormat()
  const mayWrite = useMay('contacts:write')
  return (
    <section className="section" aria-label={words.rejections}>
      <header>
        <h2>{words.rejections}</h2>
      </header>
      <p className="prose">{words.rejectionsMeaning(rejected, format.number(rejected))}</p>
      <div className="buttons">
        <a className="button quiet" href={`/v1/contacts/imports/${encodeURIComponent(id)}/rejections`} download>
          {words.downloadRejections}
        </a>
        {mayWrite && <ButtonLink to={withQuery(paths.newImport(), { like: id })}>{words.importMended}</ButtonLink>}
      </div>
    </section>
  )
}
