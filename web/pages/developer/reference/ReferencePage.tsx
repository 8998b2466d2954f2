import './reference.css'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { get } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { serverPaths } from '../../../paths.ts'
import { keyOf } from '../../../queryClient.ts'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { useUrlState } from '../../../useUrlState.ts'
import { DeveloperHeader } from '../DeveloperHeader.tsx'
import { operationsOf, type OpenApi } from './openApi.ts'
import { OperationNav } from './OperationNav.tsx'
import { OperationView } from './OperationView.tsx'
import { SnippetColumn } from './SnippetColumn.tsx'
import { referenceWords } from './words.ts'

/** The document changes with the version of Tapline only. */
const documentQuery = queryOptions({
  queryKey: keyOf('session', 'openapi'),
  queryFn: ({ signal }) => get<OpenApi>(serverPaths.openApi(), { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})
/** What most come for. */
const start = { at: 'post /v1/messages' }

/** The API as this server describes it: one operation at a time, with the call for it beside. */
export default function ReferencePage() {
  const words = useWords(referenceWords)
  const query = useQuery(documentQuery)
  const raw = (
    <a href={serverPaths.openApi()} target="_blank" rel="noreferrer">
      {words.raw}
    </a>
  )
  return (
    <>
      <DeveloperHeader title={words.title} actions={raw} />
      <QueryView query={query} skeleton={<SkeletonRows rows={12} />}>
        {(document) => <Reference document={document} />}
      </QueryView>
    </>
  )
}

function Reference({ document }: { document: OpenApi }) {
  const { values } = useUrlState(start)
  const operations = useMemo(() => operationsOf(document), [document])
  const open = operations.find(({ key }) => key === values.at) ?? operations[0]
  if (open === undefined) return null
  return (
    <div className="reference">
      <OperationNav operations={operations} open={open} />
      {/* Another operation is another page: what was folded out or read stays behind. */}
      <OperationView key={open.key} document={document} operations={operations} operation={open} />
      <SnippetColumn key={`${open.key} call`} document={document} operation={open} />
    </div>
  )
}
