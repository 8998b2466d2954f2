import { useState, type KeyboardEvent } from 'react'
import { readSender } from '../../../../src/lib/sender.ts'
import { useWords } from '../../../i18n/words.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Choice.tsx'
import { TextField } from '../../../ui/Field.tsx'
import { senderFault, useSenderSentence } from '../../../ui/senderFault.ts'
import { useSaveAccount, type Account } from '../queries.ts'
import { SettingsForm, useDraft } from '../SettingsForm.tsx'
import { sendingWords } from './words.ts'

/** Senders of an account at most. */
const MAX_SENDERS = 50

/** What messages are from: the first is what a new text begins with. */
export function SenderForm({ account }: { account: Account }) {
  const words = useWords(sendingWords).senders
  const draft = useDraft({ senders: account.senders, onlySenders: account.only_senders })
  const { senders, onlySenders } = draft.values
  const set = (next: readonly string[]) => draft.set({ senders: [...next], ...(next.length === 0 ? { onlySenders: false } : {}) })
  const changes = () => ({ senders, only_senders: onlySenders })
  const save = useSaveAccount({ changes, onSaved: draft.reset })
  return (
    <SettingsForm draft={draft} mutation={save} fields={[]}>
      <SenderList senders={senders} onSenders={set} />
      {senders.length < MAX_SENDERS && <NewSender senders={senders} onAdd={(sender) => set([...senders, sender])} />}
      <Checkbox
        {...{ label: words.only, about: words.onlyAbout, checked: onlySenders, disabled: senders.length === 0 }}
        onChange={(onlySenders) => draft.set({ onlySenders })}
      />
    </SettingsForm>
  )
}

function SenderList({ senders, onSenders }: { senders: readonly string[]; onSenders: (senders: readonly string[]) => void }) {
  const words = useWords(sendingWords).senders
  if (senders.length === 0) return <p className="soft settings-about">{words.none}</p>
  return (
    <ul role="list" className="settings-senders" aria-label={words.title}>
      {senders.map((sender, at) => (
        <li key={sender}>
          <span className="settings-sender">{sender}</span>
          {at === 0 ? (
            <span className="soft">{words.isDefault}</span>
          ) : (
            <Button
              kind="bare"
              aria-label={words.makeDefaultOf(sender)}
              onClick={() => onSenders([sender, ...senders.filter((each) => each !== sender)])}
            >
              {words.makeDefault}
            </Button>
          )}
          <Button kind="bare" aria-label={words.removeOf(sender)} onClick={() => onSenders(senders.filter((each) => each !== sender))}>
            {words.remove}
          </Button>
        </li>
      ))}
    </ul>
  )
}

/** Enter adds; it does not save what is not complete yet. */
function NewSender({ senders, onAdd }: { senders: readonly string[]; onAdd: (sender: string) => void }) {
  const words = useWords(sendingWords).senders
  const sentence = useSenderSentence()
  const [text, setText] = useState('')
  const [error, setError] = useState<string>()
  const add = () => {
    const fault = senderFault(text)
    const read = readSender(text)
    const isKnown = read.kind === 'ok' && senders.includes(read.sender)
    if (fault !== undefined || read.kind !== 'ok' || isKnown) return setError(fault === undefined ? words.known : sentence(fault))
    onAdd(read.sender)
    setText('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    add()
  }
  const change = (next: string) => {
    setText(next)
    setError(undefined)
  }
  return (
    <div className="settings-row">
      <TextField {...{ label: words.add, error, maxLength: 17, value: text, onChange: change, onKeyDown }} />
      <Button onClick={add}>{words.addButton}</Button>
    </div>
  )
}
