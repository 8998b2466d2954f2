import './Variants.css'
import { lazy, Suspense } from 'react'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import type { Stage } from '../stage.ts'
import { figuresOf, isCount, type DesignDraft } from './design.ts'
import { designWords } from './designWords.ts'
import { Unmeasured } from './Unmeasured.tsx'

const PlanOfDraft = lazy(async () => ({ default: (await import('./PlanOfDraft.tsx')).PlanOfDraft }))

/** The design of a comparison as it will be carried out, and what speaks against it. */
export function ReviewDesign({ stage }: { stage: Stage }) {
  const words = useWords(designWords)
  const { design } = stage.draft
  const way = design?.way ?? 'none'
  return (
    <>
      <p>
        <strong>{words.ways[way].label}.</strong> {words.ways[way].about}
      </p>
      {design !== undefined && (
        <>
          <Rules design={design} />
          <Unmeasured stage={stage} />
          <Suspense fallback={<SkeletonRows rows={3} />}>
            <PlanOfDraft stage={stage} design={design} />
          </Suspense>
        </>
      )}
    </>
  )
}

/** Every figure that holds, those that nobody changed too. */
function Rules({ design }: { design: DesignDraft }) {
  const words = useWords(designWords)
  const { number, percent } = useFormat()
  const { goal, conversion, currency } = design
  const what = [words.goals[goal], goal === 'clickers' ? '' : conversion, goal === 'value' ? currency : ''].filter((part) => part !== '')
  return (
    <dl className="compose-rules">
      <dt>{words.goal}</dt>
      <dd>
        {what.join(', ')}
        {goal === 'value' && design.minusPrice && `. ${words.minusPrice}`}
      </dd>
      {figuresOf(design.way).map((name) => (
        <Rule key={name} name={words.figures[name].name} value={isCount(name) ? number(design[name] ?? 0) : percent(design[name] ?? 0)} />
      ))}
      {design.way !== 'split' && <Rule name={words.ending} value={words.endings[design.withoutWinner]} />}
    </dl>
  )
}

const Rule = ({ name, value }: { name: string; value: string }) => (
  <>
    <dt>{name}</dt>
    <dd className="figure">{value}</dd>
  </>
)
