import { lazy, Suspense } from 'react'
import { useWords } from '../../i18n/words.ts'
import { Popover } from '../../ui/Popover.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import type { TrialProps } from './TrialForm.tsx'
import { composeWords } from './words.ts'

const TrialForm = lazy(async () => ({ default: (await import('./TrialForm.tsx')).TrialForm }))

/** Sends the text to one's own phone, with the values of the recipient that the preview shows. */
export function TrialSend({ isReady, ...trial }: TrialProps & { isReady: boolean }) {
  const words = useWords(composeWords)
  if (!isReady || trial.stage.measured.kind !== 'composed') return null
  return (
    <Popover label={words.trial} side="above" end>
      <Suspense fallback={<SkeletonRows rows={3} />}>
        <TrialForm {...trial} />
      </Suspense>
    </Popover>
  )
}
