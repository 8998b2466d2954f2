import './contacts.css'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import type { ImportPreviewView } from '../../../src/contract/contactImports.ts'
import { send, upload } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { keyOf } from '../../queryClient.ts'
import { useSession } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Field } from '../../ui/Field.tsx'
import { Note } from '../../ui/Note.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { noConsent } from './ConsentFields.tsx'
import { ColumnTable } from './ColumnTable.tsx'
import { ImportOptions } from './ImportOptions.tsx'
import { HEAD_BYTES, importPath, leadsLike, mappingOf, type ImportSettings, type Leads } from './importPlan.ts'
import { ImportSample } from './ImportSample.tsx'
import { importWords } from './importWords.ts'
import { groupNamesQuery, importQuery, type ContactImport } from './queries.ts'
import { useChange } from './useChange.ts'

/** A file on its way in: what its columns are, what the first rows become, how to import, and the upload. */
export default function NewImportPage() {
  const words = useWords(importWords)
  const like = new URLSearchParams(useSearch()).get('like')
  const [file, setFile] = useState<File>()
  const former = useQuery({ ...importQuery(like ?? ''), enabled: like !== null })
  return (
    <>
      <PageHeader title={words.newTitle} parent={{ to: paths.imports(), name: words.title }} />
      {former.data !== undefined && (
        <Note>
          <p>{words.likeBefore}</p>
        </Note>
      )}
      <Field label={words.chooseFile} hint={words.fileHint}>
        {(bound) => (
          <input
            {...bound}
            type="file"
            className="file-input"
            accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
            onChange={(event) => setFile(event.target.files?.[0])}
          />
        )}
      </Field>
      {file !== undefined && (like === null || !former.isPending) && (
        <Plan key={`${file.name} ${file.size} ${file.lastModified}`} file={file} former={former.data} />
      )}
    </>
  )
}

function Plan({ file, former }: { file: File; former: ContactImport | undefined }) {
  const { account } = useSession()
  const before = useGroupsOf(former)
  const [chosen, choose] = useState<Partial<ImportSettings>>({})
  const [leads, setLeads] = useState<Leads>({})
  const settings: ImportSettings = {
    rule: former?.rule ?? 'update',
    country: former?.default_country ?? account.default_country ?? '',
    groups: before.names.join('; '),
    consent:
      former?.consent_source === undefined || former.consent_source === null ? noConsent : { ...noConsent, source: former.consent_source },
    ...chosen,
  }
  const { preview, error, mapping, isPending, retry } = usePreview(file, { leads, former, country: settings.country })
  if (error !== null) return <ErrorNote error={error} retry={retry} />
  if (!before.areKnown || (preview === undefined && isPending)) return <SkeletonRows rows={6} />
  if (preview === undefined) return null
  return (
    <>
      <ColumnTable preview={preview} onLead={(at, target) => setLeads({ ...leads, [at]: target })} />
      {preview.problem === null ? <ImportSample preview={preview} /> : <Problem text={preview.problem} />}
      <ImportOptions settings={settings} onChange={(next) => choose({ ...chosen, ...next })} />
      <Begin file={file} path={importPath(settings, { mapping, fileName: file.name })} disabled={preview.problem !== null} />
    </>
  )
}

/** The names of the groups of a former import. Those that it made itself may not be among the groups that were read before. */
function useGroupsOf(former: ContactImport | undefined): { names: readonly string[]; areKnown: boolean } {
  const { data: groups = [], isFetching } = useQuery({ ...groupNamesQuery, enabled: former !== undefined })
  const ids = former?.group_ids ?? []
  const names = groups.filter(({ id }) => ids.includes(id)).map(({ name }) => name)
  return { names, areKnown: names.length === ids.length || !isFetching }
}

const Problem = ({ text }: { text: string }) => (
  <Note kind="warning">
    <p>{text}</p>
  </Note>
)

/** What the server makes of the beginning of the file: first by its headings, then with what was chosen for some columns. */
function usePreview(file: File, { leads, former, country }: { leads: Leads; former: ContactImport | undefined; country: string }) {
  const ask = (mapping: string | undefined) => ({
    queryKey: keyOf('imports', 'preview', file.name, file.size, file.lastModified, mapping, country),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      send<ImportPreviewView>('POST', '/v1/contacts/imports/preview', new Blob([file.slice(0, HEAD_BYTES)], { type: 'text/csv' }), {
        ...{ query: { mapping, default_country: country }, signal },
      }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  })
  const plain = useQuery(ask(undefined))
  const columns = plain.data?.columns ?? []
  const mapping = mappingOf(
    { ...leadsLike(former, columns), ...leads },
    columns.map(({ heading }) => heading),
  )
  // While there is no mapping it asks nothing, under a key of its own: with that of `plain` it would show the plain answer as the one before the mapped.
  const mapped = useQuery({ ...ask(mapping ?? ''), enabled: mapping !== undefined })
  const current = mapping === undefined ? plain : mapped
  return {
    // What stood on the page stays until the answer is there; of a file like the one before the first to show is the mapped one.
    preview: current.data ?? (former === undefined ? plain.data : undefined),
    error: current.error,
    mapping,
    isPending: current.isPending,
    retry: () => void current.refetch(),
  }
}

function Begin({ file, path, disabled }: { file: File; path: string; disabled: boolean }) {
  const words = useWords(importWords)
  const format = useFormat()
  const [, go] = useLocation()
  const [part, setPart] = useState(0)
  const stop = useRef<AbortController>(undefined)
  const sending = useChange(
    () => {
      stop.current = new AbortController()
      return upload<ContactImport>(path, file, { signal: stop.current.signal, onProgress: setPart })
    },
    { touches: ['imports', 'groups', 'contacts'], onDone: ({ id }) => go(paths.contactImport(id), { replace: true }) },
  )
  useEffect(() => () => stop.current?.abort(), [])
  const isGivenUp = sending.error instanceof DOMException
  if (sending.isPending)
    return (
      <div className="import-progress">
        <ProgressBar value={part} label={words.newTitle} />
        <p className="soft figure">{words.uploading(format.percent(part))}</p>
        <Button onClick={() => stop.current?.abort()}>{words.giveUp}</Button>
      </div>
    )
  return (
    <>
      {sending.error !== null && !isGivenUp && <ErrorNote error={sending.error} />}
      <Button kind="main" disabled={disabled} onClick={() => sending.mutate()}>
        {words.begin}
      </Button>
    </>
  )
}
