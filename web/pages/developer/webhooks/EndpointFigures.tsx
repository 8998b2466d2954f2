import { useQuery } from '@tanstack/react-query'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { useNow } from '../../../ui/clock.ts'
import { NumberText } from '../../../ui/Figure.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonLine } from '../../../ui/Skeleton.tsx'
import { Time } from '../../../ui/Time.tsx'
import { detailWords } from './detailWords.ts'
import { Fact } from '../../../ui/Fact.tsx'
import { HoursChart } from './HoursChart.tsx'
import { statsQuery, type EndpointStats } from './queries.ts'
import { lastWeek, totalsOf } from './statsTotals.ts'
import { took } from './took.ts'

/** How a webhook does: what waits for it, how fast it answers, and its attempts hour by hour. */
export function EndpointFigures({ id }: { id: string }) {
  const words = useWords(detailWords)
  const query = useQuery(statsQuery(id))
  return (
    <section className="section" aria-labelledby="webhook-figures">
      <header>
        <h2 id="webhook-figures">{words.figures}</h2>
      </header>
      <QueryView query={query} skeleton={<Skeleton />}>
        {(stats) => (
          <>
            <Facts stats={stats} />
            <HoursChart hours={stats.hours} />
          </>
        )}
      </QueryView>
    </section>
  )
}

const Skeleton = () => (
  <p>
    <SkeletonLine width={30} />
  </p>
)

function Facts({ stats }: { stats: EndpointStats }) {
  const words = useWords(detailWords)
  const format = useFormat()
  const { delivered, averageMs, slowestMs } = totalsOf(lastWeek(stats.hours, useNow()))
  return (
    <dl className="webhook-facts">
      <Fact name={words.arrived}>
        <NumberText value={delivered} />
      </Fact>
      <Fact name={words.average}>{averageMs === undefined ? '–' : took(format, averageMs)}</Fact>
      <Fact name={words.slowest}>{slowestMs === undefined ? '–' : took(format, slowestMs)}</Fact>
      <Fact name={words.waiting}>
        <NumberText value={stats.waiting} />
      </Fact>
      <Fact name={words.queued}>
        <NumberText value={stats.queued} />
      </Fact>
      {stats.consecutive_failures > 0 && (
        <Fact name={words.failures}>
          <NumberText value={stats.consecutive_failures} />
        </Fact>
      )}
      {stats.failing_since !== null && (
        <Fact name={words.failingSince}>
          <Time at={stats.failing_since} />
        </Fact>
      )}
      {stats.held_until !== null && (
        <Fact name={words.heldUntil}>
          <Time at={stats.held_until} />
        </Fact>
      )}
      <Fact name={words.lastSuccess}>{stats.last_success_at === null ? words.never : <Time at={stats.last_success_at} />}</Fact>
    </dl>
  )
}
