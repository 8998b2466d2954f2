import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useLocation } from 'wouter'
import type { ContactView } from '../../../src/contract/contacts.ts'
import { send } from '../../api.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useSession } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/Field.tsx'
import { errorOf, FormErrors } from '../../ui/FormErrors.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { uiWords } from '../../ui/words.ts'
import type { Fault } from '../../ui/problems.ts'
import { ConsentFields, consentOf, noConsent } from './ConsentFields.tsx'
import { contactWords } from './contactWords.ts'
import { FieldRows, fieldsOf, rowsFor, type FieldRow } from './FieldRows.tsx'
import { shownFields } from './filters.ts'
import { contactPath, fieldNamesQuery, type ContactDetail } from './queries.ts'
import { useChange } from './useChange.ts'
import { contactsWords } from './words.ts'

const OFFERED_FIELDS = 3

/** A new contact. One that is there already is not changed; its page is shown. */
export function ContactDialog({ onClose }: { onClose: () => void }) {
  const words = useWords(contactWords)
  const id = useId()
  const { data, isPending } = useQuery(fieldNamesQuery)
  return (
    <FormDialog id={id} title={words.addTitle} onClose={onClose}>
      {(setBusy) => (isPending ? null : <NewContact id={id} names={data?.fields ?? []} setBusy={setBusy} onClose={onClose} />)}
    </FormDialog>
  )
}

/** Fields and time zone of a contact; its number is what it is. */
export function EditContactDialog({ contact, onClose }: { contact: ContactDetail; onClose: () => void }) {
  const words = useWords(contactWords)
  const id = useId()
  return (
    <FormDialog id={id} title={words.editTitle(contact.phone)} onClose={onClose}>
      {(setBusy) => <ChangedContact id={id} contact={contact} setBusy={setBusy} onClose={onClose} />}
    </FormDialog>
  )
}

type FormProps = { id: string; setBusy: (busy: boolean) => void; onClose: () => void }

function FormDialog({
  id,
  title,
  onClose,
  children,
}: {
  id: string
  title: string
  onClose: () => void
  children: (setBusy: (busy: boolean) => void) => React.ReactNode
}) {
  const words = useWords(uiWords)
  const own = useWords(contactsWords)
  const [isBusy, setBusy] = useState(false)
  const footer = (
    <>
      <Button onClick={onClose}>{words.cancel}</Button>
      <Button kind="main" type="submit" form={id} busy={isBusy}>
        {own.save}
      </Button>
    </>
  )
  return (
    <Dialog title={title} onClose={onClose} footer={footer}>
      {children(setBusy)}
    </Dialog>
  )
}

function NewContact({ id, names, setBusy, onClose }: FormProps & { names: readonly string[] }) {
  const words = useWords(contactWords)
  const shared = useWords(contactsWords)
  const { account } = useSession()
  const [phone, setPhone] = useState('')
  const [zone, setZone] = useState('')
  const [groups, setGroups] = useState('')
  const [rows, setRows] = useState<readonly FieldRow[]>(() => rowsFor(shownFields(names, OFFERED_FIELDS).map((name) => [name, ''])))
  const [consent, setConsent] = useState(noConsent)
  const done = useAdded(onClose)
  const add = useChange(
    () =>
      send<ContactView>('POST', '/v1/contacts', {
        ...{ phone, rule: 'skip', fields: fieldsOf(rows), groups: groupsOf(groups) },
        ...(zone.trim() === '' ? {} : { time_zone: zone.trim() }),
        ...consentOf(consent),
      }),
    { touches: ['contacts', 'groups'], onDone: done },
  )
  return (
    <Form id={id} run={add} setBusy={setBusy} fields={['phone', 'time_zone', 'consent.source', 'consent.at']}>
      <TextField
        label={words.number}
        required
        inputMode="tel"
        autoComplete="off"
        maxLength={50}
        value={phone}
        onChange={setPhone}
        hint={account.default_country === null ? words.numberHint : words.numberHintFor(account.default_country)}
        error={errorOf(add.error, 'phone')}
      />
      <FieldRows rows={rows} known={names} onChange={setRows} />
      <TextField label={shared.groups} optional value={groups} onChange={setGroups} hint={words.groupsHint} />
      <ZoneField value={zone} onChange={setZone} error={errorOf(add.error, 'time_zone')} />
      <h3>{words.consent}</h3>
      <ConsentFields value={consent} onChange={setConsent} error={add.error} optional />
    </Form>
  )
}

/** A contact that was made less than a moment ago is new; an older one was there. */
function useAdded(onClose: () => void) {
  const words = useWords(contactWords)
  const toast = useToast()
  const [, go] = useLocation()
  return ({ id, created_at: createdAt, updated_at: updatedAt }: ContactView) => {
    const isNew = createdAt === updatedAt && Date.now() - Date.parse(createdAt) < 60_000
    onClose()
    toast(isNew ? words.added1 : words.wasThere)
    go(paths.contact(id))
  }
}

function ChangedContact({ id, contact, setBusy, onClose }: FormProps & { contact: ContactDetail }) {
  const words = useWords(contactWords)
  const toast = useToast()
  const { data } = useQuery(fieldNamesQuery)
  const [rows, setRows] = useState<readonly FieldRow[]>(() => rowsFor(Object.entries(contact.fields)))
  const own = contact.time_zone_basis === 'own' ? (contact.time_zone ?? '') : ''
  const [zone, setZone] = useState(own)
  const change = useChange(
    () => {
      const fields = fieldsOf(rows)
      const gone = Object.fromEntries(Object.keys(contact.fields).flatMap((name) => (Object.hasOwn(fields, name) ? [] : [[name, null]])))
      const timeZone = zone.trim() === own ? {} : { time_zone: zone.trim() === '' ? null : zone.trim() }
      return send<ContactView>('PATCH', contactPath(contact.id), { fields: { ...gone, ...fields }, ...timeZone })
    },
    {
      touches: ['contacts'],
      onDone: () => {
        onClose()
        toast(words.saved)
      },
    },
  )
  return (
    <Form id={id} run={change} setBusy={setBusy} fields={['time_zone']}>
      <FieldRows rows={rows} known={data?.fields ?? []} onChange={setRows} />
      <ZoneField value={zone} onChange={setZone} error={errorOf(change.error, 'time_zone')} />
    </Form>
  )
}

function Form({
  id,
  run,
  setBusy,
  fields,
  children,
}: {
  id: string
  run: { mutate: (given: void, options: { onSettled: () => void }) => void; error: unknown; isPending: boolean }
  setBusy: (busy: boolean) => void
  fields: readonly string[]
  children: React.ReactNode
}) {
  return (
    <form
      id={id}
      onSubmit={(event) => {
        event.preventDefault()
        if (run.isPending) return
        setBusy(true)
        run.mutate(undefined, { onSettled: () => setBusy(false) })
      }}
    >
      <FormErrors error={run.error} fields={fields} />
      {children}
    </form>
  )
}

function ZoneField({ value, onChange, error }: { value: string; onChange: (value: string) => void; error: Fault | undefined }) {
  const words = useWords(contactWords)
  return <TextField label={words.zone} optional maxLength={60} value={value} onChange={onChange} hint={words.zoneHint} error={error} />
}

const groupsOf = (text: string): string[] =>
  text
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '')
