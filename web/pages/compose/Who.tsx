import { lazy, Suspense } from 'react'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Popover } from '../../ui/Popover.tsx'
import { SkeletonLine } from '../../ui/Skeleton.tsx'
import { isCampaign, type Draft } from './draft.ts'
import type { Change } from './stage.ts'
import { ReasonList } from './ReasonList.tsx'
import { toWords } from './toWords.ts'
import type { LeftOut, Recipients } from './useRecipients.ts'

const NotContacts = lazy(async () => ({ default: (await import('./NotContacts.tsx')).NotContacts }))

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
      {isCampaign(draft) && draft.numbers.length > 0 && (
        <Suspense fallback={null}>
          <NotContacts numbers={draft.numbers} />
        </Suspense>
      )}
    </>
  )
}

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
