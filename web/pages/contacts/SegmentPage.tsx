import './contacts.css'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { ApiError, send } from '../../api.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import type { PageProps } from '../../route.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { errorOf, FormErrors } from '../../ui/FormErrors.tsx'
import { Note } from '../../ui/Note.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { segmentQuery, type Segment } from './queries.ts'
import { RuleBuilder } from './RuleBuilder.tsx'
import { useRuleSentence } from './ruleSentence.ts'
import { SegmentCount } from './SegmentCount.tsx'
import { modelOf, newModel, ruleOf, type Model } from './segmentModel.ts'
import { segmentWords } from './segmentWords.ts'
import { useChange } from './useChange.ts'

/** A segment, new or known: its name, its rule, and how many belong to it now. */
export default function SegmentPage({ params: { id } }: PageProps) {
  const words = useWords(segmentWords)
  const parent = { to: paths.segments(), name: words.title }
  const query = useQuery({ ...segmentQuery(id ?? ''), enabled: id !== undefined })
  if (id === undefined)
    return (
      <>
        <PageHeader title={words.newTitle} parent={parent} />
        <SegmentForm segment={undefined} />
      </>
    )
  const isMissing = query.error instanceof ApiError && query.error.code === 'not_found'
  return (
    <>
      <PageHeader
        title={isMissing ? words.notFound : (query.data?.name ?? '…')}
        parent={parent}
        actions={query.data !== undefined && <Delete segment={query.data} />}
      />
      <QueryView query={query} skeleton={<SkeletonRows rows={4} />}>
        {(segment) => <SegmentForm key={segment.id} segment={segment} />}
      </QueryView>
    </>
  )
}

function SegmentForm({ segment }: { segment: Segment | undefined }) {
  const words = useWords(segmentWords)
  const mayWrite = useMay('contacts:write')
  const [name, setName] = useState(segment?.name ?? '')
  const [model, setModel] = useState<Model | undefined>(() => (segment === undefined ? newModel() : modelOf(segment.rule)))
  const rule = useMemo(() => (model === undefined ? segment?.rule : ruleOf(model)), [model, segment])
  const save = useSave(segment)
  return (
    <form
      className="segment-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (rule !== undefined && name.trim() !== '' && !save.isPending) save.mutate({ name: name.trim(), rule })
      }}
    >
      <FormErrors error={save.error} fields={['name']} />
      <div className="segment-name">
        <TextField
          label={words.name}
          required
          readOnly={!mayWrite}
          maxLength={100}
          value={name}
          onChange={setName}
          error={errorOf(save.error, 'name')}
        />
      </div>
      <h2>{words.rule}</h2>
      {model === undefined ? segment !== undefined && <Deeper segment={segment} /> : <RuleBuilder model={model} onChange={setModel} />}
      <SegmentCount rule={rule} />
      <p className="soft small">{words.noPersons}</p>
      {mayWrite && (
        <Button kind="main" type="submit" busy={save.isPending} disabled={rule === undefined || name.trim() === ''}>
          {words.save}
        </Button>
      )}
    </form>
  )
}

function useSave(segment: Segment | undefined) {
  const words = useWords(segmentWords)
  const toast = useToast()
  const [, go] = useLocation()
  return useChange(
    (body: Pick<Segment, 'name' | 'rule'>) =>
      segment === undefined
        ? send<Segment>('POST', '/v1/segments', body)
        : send<Segment>('PATCH', `/v1/segments/${encodeURIComponent(segment.id)}`, body),
    {
      touches: ['segments'],
      onDone: ({ id }) => {
        toast(words.saved)
        if (segment === undefined) go(paths.segment(id), { replace: true })
      },
    },
  )
}

function Deeper({ segment }: { segment: Segment }) {
  const words = useWords(segmentWords)
  const say = useRuleSentence()
  return (
    <Note title={<bdi>{say(segment.rule)}</bdi>}>
      <p>{words.deeper}</p>
    </Note>
  )
}

function Delete({ segment: { id, name } }: { segment: Segment }) {
  const words = useWords(segmentWords)
  const toast = useToast()
  const mayWrite = useMay('contacts:write')
  const [, go] = useLocation()
  const [isAsking, ask] = useState(false)
  const remove = useChange(() => send('DELETE', `/v1/segments/${encodeURIComponent(id)}`), {
    touches: ['segments'],
    leaves: true,
    onDone: () => {
      toast(words.deleted)
      go(paths.segments())
    },
  })
  if (!mayWrite) return null
  return (
    <>
      <Button onClick={() => ask(true)}>{words.deleteSegment}</Button>
      {isAsking && (
        <ConfirmDialog
          title={words.deleteTitle(name)}
          action={words.deleteAction}
          danger
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => ask(false)}
        >
          <p>{words.deleteMeaning}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
