import { useId, useState, type FormEvent } from 'react'
import type { Conversation } from '../../../../src/contract/simulator.ts'
import { useWords } from '../../../i18n/words.ts'
import { Button } from '../../../ui/Button.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { useReply } from './queries.ts'
import { phoneWords } from './words.ts'

/** As long as the API takes it. */
const MAX_TEXT = 1_500

/** The box to reply by, or why there is none. */
export function ReplyBox({ conversation: { phone, messages, answerable } }: { conversation: Conversation }) {
  const words = useWords(phoneWords)
  const [newest] = messages
  const [first] = answerable
  if (newest === undefined) return null
  if (first === undefined) return <p className="sim-no-reply">{words.noReply(newest.from)}</p>
  return <ReplyForm phone={phone} numbers={answerable} first={first} />
}

function ReplyForm({ phone, numbers, first }: { phone: string; numbers: readonly string[]; first: string }) {
  const words = useWords(phoneWords)
  const id = useId()
  const [chosen, setTo] = useState(first)
  const [text, setText] = useState('')
  const reply = useReply(phone)
  // The number that was chosen may have gone with its last message.
  const to = numbers.includes(chosen) ? chosen : first
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '' && !reply.isPending) reply.mutate({ to, text: text.trim() }, { onSuccess: () => setText('') })
  }
  return (
    <form className="sim-reply" onSubmit={submit}>
      {reply.error !== null && <ErrorNote error={reply.error} />}
      <div className="sim-reply-to">
        <label htmlFor={`${id}-to`}>{words.replyTo}</label>
        {numbers.length === 1 ? (
          <output id={`${id}-to`}>{to}</output>
        ) : (
          <select id={`${id}-to`} value={to} onChange={(event) => setTo(event.target.value)}>
            {numbers.map((number) => (
              <option key={number}>{number}</option>
            ))}
          </select>
        )}
      </div>
      <div className="sim-reply-write">
        <textarea
          className="input"
          rows={1}
          maxLength={MAX_TEXT}
          placeholder={words.placeholder}
          aria-label={words.reply}
          value={text}
          onChange={(event) => setText(event.target.value)}
          dir="auto"
        />
        <Button kind="main" type="submit" busy={reply.isPending}>
          {words.send}
        </Button>
      </div>
    </form>
  )
}
