import { lazy, Suspense, useState } from 'react'
import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/Field.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { stageOf, type Stage } from './stage.ts'
import { AddFirst } from './experiment/AddFirst.tsx'
import { isCampaign, isEmpty, whenOf } from './draft.ts'
import { More } from './More.tsx'
import { PhonePreview } from './PhonePreview.tsx'
import { Recipients } from './Recipients.tsx'
import { Sender } from './Sender.tsx'
import { StartAnew } from './StartAnew.tsx'
import { Steps } from './Steps.tsx'
import { TextStep } from './TextStep.tsx'
import { TrialSend } from './TrialSend.tsx'
import { useRefusals } from './useRefusals.ts'
import { useWhenFault } from './useWhenFault.ts'
import { WhenFields } from './WhenFields.tsx'
import { Who } from './Who.tsx'
import { composeWords } from './words.ts'

// Only those who write several texts need these.
const VariantsStep = lazy(async () => ({ default: (await import('./experiment/VariantsStep.tsx')).VariantsStep }))
const Compete = lazy(async () => ({ default: (await import('./experiment/Compete.tsx')).Compete }))

type EditProps = { stage: Stage; onReview: () => void; onStartAnew: () => void }

/** The three columns: steps, editor, phone. */
export function EditStep({ stage, onReview, onStartAnew }: EditProps) {
  const words = useWords(composeWords)
  const { draft, pieces, recipients, change } = stage
  const [shown, setShown] = useState(0)
  const [facing, setFacing] = useState(0)
  const refusals = useRefusals(pieces)
  const when = whenOf(draft)
  const whenFault = useWhenFault(when)
  const list = recipients.state === 'known' ? recipients.recipients : []
  const campaign = isCampaign(draft)
  const isSeveral = pieces.length > 1
  const isReady = stage.isWhole && refusals.every((refusal) => refusal === undefined) && whenFault === undefined && (campaign || !isSeveral)
  const seen = pieces[facing] ?? pieces[0]
  const inSight = seen === undefined ? stage : stageOf(stage, seen)
  const canReview = isReady && recipients.state === 'known'
  const shownRecipient = list.length === 0 ? undefined : list[shown % list.length]
  return (
    <div className={`compose wide-page${isSeveral ? ' has-variants' : ''}`}>
      <Steps stage={stage} isReady={canReview} onReview={onReview} />
      <div className="compose-main">
        <To stage={stage} />
        {isSeveral ? (
          <Suspense fallback={<SkeletonRows rows={8} />}>
            <VariantsStep stage={stage} refusals={refusals} onFacing={setFacing} />
            <Compete stage={stage} />
          </Suspense>
        ) : (
          <>
            <TextStep stage={stage} refusal={refusals[0]} />
            {campaign && <AddFirst stage={stage} />}
          </>
        )}
        <WhenFields when={when} isCampaign={campaign} onWhen={(when) => change({ when })} />
        <More draft={draft} isCampaign={campaign} sending={stage.sending} change={change} />
        <footer className="compose-foot">
          <StartAnew isOffered={!isEmpty(draft)} onStartAnew={onStartAnew} />
          <TrialSend stage={inSight} recipient={shownRecipient} isReady={isReady} />
          <Button kind="main" disabled={!canReview} onClick={onReview}>
            {when.kind === 'now' ? words.reviewAndSend : words.reviewAndSchedule}
          </Button>
        </footer>
      </div>
      <PhonePreview pieces={pieces} facing={facing} onFacing={setFacing} recipients={list} shown={shown} onShow={setShown} />
    </div>
  )
}

/** Whom it goes to, whom it comes from, and what it is called. */
function To({ stage: { draft, recipients, leftOut, count, sending, change } }: { stage: Stage }) {
  const words = useWords(composeWords)
  return (
    <section className="compose-section" id="compose-to" aria-label={words.steps.to}>
      <Recipients draft={draft} change={change} />
      <Who recipients={recipients} leftOut={leftOut} count={count} draft={draft} change={change} />
      <div className="compose-pair">
        <Sender from={draft.from} sending={sending} change={change} />
        {isCampaign(draft) && (
          <TextField label={words.name} hint={words.nameHint} maxLength={200} value={draft.name} onChange={(name) => change({ name })} />
        )}
      </div>
    </section>
  )
}
