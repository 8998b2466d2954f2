import { useState } from 'react'
import type { z } from 'zod'
import type { memberAnswer } from '../../../src/contract/contacts.ts'
import { send } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { TextArea, TextField } from '../../ui/Field.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { DoneDialog } from './DoneDialog.tsx'
import { groupWords } from './groupWords.ts'
import { numbersIn } from './numbersOfFile.ts'
import type { Group } from './queries.ts'
import { useChange } from './useChange.ts'
import { contactsWords } from './words.ts'

const groupPath = ({ id }: Group) => `/v1/groups/${encodeURIComponent(id)}`

/** Makes a group, or names one anew. */
export function GroupNameDialog({ group, onClose }: { group?: Group; onClose: () => void }) {
  const words = useWords(groupWords)
  const shared = useWords(contactsWords)
  const toast = useToast()
  const [name, setName] = useState(group?.name ?? '')
  const save = useChange(() => (group === undefined ? send('POST', '/v1/groups', { name }) : send('PATCH', groupPath(group), { name })), {
    touches: ['groups', 'contacts'],
    onDone: () => {
      onClose()
      if (group !== undefined) toast(words.renamed)
    },
  })
  return (
    <ConfirmDialog
      title={group === undefined ? words.make : words.renameTitle(group.name)}
      action={group === undefined ? words.make : shared.save}
      busy={save.isPending}
      disabled={name.trim() === ''}
      error={save.error}
      onConfirm={() => save.mutate()}
      onClose={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '' && !save.isPending) save.mutate()
        }}
      >
        <TextField label={words.name} maxLength={100} value={name} onChange={setName} hint={words.nameHint} />
      </form>
    </ConfirmDialog>
  )
}

const MAX_AT_ONCE = 1_000
type Answer = z.infer<typeof memberAnswer>

/** Puts contacts into a group by their numbers. */
export function AddMembersDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const words = useWords(groupWords)
  const format = useFormat()
  const toast = useToast()
  const [text, setText] = useState('')
  const numbers = numbersIn(text)
    .map((entry) =>
      entry
        .replace(/[\s()./-]/g, '')
        .replace(/^00/, '+')
        .slice(0, 30),
    )
    .slice(0, MAX_AT_ONCE)
  const add = useChange(() => send<Answer>('POST', `${groupPath(group)}/members/add`, { contacts: numbers }), {
    touches: ['groups', 'contacts'],
    onDone: ({ changed, unknown }) => {
      if (unknown.length > 0) return
      onClose()
      toast(words.addedMembers(changed, format.number(changed)))
    },
  })
  if (add.data !== undefined && add.data.unknown.length > 0) return <Unknown group={group} answer={add.data} onClose={onClose} />
  return (
    <ConfirmDialog
      title={words.addTitle(group.name)}
      action={words.addAction(numbers.length, format.number(numbers.length))}
      busy={add.isPending}
      disabled={numbers.length === 0}
      error={add.error}
      onConfirm={() => add.mutate()}
      onClose={onClose}
    >
      <TextArea label={words.numbers} rows={6} value={text} onChange={setText} hint={words.numbersHint} />
    </ConfirmDialog>
  )
}

function Unknown({ group, answer: { changed, unknown }, onClose }: { group: Group; answer: Answer; onClose: () => void }) {
  const words = useWords(groupWords)
  const format = useFormat()
  return (
    <DoneDialog title={words.addTitle(group.name)} done={words.done} onClose={onClose}>
      <p>{words.addedMembers(changed, format.number(changed))}</p>
      <p>{words.unknown(unknown.length, format.number(unknown.length))}</p>
      <ul className="plain-list mono">
        {unknown.map((entry) => (
          <li key={entry}>
            <bdi>{entry}</bdi>
          </li>
        ))}
      </ul>
    </DoneDialog>
  )
}

/** Deletes a group; says what stays. */
export function DeleteGroupDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const words = useWords(groupWords)
  const format = useFormat()
  const toast = useToast()
  const remove = useChange(() => send('DELETE', groupPath(group)), {
    touches: ['groups', 'contacts'],
    onDone: () => {
      onClose()
      toast(words.deleted)
    },
  })
  return (
    <ConfirmDialog
      title={words.deleteTitle(group.name)}
      action={words.deleteAction}
      danger
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>{words.deleteMeaning(group.members ?? 0, format.number(group.members ?? 0))}</p>
    </ConfirmDialog>
  )
}
