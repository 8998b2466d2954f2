import { useState } from 'react'
import { get, send } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CopyButton.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Time } from '../../../ui/Time.tsx'
import { uiWords } from '../../../ui/words.ts'
import { detailWords } from './detailWords.ts'
import { endpointPath, useWebhookAction, type Secret } from './queries.ts'

/** The signing secret, asked for when somebody wants to see it: that they looked is noted. Kept nowhere but here. */
export function SecretBox({ id }: { id: string }) {
  const words = useWords(detailWords)
  const [secret, setSecret] = useState<Secret>()
  const [isAsking, setAsking] = useState(false)
  const show = useWebhookAction(() => get<Secret>(endpointPath(id, '/secret')))
  return (
    <div className="webhook-secret">
      <h3>{words.secret}</h3>
      {secret !== undefined && <CodeBlock code={secret.secret} label={words.secret} oneLine />}
      {typeof secret?.former_secret_until === 'string' && (
        <p className="soft">
          {words.formerUntil} <Time at={secret.former_secret_until} />
        </p>
      )}
      {show.error !== null && <ErrorNote error={show.error} />}
      <div className="webhook-secret-actions">
        {secret === undefined ? (
          <Button busy={show.isPending} onClick={() => show.mutate(undefined, { onSuccess: setSecret })}>
            {words.show}
          </Button>
        ) : (
          <Button onClick={() => setSecret(undefined)}>{words.hide}</Button>
        )}
        <Button onClick={() => setAsking(true)}>{words.rotate}</Button>
      </div>
      {isAsking && (
        <RotateDialog
          id={id}
          onClose={() => setAsking(false)}
          onMade={(made) => {
            setSecret(made)
            setAsking(false)
          }}
        />
      )}
    </div>
  )
}

function RotateDialog({ id, onClose, onMade }: { id: string; onClose: () => void; onMade: (secret: Secret) => void }) {
  const words = useWords(detailWords)
  const common = useWords(uiWords)
  const rotate = useWebhookAction(() => send<Secret>('POST', endpointPath(id, '/secret/rotate')))
  const run = () => rotate.mutate(undefined, { onSuccess: onMade })
  const footer = (
    <>
      <Button onClick={onClose}>{common.cancel}</Button>
      <Button kind="main" busy={rotate.isPending} onClick={run}>
        {words.rotateNow}
      </Button>
    </>
  )
  return (
    <Dialog title={words.rotateTitle} onClose={onClose} footer={footer}>
      <p>{words.rotateMeaning}</p>
      {rotate.error !== null && <ErrorNote error={rotate.error} retry={run} />}
    </Dialog>
  )
}
