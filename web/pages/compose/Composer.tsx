import { lazy, Suspense, useCallback, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { useWords } from '../../i18n/words.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { PageSkeleton, SkeletonRows } from '../../ui/Skeleton.tsx'
import { withText, type Draft } from './draft.ts'
import { isWhole } from './experiment/whole.ts'
import type { Sending, Surroundings } from './surroundings.ts'
import { DraftState } from './DraftState.tsx'
import type { SentWhat } from './sentWhat.ts'
import { dropSaved } from './savedDrafts.ts'
import { useSession } from '../../session.ts'
import { useDraft, type Start } from './useDraft.ts'
import { usePieces } from './usePieces.ts'
import { useRecipients } from './useRecipients.ts'
import { composeWords } from './words.ts'

const loadEdit = () => import('./EditStep.tsx')
// It is on its way while the account is read. Should that fail, it is tried again, and said, where it is shown.
void loadEdit().catch(() => undefined)
const EditStep = lazy(async () => ({ default: (await loadEdit()).EditStep }))
// What comes after the writing is loaded then.
const ReviewPage = lazy(() => import('./ReviewPage.tsx'))
const SentPage = lazy(() => import('./SentPage.tsx'))

type ComposerProps = { start: Start; surroundings: Surroundings; sending: Sending; restart: () => void }

/** Writing, then reviewing, then sending: one draft, three views of it. */
export function Composer({ start, surroundings, sending, restart }: ComposerProps) {
  const words = useWords(composeWords)
  const { draft, setDraft, measures, home, state, isFit, flush } = useDraft(start, { surroundings, sending })
  const change = useCallback((change: Partial<Draft>) => setDraft((former) => ({ ...former, ...change })), [setDraft])
  const onText = useCallback((text: string) => setDraft((former) => withText(former, text)), [setDraft])
  const recipients = useRecipients(draft, { measures, sending })
  const { pieces, first, leftOut, count } = usePieces(draft, { measures, recipients })
  const [sent, setSent] = useState<SentWhat>()
  const { step, open } = useStep()
  const userId = useSession().user.id
  const { measured, estimate, sides } = first
  const stage = {
    ...{ draft, pieces, home, measured, estimate, sides, surroundings, sending, recipients, leftOut, count },
    ...{ isWhole: isWhole(draft, { measures, sending }), change, edit: setDraft, onText },
  }
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
        <ReviewPage stage={stage} flush={flush} onBack={() => open('edit')} onSent={setSent} />
      </Suspense>
    )
  return (
    <>
      <PageHeader title={words.title} beside={<DraftState draft={draft} state={state} isFit={isFit} />} />
      <Suspense fallback={<SkeletonRows rows={6} />}>
        <EditStep stage={stage} onReview={() => open('review')} onStartAnew={again} />
      </Suspense>
    </>
  )
}

/** The step stands in the address, so that the browser's own button leads back from the review. */
function useStep() {
  const [place, go] = useLocation()
  const step = new URLSearchParams(useSearch()).get('step') === 'review' ? ('review' as const) : ('edit' as const)
  return { step, open: (next: 'edit' | 'review') => go(next === 'edit' ? place : `${place}?step=review`) }
}
