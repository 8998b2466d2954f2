import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { upsertAnswer } from '../../../src/contract/contacts.ts'
import { send } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { keyOf } from '../../queryClient.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Note } from '../../ui/Note.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { SkeletonLine } from '../../ui/Skeleton.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { isCampaign, type Draft } from './draft.ts'
import { numbersQuery } from './queries.ts'
import type { Change } from './stage.ts'
import { toWords } from './toWords.ts'
import type { LeftOut, Recipients } from './useRecipients.ts'

/** How many get it, who does not, and why. */
export function Who({
  recipients,
  leftOut,
  count,
  draft,
  change,
}: {
  recipients: Recipients
  leftOut: readonly LeftOut[]
  count: number
  draft: Draft
  change: Change
}) {
  const words = useWords(toWords).recipients
  const { number } = useFormat()
  if (recipients.state === 'failed') return <ErrorNote error={recipients.error} retry={recipients.retry} />
  if (recipients.state === 'nobody') return <p className="soft compose-who">{words.nobody}</p>
  if (recipients.state === 'loading')
    return (
      <p className="compose-who" role="status" aria-label={words.counting}>
        <SkeletonLine width={24} />
      </p>
    )
  const missing = leftOut.reduce((sum, each) => sum + each.count, 0)
  return (
    <>
      <p className={`compose-who${recipients.isStale ? ' is-stale' : ''}`} role="status">
        <strong className="figure">{words.willGet(number(count), count === 1)}</strong>
        {missing > 0 && (
          <>
            , <span className="figure">{words.leftOut(number(missing))}</span>{' '}
            <Popover label={words.why} kind="bare" className="compose-why">
              <Reasons leftOut={leftOut} draft={draft} change={change} />
            </Popover>
          </>
        )}
      </p>
      {isCampaign(draft) && draft.numbers.length > 0 && <NotContacts numbers={draft.numbers} />}
    </>
  )
}

/** Why people are left out, most first. */
export function ReasonList({ leftOut }: { leftOut: readonly LeftOut[] }) {
  const words = useWords(toWords).recipients
  const { number } = useFormat()
  return (
    <ul className="compose-reasons">
      {leftOut
        .toSorted((a, b) => b.count - a.count)
        .map(({ reason, count, such }) => (
          <li key={reason}>
            <span className="figure">{number(count)}</span> {words.reasons[reason]}
            {such.length > 0 && <span className="soft"> ({words.such(such.slice(0, SUCH).join(', '))})</span>}
          </li>
        ))}
    </ul>
  )
}
const SUCH = 3

function Reasons({ leftOut, draft, change }: { leftOut: readonly LeftOut[]; draft: Draft; change: Change }) {
  const words = useWords(toWords).recipients
  const gone = new Set(leftOut.flatMap(({ such }) => such))
  return (
    <>
      <ReasonList leftOut={leftOut} />
      {!isCampaign(draft) && draft.numbers.some((each) => gone.has(each)) && (
        <Button onClick={() => change({ numbers: draft.numbers.filter((each) => !gone.has(each)) })}>{words.take}</Button>
      )}
    </>
  )
}

/** Numbers beside groups go to nobody unless they are contacts; one press makes them so. */
function NotContacts({ numbers }: { numbers: readonly string[] }) {
  const words = useWords(toWords).recipients
  const { number } = useFormat()
  const client = useQueryClient()
  const toast = useToast()
  const mayWrite = useMay('contacts:write')
  const checked = useQuery(numbersQuery({ numbers, fieldsText: undefined, from: undefined })).data
  const strangers = (checked?.recipients ?? []).flatMap(({ phone, contact_id: id }) => (id === null ? phone : []))
  const add = useMutation({
    mutationFn: () =>
      send<z.infer<typeof upsertAnswer>>('POST', '/v1/contacts/batch', { contacts: strangers.map((phone) => ({ phone })), rule: 'skip' }),
    onSuccess: ({ created }) => {
      toast(words.added(number(created)))
      void client.invalidateQueries({ queryKey: keyOf('contacts') })
    },
  })
  if (strangers.length === 0) return null
  return (
    <Note kind="warning">
      <p>{words.notContacts(number(strangers.length), strangers.length === 1)}</p>
      {mayWrite && (
        <p>
          <Button busy={add.isPending} onClick={() => add.mutate()}>
            {words.addContacts}
          </Button>
        </p>
      )}
      {add.error !== null && <ErrorNote error={add.error} />}
    </Note>
  )
}
