import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Role } from '../../../../src/contract/roles.ts'
import { send } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { keyOf } from '../../../queryClient.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CopyButton.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { errorOf, FormErrors } from '../../../ui/FormErrors.tsx'
import { uiWords } from '../../../ui/words.ts'
import type { InvitationMade } from './queries.ts'
import { RoleChoice } from './RoleChoice.tsx'
import { teamWords } from './words.ts'

/** Makes the link, then shows it: it is stored as a hash, so this is the only time. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const words = useWords(teamWords)
  const ui = useWords(uiWords)
  const client = useQueryClient()
  const [role, setRole] = useState<Role>('marketer')
  const [note, setNote] = useState('')
  const make = useMutation({
    mutationFn: () => send<InvitationMade>('POST', '/v1/team/invitations', { role, note }),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf('team') }),
  })
  const footer =
    make.data === undefined ? (
      <>
        <Button onClick={onClose}>{ui.cancel}</Button>
        <Button kind="main" busy={make.isPending} onClick={() => make.mutate()}>
          {words.inviteAction}
        </Button>
      </>
    ) : (
      <Button onClick={onClose}>{words.done}</Button>
    )
  return (
    <Dialog title={words.invite} onClose={onClose} footer={footer}>
      {make.data === undefined ? (
        <>
          <FormErrors error={make.error} fields={['note']} />
          <RoleChoice value={role} onChange={setRole} />
          <TextField
            {...{ label: words.note, hint: words.noteHint, error: errorOf(make.error, 'note'), optional: true }}
            {...{ maxLength: 200, value: note, onChange: setNote }}
          />
        </>
      ) : (
        <>
          <p>{words.made}</p>
          <CodeBlock label={words.link} code={make.data.url} oneLine />
        </>
      )}
    </Dialog>
  )
}
