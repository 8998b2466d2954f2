import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { send } from '../../api.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Combobox } from '../../ui/Combobox.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Part } from './Part.tsx'
import { contactWords } from './contactWords.ts'
import { groupNamesQuery, type ContactDetail } from './queries.ts'
import { useChange } from './useChange.ts'
import { contactsWords } from './words.ts'

const OFFERED = 8

/** The groups of a contact, with a way in and out of each. */
export function Memberships({ contact }: { contact: ContactDetail }) {
  const words = useWords(contactWords)
  const shared = useWords(contactsWords)
  const mayWrite = useMay('contacts:write')
  const change = useChange(
    ({ groupId, how }: { groupId: string; how: 'add' | 'remove' }) =>
      send('POST', `/v1/groups/${encodeURIComponent(groupId)}/members/${how}`, { contacts: [contact.id] }),
    { touches: ['contacts', 'groups'] },
  )
  return (
    <Part title={shared.groups}>
      {change.error !== null && <ErrorNote error={change.error} />}
      {contact.groups.length === 0 && <p className="soft">{words.noGroups}</p>}
      <ul role="list" className="memberships">
        {contact.groups.map(({ id, name }) => (
          <li key={id}>
            <Link href={paths.groupMembers(id)}>
              <bdi>{name}</bdi>
            </Link>
            {mayWrite && (
              <IconButton icon="close" label={words.removeFrom(name)} onClick={() => change.mutate({ groupId: id, how: 'remove' })} />
            )}
          </li>
        ))}
      </ul>
      {mayWrite && <AddToGroup contact={contact} onAdd={(groupId) => change.mutate({ groupId, how: 'add' })} />}
    </Part>
  )
}

function AddToGroup({ contact, onAdd }: { contact: ContactDetail; onAdd: (groupId: string) => void }) {
  const words = useWords(contactWords)
  const [text, setText] = useState('')
  const { data: groups = [], isPending } = useQuery(groupNamesQuery)
  const wanted = text.trim().toLowerCase()
  const choices = groups
    .filter(({ id, name }) => name.toLowerCase().includes(wanted) && !contact.groups.some((group) => group.id === id))
    .slice(0, OFFERED)
    .map(({ id, name }) => ({ value: id, label: name }))
  if (!isPending && groups.length === contact.groups.length) return null
  return (
    <Combobox
      label={words.addToGroup}
      text={text}
      onText={setText}
      choices={choices}
      isLoading={isPending}
      onChoose={({ value }) => {
        setText('')
        onAdd(value)
      }}
    />
  )
}
