import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Role } from '../../../../src/contract/roles.ts'
import { send } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { keyOf } from '../../../queryClient.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { useToast } from '../../../ui/Toast.tsx'
import { uiWords } from '../../../ui/words.ts'
import { Confirm } from '../Confirm.tsx'
import type { Member } from './queries.ts'
import { RoleChoice } from './RoleChoice.tsx'
import { teamWords } from './words.ts'

type DialogProps = { member: Member; onClose: () => void }

/** Gives somebody another role. Who changes their own sees other screens at once. */
export function ChangeRole({ member, onClose }: DialogProps) {
  const words = useWords(teamWords)
  const ui = useWords(uiWords)
  const client = useQueryClient()
  const toast = useToast()
  const [role, setRole] = useState<Role>(member.role)
  const change = useMutation({
    mutationFn: () => send('PATCH', `/v1/team/${member.id}`, { role }),
    onSuccess: async () => {
      toast(words.changed(member.email))
      onClose()
      await client.invalidateQueries({ queryKey: keyOf('team') })
      if (member.is_you) await client.invalidateQueries({ queryKey: keyOf('session') })
    },
  })
  const footer = (
    <>
      <Button onClick={onClose}>{ui.cancel}</Button>
      <Button kind="main" busy={change.isPending} disabled={role === member.role} onClick={() => change.mutate()}>
        {words.changeAction}
      </Button>
    </>
  )
  return (
    <Dialog title={words.changeTitle} onClose={onClose} footer={footer}>
      {change.error !== null && <ErrorNote error={change.error} />}
      <p className="settings-wrap">{member.email}</p>
      <RoleChoice value={role} onChange={setRole} />
    </Dialog>
  )
}

/** Takes somebody off the team. */
export function RemoveMember({ member, onClose }: DialogProps) {
  const words = useWords(teamWords)
  const client = useQueryClient()
  const toast = useToast()
  const remove = useMutation({
    mutationFn: () => send('DELETE', `/v1/team/${member.id}`),
    onSuccess: () => {
      toast(words.removed(member.email))
      onClose()
      return client.invalidateQueries({ queryKey: keyOf('team') })
    },
  })
  return (
    <Confirm title={words.removeTitle} action={words.remove} mutation={remove} run={() => remove.mutate()} onClose={onClose}>
      {words.removeAbout(member.email)}
    </Confirm>
  )
}
