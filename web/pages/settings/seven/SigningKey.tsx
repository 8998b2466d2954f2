import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useWords } from '../../../i18n/words.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CopyButton.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { useToast } from '../../../ui/Toast.tsx'
import { Confirm } from '../Confirm.tsx'
import { rotateSigningKey, showSigningKey } from './queries.ts'
import { sevenWords } from './words.ts'

/** The key, asked for when somebody wants to see it, and kept nowhere but here. */
export function SigningKey() {
  const words = useWords(sevenWords)
  const toast = useToast()
  const [key, setKey] = useState<string>()
  const [isAsking, setAsking] = useState(false)
  const show = useMutation({ mutationFn: showSigningKey, onSuccess: (shown) => setKey(shown.signing_key) })
  const rotate = useMutation({
    mutationFn: rotateSigningKey,
    onSuccess: (made) => {
      setKey(made.signing_key)
      setAsking(false)
      toast(words.rotated)
    },
  })
  return (
    <>
      {key !== undefined && <CodeBlock code={key} label={words.key} oneLine />}
      {show.error !== null && <ErrorNote error={show.error} />}
      <div className="settings-end">
        {key === undefined ? (
          <Button busy={show.isPending} onClick={() => show.mutate()}>
            {words.show}
          </Button>
        ) : (
          <Button onClick={() => setKey(undefined)}>{words.hide}</Button>
        )}
        <Button onClick={() => setAsking(true)}>{words.rotate}</Button>
      </div>
      {isAsking && (
        <Confirm
          {...{ title: words.rotateTitle, action: words.rotateNow, mutation: rotate }}
          {...{ run: () => rotate.mutate(), onClose: () => setAsking(false) }}
        >
          {words.rotateBody}
        </Confirm>
      )}
    </>
  )
}
