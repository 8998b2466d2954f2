import { useEffect } from 'react'
import { send } from '../../../api.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CopyButton.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Note } from '../../../ui/Note.tsx'
import { uiWords } from '../../../ui/words.ts'
import { deliveryWords } from './deliveryWords.ts'
import { prettyJson } from './prettyJson.ts'
import { endpointPath, useWebhookAction, type TestOutcome } from './queries.ts'
import { webhookWords } from './words.ts'
import { took } from './took.ts'

/** Sends a test event as it opens, and shows what came back. */
export function TestDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useWords(webhookWords)
  const common = useWords(uiWords)
  const { mutate, data, error, isPending } = useWebhookAction(() => send<TestOutcome>('POST', endpointPath(id, '/test')))
  useEffect(() => mutate(undefined), [mutate])
  const footer = (
    <>
      <Button busy={isPending} onClick={() => mutate(undefined)}>
        {common.retry}
      </Button>
      <Button kind="main" onClick={onClose}>
        {common.close}
      </Button>
    </>
  )
  return (
    <Dialog title={words.testTitle} onClose={onClose} footer={footer}>
      <div aria-live="polite" className="webhook-test">
        {isPending ? (
          <p>{words.testRunning}</p>
        ) : error !== null ? (
          <ErrorNote error={error} />
        ) : (
          data !== undefined && <Outcome outcome={data} />
        )}
      </div>
    </Dialog>
  )
}

function Outcome({ outcome: { delivered, status, error, ms, answer } }: { outcome: TestOutcome }) {
  const words = useWords(webhookWords)
  const { errors } = useWords(deliveryWords)
  const format = useFormat()
  const time = took(format, ms)
  return (
    <>
      <Note kind={delivered ? 'good' : 'warning'}>
        {status === null ? (
          <p>
            {words.testNone(time)} {error !== null && (errors[error] ?? error)}
          </p>
        ) : (
          <p>{delivered ? words.testGood(String(status), time) : words.testBad(String(status), time)}</p>
        )}
      </Note>
      {status !== null && (
        <>
          <h3>{words.answer}</h3>
          {answer === null || answer === '' ? (
            <p className="soft">{words.noAnswer}</p>
          ) : (
            <CodeBlock code={prettyJson(answer)} label={words.answer} />
          )}
        </>
      )}
    </>
  )
}
