import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { send } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { serverPaths } from '../../../paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { Confirm } from '../Confirm.tsx'
import { youWords } from './words.ts'

/** Ends every session of the reader; the browser then shows the page to sign in. */
export function SignOutEverywhere() {
  const words = useWords(youWords)
  const [isAsking, setAsking] = useState(false)
  const end = useMutation({
    mutationFn: () => send('DELETE', '/v1/sessions'),
    onSuccess: () => window.location.assign(serverPaths.signIn('/')),
  })
  return (
    <>
      <Button kind="danger" onClick={() => setAsking(true)}>
        {words.signOutEverywhere}
      </Button>
      {isAsking && (
        <Confirm
          title={words.sure}
          action={words.signOutEverywhere}
          mutation={end}
          run={() => end.mutate()}
          onClose={() => setAsking(false)}
        >
          {words.sureAbout}
        </Confirm>
      )}
    </>
  )
}
