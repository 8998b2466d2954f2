import { useInfiniteQuery } from '@tanstack/react-query'
import type { Experiment } from '../../../../src/contract/experiments.ts'
import { useWords } from '../../../i18n/words.ts'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { LoadMore } from '../../../ui/LoadMore.tsx'
import { Time } from '../../../ui/Time.tsx'
import { decisionsQuery } from './queries.ts'
import { steerWords } from './steerWords.ts'
import { useSentence } from './useSentence.ts'

/** What was decided, newest first. */
export function Decisions({ experiment }: { experiment: Experiment }) {
  const words = useWords(steerWords)
  const sentence = useSentence(experiment.design.goal)
  const query = useInfiniteQuery(decisionsQuery(experiment.campaign_id))
  const decisions = query.data?.pages.flatMap((page) => page.decisions) ?? []
  return (
    <div>
      <h3>{words.decisions}</h3>
      {query.isError && !query.isFetchNextPageError && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && decisions.length === 0 && <p className="soft">{words.noDecisions}</p>}
      <ol role="list" className="experiment-decisions">
        {decisions.map((decision) => (
          <li key={decision.number}>
            <span className="soft">
              <Time at={decision.at} /> {words.by(nameOf(decision.by))}
            </span>{' '}
            {sentence(decision)}
          </li>
        ))}
      </ol>
      <LoadMore query={query} />
    </div>
  )
}

/** What decides by itself has the product's name; a person or a key has its own. */
const nameOf = (by: string): string => (by === 'tapline' ? 'Tapline' : by.replace(':', ' '))
