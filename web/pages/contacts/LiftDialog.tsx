import { useState } from 'react'
import type { LiftReason } from '../../../src/contract/suppressions.ts'
import { send } from '../../api.ts'
import { useWords } from '../../i18n/words.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { RadioGroup } from '../../ui/Choice.tsx'
import { Note } from '../../ui/Note.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { suppressionWords } from './suppressionWords.ts'
import { useChange } from './useChange.ts'

const reasons: readonly LiftReason[] = ['person_asked', 'mistake', 'own_number']

/** Lets a number be sent to again, with a reason. */
export function LiftDialog({ phone, source, onClose }: { phone: string; source: string; onClose: () => void }) {
  const words = useWords(suppressionWords)
  const toast = useToast()
  const [reason, setReason] = useState<LiftReason>()
  const lift = useChange(() => send('DELETE', `/v1/suppressions/${encodeURIComponent(phone)}`, undefined, { query: { reason } }), {
    touches: ['suppressions', 'contacts'],
    onDone: () => {
      onClose()
      toast(words.lifted(phone))
    },
  })
  const isOwn = source === 'reply' || source === 'link'
  return (
    <ConfirmDialog
      title={words.liftTitle(phone)}
      action={words.liftAction}
      busy={lift.isPending}
      disabled={reason === undefined}
      error={lift.error}
      onConfirm={() => lift.mutate()}
      onClose={onClose}
    >
      {isOwn && (
        <Note kind="warning">
          <p>{words.liftOwn}</p>
        </Note>
      )}
      <p>{words.liftMeaning}</p>
      <RadioGroup
        legend={words.liftReason}
        options={reasons.map((value) => ({ value, ...words.reasons[value] }))}
        value={reason}
        onChange={setReason}
      />
      <p className="soft small">{words.reasonKept}</p>
    </ConfirmDialog>
  )
}
