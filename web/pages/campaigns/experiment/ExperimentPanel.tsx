import { useQuery } from '@tanstack/react-query'
import type { Experiment, ExperimentPhase } from '../../../../src/contract/experiments.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { Badge, type Shape, type Tone } from '../../../ui/Badge.tsx'
import { Note } from '../../../ui/Note.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { RelativeTime, Time } from '../../../ui/Time.tsx'
import { useAmounts, type Amounts } from './amounts.ts'
import { Comparisons } from './Comparisons.tsx'
import { Decisions } from './Decisions.tsx'
import './experiment.css'
import { Holdout } from './Holdout.tsx'
import { Picture } from './Picture.tsx'
import { Plan } from './Plan.tsx'
import { experimentQuery } from './queries.ts'
import { Shares } from './Shares.tsx'
import { Steering } from './Steering.tsx'
import { useSentence } from './useSentence.ts'
import { VariantTable } from './VariantTable.tsx'
import { experimentWords } from './words.ts'

const looks = {
  draft: { tone: 'over', shape: 'pencil' },
  running: { tone: 'click', shape: 'play' },
  asking: { tone: 'unsure', shape: 'question' },
  decided: { tone: 'delivered', shape: 'tick' },
  ended: { tone: 'over', shape: 'dash' },
} as const satisfies Record<ExperimentPhase, { tone: Tone; shape: Shape }>

/** How the variants of a campaign compete: the verdict first, then what it rests on. */
export function ExperimentPanel({ campaignId }: { campaignId: string }) {
  const query = useQuery(experimentQuery(campaignId))
  const words = useWords(experimentWords)
  return (
    <section className="section experiment" aria-labelledby="experiment">
      <header>
        <h2 id="experiment">{words.title}</h2>
        {query.data !== undefined && <Badge {...looks[query.data.phase]}>{words.phases[query.data.phase]}</Badge>}
      </header>
      <QueryView query={query} skeleton={<SkeletonRows rows={6} />}>
        {(experiment) => <Loaded experiment={experiment} />}
      </QueryView>
    </section>
  )
}

function Loaded({ experiment }: { experiment: Experiment }) {
  const words = useWords(experimentWords)
  const amounts = useAmounts(experiment.design.goal)
  const { phase, holdout, variants } = experiment
  if (phase === 'draft') return <Draft experiment={experiment} />
  const isSeen = variants.some(({ watched }) => watched > 0)
  return (
    <>
      <Verdict experiment={experiment} />
      <About experiment={experiment} />
      <RatioWarning experiment={experiment} />
      {!isSeen && <p className="soft">{words.nothingYet}</p>}
      <div className="report-columns">
        <Picture experiment={experiment} amounts={amounts} />
        <Shares experiment={experiment} amounts={amounts} />
      </div>
      {variants.length > 0 && <VariantTable experiment={experiment} amounts={amounts} />}
      <Gain experiment={experiment} amounts={amounts} />
      <Comparisons experiment={experiment} amounts={amounts} />
      {holdout !== null && <Holdout holdout={holdout} amounts={amounts} />}
      <Decisions experiment={experiment} />
    </>
  )
}

/** Before anything is sent: the design, and what it can find. */
const Draft = ({ experiment }: { experiment: Experiment }) => (
  <>
    <About experiment={experiment} />
    <Plan campaignId={experiment.campaign_id} goal={experiment.design.goal} />
  </>
)

function Verdict({ experiment }: { experiment: Experiment }) {
  const words = useWords(experimentWords)
  const sentence = useSentence(experiment.design.goal)
  const { verdict, phase } = experiment
  return (
    <>
      {verdict === null ? (
        <p className="experiment-verdict">{words.early}</p>
      ) : (
        <Note kind={phase === 'asking' ? 'warning' : verdict.reason === 'winner' ? 'good' : 'info'}>
          <p>{sentence(verdict)}</p>
        </Note>
      )}
      <Steering experiment={experiment} />
    </>
  )
}

/** What it is, and how old the figures are. */
function About({ experiment }: { experiment: Experiment }) {
  const words = useWords(experimentWords)
  const { design, phase, looked_at: lookedAt, next_look_at: nextAt, deadline_at: deadlineAt } = experiment
  const { goal } = design
  const decidedBy =
    goal.kind === 'clickers'
      ? words.goals.clickers
      : goal.kind === 'value'
        ? words.goals.value(goal.currency)
        : words.goals.conversions(goal.name)
  return (
    <p className="soft">
      {words.ways[design.way]} {decidedBy}{' '}
      {lookedAt !== null && (
        <>
          ({words.asOf} <Time at={lookedAt} />
          {nextAt !== null && phase !== 'ended' && (
            <>
              , {words.nextLook} <RelativeTime at={nextAt} />
            </>
          )}
          {deadlineAt !== null && phase === 'running' && (
            <>
              , {words.deadline} <RelativeTime at={deadlineAt} />
            </>
          )}
          )
        </>
      )}
    </p>
  )
}

function RatioWarning({ experiment: { sample_ratio: ratio } }: { experiment: Experiment }) {
  const words = useWords(experimentWords)
  const format = useFormat()
  if (ratio === null || ratio.state === 'fine') return null
  const p = ratio.p_value < 0.001 ? `< ${format.percent(0.001)}` : format.percent(ratio.p_value)
  return (
    <Note kind="warning" title={words.ratioTitle}>
      <p>{words.ratio(p)}</p>
    </Note>
  )
}

/** What the moving of the shares is measured by; nothing is said where it is less than one. */
function Gain({ experiment: { design, gain }, amounts }: { experiment: Experiment; amounts: Amounts }) {
  const words = useWords(experimentWords)
  if (gain === null || Math.round(Math.abs(gain.estimate)) === 0) return null
  const isValue = design.goal.kind === 'value'
  const figure = (value: number) => (isValue ? amounts.amount(value) : amounts.number(Math.round(value)))
  const { gained, lost } = isValue ? words.gainOfValue : words.gain
  const say = gain.estimate > 0 ? gained : lost
  return (
    <p className="experiment-gain">
      {say(figure(Math.abs(gain.estimate)))} {words.gainBetween(figure(gain.low), figure(gain.high))}
    </p>
  )
}
