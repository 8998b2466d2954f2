import { useQuery } from '@tanstack/react-query'
import type { SegmentRule } from '../../../src/contract/audiences.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useSettled } from '../../useSettled.ts'
import { countQuery } from './queries.ts'
import { segmentWords } from './segmentWords.ts'

const PAUSE_MS = 500
const everybody: SegmentRule = { kind: 'all' }

/** How many belong to a rule, counted when its typing pauses; a count that is not of this rule any more is paled. The same rule has to be the same object. */
export function SegmentCount({ rule }: { rule: SegmentRule | undefined }) {
  const words = useWords(segmentWords)
  const { value: settled, isSettled } = useSettled(rule, { key: rule, ms: PAUSE_MS })
  const query = useQuery({ ...countQuery(settled ?? everybody), enabled: settled !== undefined })
  if (rule === undefined) return <p className="segment-count soft">{words.incomplete}</p>
  if (query.error !== null) return <ErrorNote error={query.error} retry={() => void query.refetch()} />
  const isStale = query.isPlaceholderData || !isSettled
  return (
    <div className="segment-count" role="status" data-stale={isStale || undefined}>
      {query.data === undefined || settled === undefined ? <p className="soft">{words.counting}</p> : <Counted answer={query.data} />}
    </div>
  )
}

function Counted({ answer: { matched, will_receive: can, left_out: leftOut } }: { answer: NonNullable<CountData> }) {
  const words = useWords(segmentWords)
  const format = useFormat()
  return (
    <p>
      <strong>{words.count(matched, format.number(matched))}</strong> {words.canGet(format.number(can))}
      {leftOut.length > 0 && (
        <>
          {' '}
          <span className="soft">
            {words.leftOutName} {leftOut.map(({ reason, recipients }) => words.leftOut[reason](format.number(recipients))).join(', ')}.
          </span>
        </>
      )}
    </p>
  )
}
type CountData = Awaited<ReturnType<NonNullable<ReturnType<typeof countQuery>['queryFn']>>>
