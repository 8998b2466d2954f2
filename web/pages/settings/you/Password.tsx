import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { send } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { useSession } from '../../../session.ts'
import { Button } from '../../../ui/Button.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { errorOf, FormErrors } from '../../../ui/FormErrors.tsx'
import { useToast } from '../../../ui/Toast.tsx'
import { youWords } from './words.ts'

/** The old password and the new one. The address stands in a field of its own, so that password managers know whose it is. */
export function Password() {
  const words = useWords(youWords)
  const toast = useToast()
  const { email } = useSession().user
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const change = useMutation({
    mutationFn: () => send('POST', '/v1/session/password', { old, new: fresh }),
    onSuccess: () => {
      setOld('')
      setFresh('')
      toast(words.changed)
    },
  })
  const error = change.error
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate()
      }}
    >
      <FormErrors error={error} fields={['old', 'new', 'password']} />
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <TextField
        {...{ label: words.old, type: 'password', autoComplete: 'current-password', required: true }}
        {...{ error: errorOf(error, 'old'), value: old, onChange: setOld }}
      />
      <TextField
        {...{ label: words.fresh, hint: words.freshHint, type: 'password', autoComplete: 'new-password', required: true }}
        {...{ error: errorOf(error, 'new') ?? errorOf(error, 'password'), value: fresh, onChange: setFresh }}
      />
      <Button type="submit" busy={change.isPending}>
        {words.change}
      </Button>
    </form>
  )
}
