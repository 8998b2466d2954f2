import { useRef, useState } from 'react'
import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { composeWords } from './words.ts'

/** Throws the draft away, once asked. */
export function StartAnew({ isOffered, onStartAnew }: { isOffered: boolean; onStartAnew: () => void }) {
  const words = useWords(composeWords)
  const [isAsking, setAsking] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  if (!isOffered) return <span />
  return (
    <>
      <Button kind="bare" ref={button} onClick={() => setAsking(true)}>
        {words.startAnew}
      </Button>
      {isAsking && (
        <Dialog
          title={words.startAnewAsk}
          onClose={() => setAsking(false)}
          footer={
            <>
              <Button onClick={() => setAsking(false)}>{words.keep}</Button>
              <Button kind="danger" onClick={onStartAnew}>
                {words.throwAway}
              </Button>
            </>
          }
        >
          {null}
        </Dialog>
      )}
    </>
  )
}
