import './keys.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useWords } from '../../../i18n/words.ts'
import { useMay } from '../../../session.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Note } from '../../../ui/Note.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { useNewForm } from '../../../useNewForm.ts'
import { DeveloperHeader } from '../DeveloperHeader.tsx'
import { KeyForm } from './KeyForm.tsx'
import { KeyTable } from './KeyTable.tsx'
import { MadeKey } from './MadeKey.tsx'
import { keysQuery, type KeyMade } from './queries.ts'
import { keyWords } from './words.ts'

/** The keys of the account: made here, shown once, ended here. */
export default function KeysPage() {
  const words = useWords(keyWords)
  const mayManage = useMay('keys:manage')
  if (mayManage) return <Keys />
  return (
    <>
      <DeveloperHeader title={words.title} />
      <Note title={words.forbidden}>
        <p>{words.forbiddenTodo}</p>
      </Note>
    </>
  )
}

function Keys() {
  const words = useWords(keyWords)
  const query = useQuery(keysQuery)
  const form = useNewForm()
  const [made, setMade] = useState<KeyMade>()
  const make = (
    <Button kind="main" onClick={form.open}>
      {words.make}
    </Button>
  )
  return (
    <>
      <DeveloperHeader title={words.title} actions={query.data?.keys.length === 0 ? undefined : make} />
      {made !== undefined && <MadeKey made={made} onDone={() => setMade(undefined)} />}
      <QueryView query={query} skeleton={<SkeletonRows rows={4} />}>
        {({ keys }) => (keys.length === 0 ? <EmptyState action={make}>{words.empty}</EmptyState> : <KeyTable keys={keys} />)}
      </QueryView>
      {form.isOpen && (
        <KeyForm
          onClose={form.close}
          onMade={(key) => {
            setMade(key)
            form.close()
          }}
        />
      )}
    </>
  )
}
