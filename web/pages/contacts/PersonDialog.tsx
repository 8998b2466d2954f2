import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { erasure } from '../../../src/contract/persons.ts'
import { send } from '../../api.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { TextField } from '../../ui/Field.tsx'
import { Note } from '../../ui/Note.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { DoneDialog } from './DoneDialog.tsx'
import { personWords } from './personWords.ts'
import { saveFile } from './saveFile.ts'
import { useChange } from './useChange.ts'

/** Erasing or exporting by a number that is typed. */
export function PersonDialog({ onClose }: { onClose: () => void }) {
  const words = useWords(personWords)
  const [phone, setPhone] = useState('')
  const [isErasing, setErasing] = useState(false)
  const client = useQueryClient()
  const exported = usePersonExport()
  const close = () => {
    onClose()
    void client.invalidateQueries({ queryKey: ['contacts'] })
  }
  const isMissing = phone.trim() === ''
  if (isErasing) return <EraseDialog phone={phone.trim()} onClose={onClose} onErased={close} />
  const footer = (
    <>
      <Button kind="danger" disabled={isMissing} onClick={() => setErasing(true)}>
        {words.goOn}
      </Button>
      <Button kind="main" disabled={isMissing} busy={exported.isPending} onClick={() => exported.mutate(phone.trim())}>
        {words.exportAll}
      </Button>
    </>
  )
  return (
    <Dialog title={words.title} onClose={onClose} footer={footer}>
      {exported.error !== null && <ErrorNote error={exported.error} />}
      <TextField
        label={words.number}
        inputMode="tel"
        autoComplete="off"
        maxLength={50}
        value={phone}
        onChange={setPhone}
        hint={words.numberHint}
      />
    </Dialog>
  )
}

/** Makes a file of all that is held on a number. */
export function usePersonExport() {
  const words = useWords(personWords)
  const toast = useToast()
  return useChange((phone: string) => send<unknown>('POST', '/v1/persons/export', { phone }), {
    touches: [],
    onDone: (person, phone) => {
      saveFile(JSON.stringify(person, null, 2), { name: `person-${phone.replace(/\D/g, '')}.json`, type: 'application/json' })
      toast(words.exported)
    },
  })
}

/** Says what goes and what stays, and wants the number typed, since nothing brings it back. */
export function EraseDialog({ phone, onClose, onErased }: { phone: string; onClose: () => void; onErased: () => void }) {
  const words = useWords(personWords)
  const [typed, setTyped] = useState('')
  const erase = useChange(() => send<z.infer<typeof erasure>>('POST', '/v1/persons/erase', { phone }), {
    touches: ['contacts', 'groups', 'messages', 'inbound', 'suppressions', 'conversions'],
    leaves: true,
  })
  if (erase.data !== undefined) return <Erased result={erase.data} phone={phone} onClose={onErased} />
  return (
    <ConfirmDialog
      title={words.eraseTitle(phone)}
      action={words.erase}
      danger
      busy={erase.isPending}
      disabled={digitsOf(typed) !== digitsOf(phone)}
      error={erase.error}
      onConfirm={() => erase.mutate()}
      onClose={onClose}
    >
      <p>
        <strong>{words.noWayBack}</strong>
      </p>
      <h3>{words.goes}</h3>
      <Listed entries={words.goesList} />
      <h3>{words.stays}</h3>
      <Listed entries={words.staysList} />
      <TextField label={words.confirm(phone)} inputMode="tel" autoComplete="off" value={typed} onChange={setTyped} />
    </ConfirmDialog>
  )
}

const digitsOf = (text: string) => text.replace(/\D/g, '')

const Listed = ({ entries }: { entries: readonly string[] }) => (
  <ul className="plain-list">
    {entries.map((entry) => (
      <li key={entry}>{entry}</li>
    ))}
  </ul>
)

function Erased({ result: { state, messages }, phone, onClose }: { result: z.infer<typeof erasure>; phone: string; onClose: () => void }) {
  const words = useWords(personWords)
  const format = useFormat()
  return (
    <DoneDialog title={phone} done={words.done} onClose={onClose}>
      <Note kind="good">
        <p>{state === 'finished' ? words.finished(messages, format.number(messages)) : words.working}</p>
      </Note>
    </DoneDialog>
  )
}
