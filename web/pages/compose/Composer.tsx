import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { useWords } from '../../i18n/words.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { PageSkeleton } from '../../ui/Skeleton.tsx'
import { EditStep } from './EditStep.tsx'
import { withText, type Draft } from './draft.ts'
import type { Estimate } from './estimate.ts'
import type { Measured, Sides } from './measure.ts'
import type { Sending, Surroundings } from './surroundings.ts'
import { useEngine } from './useEngine.ts'
import { DraftState } from './DraftState.tsx'
import type { SentWhat } from './sentWhat.ts'
import { dropSaved } from './savedDrafts.ts'
import { useSession } from '../../session.ts'
import { useDraft, type Start } from './useDraft.ts'
import { useRecipients, type LeftOut, type Recipients } from './useRecipients.ts'
import type { Stage } from './stage.ts'
import { useSettled } from './useSettled.ts'
import { composeWords } from './words.ts'

// What comes after the writing is loaded then.
const ReviewPage = lazy(() => import('./ReviewPage.tsx'))
const SentPage = lazy(() => import('./SentPage.tsx'))

type ComposerProps = { start: Start; surroundings: Surroundings; sending: Sending; restart: () => void }

/** Writing, then reviewing, then sending: one draft, three views of it. */
export function Composer({ start, surroundings, sending, restart }: ComposerProps) {
  const words = useWords(composeWords)
  const { draft, setDraft, measured, home, state, isFit, flush } = useDraft(start, { surroundings, sending })
  const change = useCallback((change: Partial<Draft>) => setDraft((former) => ({ ...former, ...change })), [setDraft])
  const onText = useCallback((text: string) => setDraft((former) => withText(former, text)), [setDraft])
  const recipients = useRecipients(draft, { measured, sending })
  const reckoned = useEstimate(measured, recipients)
  const sides = useSides(measured, reckoned.estimate)
  const [sent, setSent] = useState<SentWhat>()
  const { step, open } = useStep()
  const userId = useSession().user.id
  const stage = { draft, measured, surroundings, sending, recipients, change, onText, sides, ...reckoned }
  const again = () => {
    dropSaved(userId)
    restart()
  }
  if (sent !== undefined)
    return (
      <Suspense fallback={<PageSkeleton />}>
        <SentPage
          what={sent}
          draft={draft}
          onBack={() => {
            setSent(undefined)
            open('edit')
          }}
          onAgain={again}
          onGone={() => dropSaved(userId)}
        />
      </Suspense>
    )
  if (step === 'review')
    return (
      <Suspense fallback={<PageSkeleton />}>
        <ReviewPage stage={stage} home={home} flush={flush} onBack={() => open('edit')} onSent={setSent} />
      </Suspense>
    )
  return (
    <>
      <PageHeader title={words.title} beside={<DraftState draft={draft} state={state} isFit={isFit} />} />
      <EditStep stage={stage} onReview={() => open('review')} onStartAnew={again} />
    </>
  )
}

/** The step stands in the address, so that the browser's own button leads back from the review. */
function useStep() {
  const [place, go] = useLocation()
  const step = new URLSearchParams(useSearch()).get('step') === 'review' ? ('review' as const) : ('edit' as const)
  return { step, open: (next: 'edit' | 'review') => go(next === 'edit' ? place : `${place}?step=review`) }
}

function useSides(measured: Measured, reckoned: Estimate | undefined): Sides | undefined {
  const { sidesOrNone } = useEngine()
  const longest = reckoned?.longest
  return useMemo(() => {
    if (measured.kind !== 'composed') return undefined
    return (longest === undefined ? undefined : sidesOrNone(measured.composed, longest)) ?? measured.example
  }, [sidesOrNone, measured, longest])
}

/** Measuring a hundred people costs more than a key may: it waits until nobody types. */
const ESTIMATE_MS = 150

function useEstimate(measured: Measured, recipients: Recipients): Pick<Stage, 'estimate' | 'leftOut' | 'count'> {
  const { estimate } = useEngine()
  const settled = useSettled(measured, { key: measured, ms: ESTIMATE_MS }).value
  return useMemo(() => {
    if (recipients.state !== 'known') return { estimate: undefined, leftOut: [], count: 0 }
    if (settled.kind !== 'composed') return { estimate: undefined, leftOut: recipients.leftOut, count: recipients.willReceive }
    const reckoned = estimate(settled.composed, recipients)
    const such = reckoned.lacking.map(({ phone }) => phone)
    const lacking: LeftOut[] = such.length === 0 ? [] : [{ reason: 'merge_value_missing', count: such.length, such }]
    return { estimate: reckoned, leftOut: [...recipients.leftOut, ...lacking], count: reckoned.recipients }
  }, [estimate, settled, recipients])
}
