import type { Campaign } from '../../../src/contract/campaigns.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { useNow } from '../../ui/clock.ts'
import { Popover } from '../../ui/Popover.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { usePace } from './ProgressCell.tsx'
import { reportWords } from './reportWords.ts'
import { useWallClock } from './wallClock.ts'
import { campaignWords } from './words.ts'

/** How far it has come, at which pace, and how long it takes; when it went out, once it is over. */
export function ProgressPanel({ campaign }: { campaign: Campaign }) {
  const { state, progress } = campaign
  if (state === 'draft') return null
  return (
    <div className="campaign-progress">
      {state === 'scheduled' && <Scheduled campaign={campaign} />}
      {(state === 'running' || state === 'paused') && <Under campaign={campaign} />}
      {(state === 'done' || state === 'cancelled') && <Over campaign={campaign} />}
      <LeftOut leftOut={progress.left_out} />
    </div>
  )
}

function Scheduled({ campaign: { starts_at: startsAt, local_time: localTime } }: { campaign: Campaign }) {
  const words = useWords(reportWords)
  const format = useFormat()
  const now = useNow()
  const wallClock = useWallClock()
  if (localTime !== null) return <p>{words.scheduledLocal(wallClock(localTime))}</p>
  if (startsAt === null) return null
  return <p>{words.scheduled(format.relative(startsAt, now), format.dateTime(startsAt, now), format.zone)}</p>
}

function Under({ campaign: { name, progress } }: { campaign: Campaign }) {
  const words = useWords(campaignWords)
  const report = useWords(reportWords)
  const format = useFormat()
  const pace = usePace(progress)
  const now = useNow()
  const { planned, sent, expanded, states, next_at: next } = progress
  const done = planned === 0 ? 0 : (planned - (states.queued ?? 0) - (states.submitting ?? 0)) / planned
  if (!expanded) return <p role="status">{report.expanding(format.number(planned))}</p>
  return (
    <>
      <ProgressBar value={done} label={words.progressOf(name)} />
      <p className="figure">
        <strong>{report.progress(format.percent(done))}</strong>
        {`, ${[words.ofSent(format.number(sent), format.number(planned)), ...(next === null ? pace : [])].join(', ')}`}
      </p>
      {next !== null && <p>{report.waits(format.dateTime(next, now), format.zone)}</p>}
    </>
  )
}

function Over({ campaign: { started_at: from, finished_at: until } }: { campaign: Campaign }) {
  const words = useWords(reportWords)
  const format = useFormat()
  const now = useNow()
  if (from === null || until === null) return null
  return (
    <p>
      {words.sentSpan(
        format.dateTime(from, now),
        format.date(from, now) === format.date(until, now) ? format.time(until) : format.dateTime(until, now),
      )}
    </p>
  )
}

/** How many got nothing, with the reasons one press away. */
function LeftOut({ leftOut }: { leftOut: Campaign['progress']['left_out'] }) {
  const words = useWords(reportWords)
  const format = useFormat()
  const all = leftOut.reduce((sum, { recipients }) => sum + recipients, 0)
  if (all === 0) return null
  return (
    <Popover label={words.leftOutTitle} button={words.leftOut(format.number(all))} kind="bare">
      <ul role="list" className="left-out">
        {leftOut.map(({ reason, recipients }) => (
          <li key={reason}>
            <span className="figure">{format.number(recipients)}</span> {words.leftOutReasons[reason] ?? reason.replaceAll('_', ' ')}
          </li>
        ))}
      </ul>
    </Popover>
  )
}
