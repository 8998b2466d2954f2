import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import type { SendResponse } from '../../../src/contract/messages.ts'
import { newIdempotencyKey, send } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { keyOf } from '../../queryClient.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Note } from '../../ui/Note.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import type { Stage } from './stage.ts'
import { isCampaign, whenOf } from './draft.ts'
import { unmeasured } from './experiment/notMeasured.ts'
import { PhonePreview } from './PhonePreview.tsx'
import { messagesOf, startOf } from './requests.ts'
import { ReviewFacts } from './ReviewFacts.tsx'
import { reviewWords } from './reviewWords.ts'
import type { SentWhat } from './sentWhat.ts'
import { useWhenFault } from './useWhenFault.ts'

type ReviewProps = {
  stage: Stage
  /** Saves what is not on the server yet. */
  flush: () => Promise<void>
  onBack: () => void
  onSent: (what: SentWhat) => void
}

/** Everything that will happen, stated before it does. */
export default function ReviewPage({ stage, flush, onBack, onSent }: ReviewProps) {
  const words = useWords(reviewWords).reviewPage
  const { number } = useFormat()
  const heading = useFocus()
  const [shown, setShown] = useState(0)
  const [facing, setFacing] = useState(0)
  const { draft, pieces, home, recipients, count } = stage
  const when = whenOf(draft)
  const whenFault = useWhenFault(when)
  const go = useSend({ stage, flush, onSent })
  const isReady = stage.isWhole && whenFault === undefined && (isCampaign(draft) || pieces.length === 1)
  const isCounted = recipients.state === 'known' && !recipients.isStale && pieces.every(({ estimate }) => estimate !== undefined)
  const canSend = isReady && isCounted && count > 0 && (!isCampaign(draft) || home !== undefined) && unmeasured(stage).length === 0
  const verb = when.kind === 'now' ? words.send : words.schedule
  return (
    <>
      <PageHeader title={words.title} />
      <div className="compose-review wide-page">
        <div className="compose-main" ref={heading} tabIndex={-1}>
          {!isReady ? (
            <Note kind="warning">
              <p>{words.notReady}</p>
            </Note>
          ) : (
            <ReviewFacts stage={stage} />
          )}
          {isReady && isCounted && count === 0 && (
            <Note kind="warning">
              <p>{words.nobody}</p>
            </Note>
          )}
          {go.error !== null && <ErrorNote error={go.error} />}
          <footer className="compose-foot">
            <Button kind="bare" icon="left" onClick={onBack}>
              {words.back}
            </Button>
            <Button kind="main" disabled={!canSend} busy={go.isPending} onClick={() => go.mutate()}>
              {isCounted ? verb(number(count), count === 1) : words.stillCounting}
            </Button>
          </footer>
        </div>
        <PhonePreview
          pieces={pieces}
          facing={facing}
          onFacing={setFacing}
          recipients={recipients.state === 'known' ? recipients.recipients : []}
          shown={shown}
          onShow={setShown}
        />
      </div>
    </>
  )
}

/** Whoever does not see that the page has changed is led to its beginning. */
function useFocus() {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    element.current?.focus({ preventScroll: true })
    window.scrollTo({ top: 0 })
  }, [])
  return element
}

/** One key for a review, so that pressing the button twice sends once; a campaign starts only once by itself. */
function useSend({ stage, flush, onSent }: Omit<ReviewProps, 'onBack'>) {
  const client = useQueryClient()
  const [idempotencyKey] = useState(newIdempotencyKey)
  return useMutation({
    mutationFn: async (): Promise<SentWhat> => {
      const { draft, measured, recipients, estimate, home } = stage
      if (measured.kind !== 'composed' || recipients.state !== 'known') throw new Error('only a draft that is ready can be sent')
      if (isCampaign(draft)) {
        await flush()
        if (home === undefined) throw new Error('a campaign that was saved has an id')
        const campaign = await send<Campaign>('POST', `/v1/campaigns/${home.campaignId}/start`, startOf(draft))
        return { kind: 'campaign', campaign, count: stage.count }
      }
      const lacking = new Set(estimate?.lacking.map(({ phone }) => phone))
      const to = recipients.recipients.filter(({ phone }) => !lacking.has(phone))
      const answer = await send<SendResponse>('POST', '/v1/messages', messagesOf(draft, measured, to), { idempotencyKey })
      return { kind: 'messages', answer }
    },
    onSuccess: (what) => {
      void client.invalidateQueries({ queryKey: keyOf(what.kind === 'campaign' ? 'campaigns' : 'messages') })
      onSent(what)
    },
  })
}
