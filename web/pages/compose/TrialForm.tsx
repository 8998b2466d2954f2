import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { SendResponse } from '../../../src/contract/messages.ts'
import type { SampleRecipient } from '../../../src/contract/recipients.ts'
import { newIdempotencyKey, send } from '../../api.ts'
import { useWords } from '../../i18n/words.ts'
import { useSession } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { TextField } from '../../ui/Field.tsx'
import { trialOf } from './requests.ts'
import type { Stage } from './stage.ts'
import { trialWords } from './trialWords.ts'

export type TrialProps = { stage: Stage; recipient: SampleRecipient | undefined }

/** The number that it goes to, and what became of it. */
export function TrialForm({ stage: { draft, measured }, recipient }: TrialProps) {
  const words = useWords(trialWords)
  const [to, setTo] = useLastPhone()
  const [key, setKey] = useState(newIdempotencyKey)
  const values = recipient?.values ?? {}
  const trial = useMutation({
    mutationFn: () => {
      if (measured.kind !== 'composed') throw new Error('a text that is not composed has no test')
      return send<SendResponse>('POST', '/v1/messages', trialOf(draft, measured, { to, values }), { idempotencyKey: key })
    },
    // The next press is another test, whatever became of this one.
    onSettled: () => setKey(newIdempotencyKey()),
  })
  return (
    <form
      className="compose-trial"
      onSubmit={(event) => {
        event.preventDefault()
        trial.mutate()
      }}
    >
      <TextField label={words.to} hint={words.hint} type="tel" required maxLength={50} value={to} onChange={setTo} />
      {recipient !== undefined && Object.keys(values).length > 0 && <p className="soft small">{words.as(recipient.phone)}</p>}
      <Button type="submit" busy={trial.isPending}>
        {words.send}
      </Button>
      <div role="status">{trial.data !== undefined && <p className="compose-good">{words.sent(trial.data.messages[0]?.to ?? to)}</p>}</div>
      {trial.error !== null && <ErrorNote error={trial.error} />}
    </form>
  )
}

/** One's own number stays the same: the browser keeps it for the session. */
function useLastPhone(): [string, (phone: string) => void] {
  const name = `tapline.trial.${useSession().user.id}`
  const [phone, setPhone] = useState(() => readItem(name))
  return [
    phone,
    (next) => {
      setPhone(next)
      writeItem(name, next)
    },
  ]
}

function readItem(name: string): string {
  try {
    return sessionStorage.getItem(name) ?? ''
  } catch {
    // Where nothing may be kept, one types it again.
    return ''
  }
}

function writeItem(name: string, value: string): void {
  try {
    sessionStorage.setItem(name, value)
  } catch {
    // As above.
  }
}
