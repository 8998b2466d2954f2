import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { ApiError } from '../../api.ts'
import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { senderFault } from '../../ui/senderFault.ts'
import type { Refusal } from '../../ui/problems.ts'
import type { Stage } from './stage.ts'
import { isCampaign, isEmpty, whenOf } from './draft.ts'
import { More } from './More.tsx'
import { PhonePreview } from './PhonePreview.tsx'
import { previewQuery } from './queries.ts'
import { Recipients } from './Recipients.tsx'
import { previewOf } from './requests.ts'
import { Sender } from './Sender.tsx'
import { Steps } from './Steps.tsx'
import { TextStep } from './TextStep.tsx'
import { TrialSend } from './TrialSend.tsx'
import { useSettled } from './useSettled.ts'
import { useWhenFault, WhenFields } from './WhenFields.tsx'
import { Who } from './Who.tsx'
import { composeWords } from './words.ts'

type EditProps = { stage: Stage; onReview: () => void; onStartAnew: () => void }

/** The three columns: steps, editor, phone. */
export function EditStep({ stage, onReview, onStartAnew }: EditProps) {
  const words = useWords(composeWords)
  const { draft, measured, recipients, change } = stage
  const [shown, setShown] = useState(0)
  const refusal = useRefusal(stage)
  const when = whenOf(draft)
  const whenFault = useWhenFault(when)
  const list = recipients.state === 'known' ? recipients.recipients : []
  const campaign = isCampaign(draft)
  const isReady =
    measured.kind === 'composed' && refusal === undefined && senderFault(draft.from, stage.sending) === undefined && whenFault === undefined
  const canReview = isReady && recipients.state === 'known'
  const shownRecipient = list.length === 0 ? undefined : list[shown % list.length]
  return (
    <div className="compose wide-page">
      <Steps stage={stage} isReady={canReview} onReview={onReview} />
      <div className="compose-main">
        <section className="compose-section" id="compose-to" aria-label={words.steps.to}>
          <Recipients draft={draft} change={change} />
          <Who recipients={recipients} leftOut={stage.leftOut} count={stage.count} draft={draft} change={change} />
          <div className="compose-pair">
            <Sender from={draft.from} sending={stage.sending} change={change} />
            {campaign && (
              <TextField
                label={words.name}
                hint={words.nameHint}
                maxLength={200}
                value={draft.name}
                onChange={(name) => change({ name })}
              />
            )}
          </div>
        </section>
        <TextStep stage={stage} refusal={refusal} />
        <WhenFields when={when} isCampaign={campaign} onWhen={(when) => change({ when })} />
        <More draft={draft} isCampaign={campaign} sending={stage.sending} change={change} />
        <footer className="compose-foot">
          <StartAnew isOffered={!isEmpty(draft)} onStartAnew={onStartAnew} />
          <TrialSend stage={stage} recipient={shownRecipient} isReady={isReady} />
          <Button kind="main" disabled={!canReview} onClick={onReview}>
            {when.kind === 'now' ? words.reviewAndSend : words.reviewAndSchedule}
          </Button>
        </footer>
      </div>
      <PhonePreview measured={measured} recipients={list} from={draft.from} shown={shown} onShow={setShown} />
    </div>
  )
}

const PREVIEW_MS = 600

/** Why the server would refuse the text, which the browser cannot know of itself. It asks when nobody types. */
function useRefusal({ draft, measured }: Stage): Refusal | undefined {
  const body = useMemo(() => (measured.kind === 'composed' ? previewOf(draft, measured) : undefined), [draft, measured])
  const { value, isSettled } = useSettled(body, { key: JSON.stringify(body), ms: PREVIEW_MS })
  const { error } = useQuery(previewQuery(value))
  if (measured.kind === 'refused') return measured.error
  const isRefused = isSettled && error instanceof ApiError && error.status >= 400 && error.status < 500
  return isRefused && error.code !== 'rate_limited' ? error : undefined
}

function StartAnew({ isOffered, onStartAnew }: { isOffered: boolean; onStartAnew: () => void }) {
  const words = useWords(composeWords)
  const [isAsking, setAsking] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  if (!isOffered) return <span />
  return (
    <>
      <Button kind="bare" ref={button} onClick={() => setAsking(true)}>
        {words.startAnew}
      </Button>
      {isAsking && (
        <Dialog
          title={words.startAnewAsk}
          onClose={() => setAsking(false)}
          footer={
            <>
              <Button onClick={() => setAsking(false)}>{words.keep}</Button>
              <Button kind="danger" onClick={onStartAnew}>
                {words.throwAway}
              </Button>
            </>
          }
        >
          {null}
        </Dialog>
      )}
    </>
  )
}
