import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import type { ExclusionProps } from './ExclusionField.tsx'
import { toWords } from './toWords.ts'

const ExclusionField = lazy(async () => ({ default: (await import('./ExclusionField.tsx')).ExclusionField }))

/** `children`: other ways to choose people, beside the button. */
type ExclusionsProps = ExclusionProps & { isOffered: boolean; children: ReactNode }

/** Who gets nothing although a group or segment holds them: other groups and segments, or single numbers. The field opens on demand. */
export function Exclusions({ isOffered, exclude, onExclude, children }: ExclusionsProps) {
  const words = useWords(toWords).recipients
  const [isOpen, setOpen] = useState(false)
  const isShown = isOffered && (isOpen || exclude.length > 0)
  return (
    <>
      {isShown && (
        <Suspense fallback={<SkeletonRows rows={2} />}>
          <ExclusionField exclude={exclude} onExclude={onExclude} isFresh={isOpen} />
        </Suspense>
      )}
      <div className="compose-ways">
        {isOffered && !isShown && (
          <Button kind="bare" onClick={() => setOpen(true)}>
            {words.exclude}
          </Button>
        )}
        {children}
      </div>
    </>
  )
}
