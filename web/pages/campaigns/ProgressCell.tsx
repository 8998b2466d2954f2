import type { CampaignListRow } from '../../../src/contract/campaigns.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { useNow } from '../../ui/clock.ts'
import { Nothing } from '../../ui/Figure.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { useWallClock } from './wallClock.ts'
import { campaignWords } from './words.ts'

/** How far a campaign has come: a bar while it goes out, a count when it is over. */
export function ProgressCell({ row }: { row: CampaignListRow }) {
  const words = useWords(campaignWords)
  const format = useFormat()
  const { state, figures } = row
  const pace = usePace(figures)
  const { planned, sent, waiting, failed, expanded } = figures
  const done = planned === 0 ? 0 : (planned - waiting) / planned
  if (state === 'draft') return <Nothing />
  if (state === 'scheduled') return <Starts row={row} />
  if (state === 'done' || state === 'cancelled')
    return (
      <span className="figure">
        {words.sent(format.number(sent))}
        {failed > 0 && <span className="soft">, {words.failed(format.number(failed))}</span>}
      </span>
    )
  if (!expanded && planned === 0) return <span className="soft">{words.expanding('0')}</span>
  return (
    <span className="progress-cell" title={words.ofSent(format.number(sent), format.number(planned))}>
      <span className="figure small">{[format.percent(done), ...pace].join(', ')}</span>
      <ProgressBar value={done} label={words.progressOf(row.name)} />
    </span>
  )
}

/** "412 a second", "2 min left", as far as they are known. */
export function usePace({
  per_second: perSecond,
  seconds_left: left,
}: {
  per_second: number | null
  seconds_left: number | null
}): string[] {
  const words = useWords(campaignWords)
  const format = useFormat()
  return [
    ...(perSecond === null || perSecond === 0 ? [] : [words.perSecond(format.number(perSecond))]),
    ...(left === null || left === 0 ? [] : [words.left(format.duration(left * 1_000))]),
  ]
}

function Starts({ row: { starts_at: startsAt, local_time: localTime, schedule } }: { row: CampaignListRow }) {
  const words = useWords(campaignWords)
  const format = useFormat()
  const now = useNow()
  const wallClock = useWallClock()
  if (startsAt === null) return <Nothing />
  const title = schedule === 'local' && localTime !== null ? words.localTime(wallClock(localTime)) : format.dateTime(startsAt, now)
  return <span title={title}>{words.starts(format.relative(startsAt, now))}</span>
}
