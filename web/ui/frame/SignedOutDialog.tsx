import { useState, useSyncExternalStore } from 'react'
import { useWords } from '../../i18n/words.ts'
import { serverPaths } from '../../paths.ts'
import { signedOut } from '../../signedOut.ts'
import { Button } from '../Button.tsx'
import { Dialog } from '../Dialog.tsx'
import { frameWords } from './words.ts'

/** Says that the session is over, over whatever is on the page: what was typed can still be read and copied. */
export function SignedOutDialog() {
  const isOut = useSyncExternalStore(signedOut.subscribe, signedOut.read)
  const [stays, setStays] = useState(false)
  const words = useWords(frameWords)
  if (!isOut || stays) return null
  const goes = () => window.location.assign(serverPaths.signIn(window.location.pathname + window.location.search))
  return (
    <Dialog
      title={words.signedOut}
      onClose={() => setStays(true)}
      footer={
        <>
          <Button onClick={() => setStays(true)}>{words.stay}</Button>
          <Button kind="main" onClick={goes}>
            {words.signIn}
          </Button>
        </>
      }
    >
      <p>{words.signedOutMeaning}</p>
    </Dialog>
  )
}
