import { useQuery } from '@tanstack/react-query'
import { send } from '../../../api.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { useMay } from '../../../session.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CopyButton.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Note } from '../../../ui/Note.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { Time } from '../../../ui/Time.tsx'
import { useToast } from '../../../ui/Toast.tsx'
import { uiWords } from '../../../ui/words.ts'
import { Answer, DeliveryBadge } from './DeliveryBadge.tsx'
import { deliveryWords } from './deliveryWords.ts'
import { Fact } from '../../../ui/Fact.tsx'
import { prettyJson } from './prettyJson.ts'
import { deliveryQuery, endpointPath, useWebhookAction, type Delivery, type DeliveryDetail } from './queries.ts'
import { took } from './took.ts'

/** One delivery with its request and answer. What the other side answered is shown as text and nothing else. */
export function DeliverySheet({ endpointId, id, onClose }: { endpointId: string; id: string; onClose: () => void }) {
  const words = useWords(deliveryWords)
  const common = useWords(uiWords)
  const toast = useToast()
  const mayWrite = useMay('webhooks:write')
  const query = useQuery(deliveryQuery(endpointId, id))
  const resend = useWebhookAction(() => send<Delivery>('POST', endpointPath(endpointId, `/deliveries/${encodeURIComponent(id)}/resend`)))
  const run = () => resend.mutate(undefined, { onSuccess: () => toast(words.resentToast) })
  const footer = (
    <>
      <Button onClick={onClose}>{common.close}</Button>
      {mayWrite && query.data !== undefined && query.data.request !== null && (
        <Button kind="main" busy={resend.isPending} onClick={run}>
          {words.resend}
        </Button>
      )}
    </>
  )
  return (
    <Dialog kind="sheet" title={words.detail(query.data?.type ?? '')} onClose={onClose} footer={footer}>
      {resend.error !== null && <ErrorNote error={resend.error} retry={run} />}
      <QueryView query={query} skeleton={<SkeletonRows />}>
        {(delivery) => (
          <>
            <Summary delivery={delivery} />
            <AnswerPart delivery={delivery} />
            <RequestPart delivery={delivery} />
            <Earlier delivery={delivery} />
          </>
        )}
      </QueryView>
    </Dialog>
  )
}

function Summary({ delivery }: { delivery: DeliveryDetail }) {
  const words = useWords(deliveryWords)
  const format = useFormat()
  return (
    <dl className="webhook-facts">
      <Fact name={words.state}>
        <DeliveryBadge delivery={delivery} />
      </Fact>
      <Fact name={words.status}>
        <Answer delivery={delivery} /> <span className="soft">({took(format, delivery.ms)})</span>
      </Fact>
      <Fact name={words.attempts}>{format.number(delivery.attempts)}</Fact>
      <Fact name={words.happened}>
        <Time at={delivery.event_at} />
      </Fact>
      <Fact name={words.attempted}>
        <Time at={delivery.attempted_at} />
      </Fact>
      {delivery.next_attempt_at !== null && (
        <Fact name={words.nextAttempt}>
          <Time at={delivery.next_attempt_at} />
        </Fact>
      )}
    </dl>
  )
}

function AnswerPart({ delivery: { answer, status } }: { delivery: DeliveryDetail }) {
  const words = useWords(deliveryWords)
  return (
    <section className="section">
      <h3>{words.answer}</h3>
      {status === null ? (
        <p className="soft">{words.neverAnswered}</p>
      ) : answer === null || answer === '' ? (
        <p className="soft">{words.noAnswer}</p>
      ) : (
        <>
          <CodeBlock code={prettyJson(answer)} label={words.answer} />
          <p className="soft small">{words.answerNote}</p>
        </>
      )}
    </section>
  )
}

function RequestPart({ delivery: { request } }: { delivery: DeliveryDetail }) {
  const words = useWords(deliveryWords)
  if (request === null) return <Note>{<p>{words.requestGone}</p>}</Note>
  const headers = Object.entries(request.headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
  return (
    <section className="section">
      <h3>{words.request}</h3>
      <p className="soft small">{words.requestNote}</p>
      <CodeBlock code={`${request.method} ${request.url}`} label={words.address} />
      <CodeBlock code={headers} label={words.headers} />
      {request.body !== null && <CodeBlock code={prettyJson(request.body)} label={words.body} />}
    </section>
  )
}

function Earlier({ delivery: { earlier_attempts: earlier } }: { delivery: DeliveryDetail }) {
  const words = useWords(deliveryWords)
  const format = useFormat()
  if (earlier.length === 0) return null
  return (
    <section className="section">
      <h3>{words.earlier}</h3>
      <ul role="list" className="webhook-earlier">
        {earlier.toReversed().map((attempt) => (
          <li key={attempt.at}>
            <Time at={attempt.at} /> <Answer delivery={attempt} /> <span className="soft">{took(format, attempt.ms)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
