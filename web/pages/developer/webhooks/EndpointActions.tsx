import { useState } from 'react'
import { useLocation } from 'wouter'
import { send } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { paths } from '../../../paths.ts'
import { useMay } from '../../../session.ts'
import { Button } from '../../../ui/Button.tsx'
import { useToast } from '../../../ui/Toast.tsx'
import { EndpointForm } from './EndpointForm.tsx'
import { endpointPath, useWebhookAction, type Endpoint } from './queries.ts'
import { RemoveDialog, ResumeDialog } from './StateDialogs.tsx'
import { TestDialog } from './TestDialog.tsx'
import { webhookWords } from './words.ts'

type Open = 'edit' | 'test' | 'resume' | 'remove'

/** What can be done with a webhook as a whole. */
export function EndpointActions({ endpoint }: { endpoint: Endpoint }) {
  const words = useWords(webhookWords)
  const toast = useToast()
  const [, go] = useLocation()
  const [open, setOpen] = useState<Open>()
  const pause = useWebhookAction(() => send<Endpoint>('POST', endpointPath(endpoint.id, '/pause')))
  const close = () => setOpen(undefined)
  if (!useMay('webhooks:write')) return null
  return (
    <>
      <Button onClick={() => setOpen('test')}>{words.test}</Button>
      {endpoint.state === 'active' ? (
        <Button busy={pause.isPending} onClick={() => pause.mutate(undefined, { onSuccess: () => toast(words.pausedToast) })}>
          {words.pause}
        </Button>
      ) : (
        <Button kind="main" onClick={() => setOpen('resume')}>
          {words.resume}
        </Button>
      )}
      <Button onClick={() => setOpen('edit')}>{words.edit}</Button>
      <Button kind="danger" onClick={() => setOpen('remove')}>
        {words.remove}
      </Button>
      {open === 'edit' && <EndpointForm endpoint={endpoint} onClose={close} onSaved={close} />}
      {open === 'test' && <TestDialog id={endpoint.id} onClose={close} />}
      {open === 'resume' && <ResumeDialog id={endpoint.id} onClose={close} />}
      {open === 'remove' && <RemoveDialog id={endpoint.id} onClose={close} onRemoved={() => go(paths.webhooks())} />}
    </>
  )
}
