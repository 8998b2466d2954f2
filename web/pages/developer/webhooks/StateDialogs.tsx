import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { send } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { keyOf } from '../../../queryClient.ts'
import { Button } from '../../../ui/Button.tsx'
import { RadioGroup } from '../../../ui/Choice.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { useToast } from '../../../ui/Toast.tsx'
import { uiWords } from '../../../ui/words.ts'
import { endpointPath, useWebhookAction } from './queries.ts'
import { webhookWords } from './words.ts'

type Waiting = 'send' | 'skip'

/** Lets events go again, and asks what should become of those that waited. */
export function ResumeDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useWords(webhookWords)
  const common = useWords(uiWords)
  const toast = useToast()
  const [waiting, setWaiting] = useState<Waiting>('send')
  const resume = useWebhookAction((waiting: Waiting) => send('POST', endpointPath(id, '/resume'), { waiting }))
  const run = () =>
    resume.mutate(waiting, {
      onSuccess: () => {
        toast(words.resumedToast)
        onClose()
      },
    })
  const footer = (
    <>
      <Button onClick={onClose}>{common.cancel}</Button>
      <Button kind="main" busy={resume.isPending} onClick={run}>
        {words.resume}
      </Button>
    </>
  )
  const options = [
    { value: 'send' as const, label: words.resumeSend, about: words.resumeSendMeaning },
    { value: 'skip' as const, label: words.resumeSkip, about: words.resumeSkipMeaning },
  ]
  return (
    <Dialog title={words.resumeTitle} onClose={onClose} footer={footer}>
      <RadioGroup legend={words.resumeMeaning} options={options} value={waiting} onChange={setWaiting} />
      {resume.error !== null && <ErrorNote error={resume.error} retry={run} />}
    </Dialog>
  )
}

export function RemoveDialog({ id, onClose, onRemoved }: { id: string; onClose: () => void; onRemoved: () => void }) {
  const words = useWords(webhookWords)
  const common = useWords(uiWords)
  const toast = useToast()
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => send('DELETE', endpointPath(id)),
    // The page of what is gone is left before anything is read anew.
    onSuccess: () => {
      toast(words.removedToast)
      onRemoved()
      for (const what of ['list', 'health']) void client.invalidateQueries({ queryKey: keyOf('webhooks', what) })
    },
  })
  const run = () => remove.mutate()
  const footer = (
    <>
      <Button onClick={onClose}>{common.cancel}</Button>
      <Button kind="danger" busy={remove.isPending} onClick={run}>
        {words.removeNow}
      </Button>
    </>
  )
  return (
    <Dialog title={words.removeTitle} onClose={onClose} footer={footer}>
      <p>{words.removeMeaning}</p>
      {remove.error !== null && <ErrorNote error={remove.error} retry={run} />}
    </Dialog>
  )
}
