import { lazy, Suspense } from 'react'
import { useWords } from '../../../i18n/words.ts'
import { RadioGroup } from '../../../ui/Choice.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import type { Stage } from '../stage.ts'
import { usualDesign } from './design.ts'
import { DesignFields } from './DesignFields.tsx'
import { designWords, type Way } from './designWords.ts'
import { Unmeasured } from './Unmeasured.tsx'

const PlanOfDraft = lazy(async () => ({ default: (await import('./PlanOfDraft.tsx')).PlanOfDraft }))
const ways = ['winner', 'split', 'continuous', 'none'] as const satisfies readonly Way[]

/** How the variants compete, what speaks against it, and what it can find. */
export function Compete({ stage }: { stage: Stage }) {
  const words = useWords(designWords)
  const { draft, change } = stage
  const { design } = draft
  // Whoever compares again finds the design as it was.
  const choose = (way: Way) => change({ design: way === 'none' ? undefined : { ...(design ?? usualDesign), way } })
  return (
    <section className="compose-section" id="compose-design" aria-label={words.title}>
      <RadioGroup
        legend={words.title}
        options={ways.map((value) => ({ value, ...words.ways[value] }))}
        value={design?.way ?? 'none'}
        onChange={choose}
      />
      {design !== undefined && (
        <>
          <DesignFields design={design} stage={stage} change={(part) => change({ design: { ...design, ...part } })} />
          <Unmeasured stage={stage} />
          <Suspense fallback={<SkeletonRows rows={3} />}>
            <PlanOfDraft stage={stage} design={design} />
          </Suspense>
        </>
      )}
    </section>
  )
}
