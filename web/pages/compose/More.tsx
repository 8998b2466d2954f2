import { lazy, memo, Suspense } from 'react'
import { useWords } from '../../i18n/words.ts'
import type { MoreProps } from './MoreFields.tsx'
import { composeWords } from './words.ts'

// Behind a press: it is there before anybody gets to it.
const MoreFields = lazy(async () => ({ default: (await import('./MoreFields.tsx')).MoreFields }))

/** What few need to change. */
export const More = memo(function More(props: MoreProps) {
  const words = useWords(composeWords)
  return (
    <details className="compose-section compose-more">
      <summary>{words.more}</summary>
      <Suspense fallback={null}>
        <MoreFields {...props} />
      </Suspense>
    </details>
  )
})
