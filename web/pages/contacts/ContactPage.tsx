import './contacts.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { ApiError, send } from '../../api.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import type { PageProps } from '../../route.ts'
import { useMay, useSession } from '../../session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Menu, type MenuItem } from '../../ui/Menu.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useToast } from '../../ui/Toast.tsx'
import { EditContactDialog } from './ContactDialog.tsx'
import { ContactFacts } from './ContactFacts.tsx'
import { ContactHistory } from './ContactHistory.tsx'
import { SuppressedBadge } from './ContactTable.tsx'
import { contactWords } from './contactWords.ts'
import { EraseDialog, usePersonExport } from './PersonDialog.tsx'
import { contactPath, contactQuery, type ContactDetail } from './queries.ts'
import { SuppressOneDialog } from './SuppressOneDialog.tsx'
import { useChange } from './useChange.ts'
import { contactsWords } from './words.ts'

/** All that is known of one contact: what it is, what it agreed to, what it got and did. */
export default function ContactPage({ params: { id = '' } }: PageProps) {
  const words = useWords(contactsWords)
  const query = useQuery(contactQuery(id))
  const isMissing = query.error instanceof ApiError && query.error.code === 'not_found'
  const parent = { to: paths.contacts(), name: words.title }
  if (isMissing) return <Missing name={id} />
  const { data } = query
  return (
    <>
      <PageHeader
        title={data?.phone ?? '…'}
        parent={parent}
        beside={data !== undefined && data.suppression !== null && <SuppressedBadge />}
        actions={data !== undefined && <Actions contact={data} />}
      />
      <QueryView query={query} skeleton={<SkeletonRows rows={10} />}>
        {(contact) => (
          <div className="contact-page">
            <ContactFacts contact={contact} />
            <ContactHistory id={contact.id} />
          </div>
        )}
      </QueryView>
    </>
  )
}

function Missing({ name }: { name: string }) {
  const words = useWords(contactsWords)
  const own = useWords(contactWords)
  return (
    <>
      <PageHeader title={own.notFound(name)} parent={{ to: paths.contacts(), name: words.title }} />
      <EmptyState action={<ButtonLink to={paths.contacts()}>{words.title}</ButtonLink>}>{own.notFound(name)}</EmptyState>
    </>
  )
}

type Opened = 'edit' | 'delete' | 'erase' | 'suppress'

function Actions({ contact }: { contact: ContactDetail }) {
  const words = useWords(contactWords)
  const mayWrite = useMay('contacts:write')
  const mayErase = useMay('persons:manage')
  const { numbers } = useSession()
  const [opened, open] = useState<Opened>()
  const close = () => open(undefined)
  const [, go] = useLocation()
  const exported = usePersonExport()
  const items: MenuItem[] = [
    ...(mayWrite && contact.suppression === null && numbers === 'shown'
      ? [{ key: 'suppress', label: words.suppress, onChoose: () => open('suppress') }]
      : []),
    ...(mayErase ? [{ key: 'export', label: words.exportPerson, onChoose: () => exported.mutate(contact.phone) }] : []),
    ...(mayWrite ? [{ key: 'delete', label: words.deleteContact, danger: true, onChoose: () => open('delete') }] : []),
    ...(mayErase ? [{ key: 'erase', label: words.erase, danger: true, onChoose: () => open('erase') }] : []),
  ]
  return (
    <>
      {mayWrite && <Button onClick={() => open('edit')}>{words.edit}</Button>}
      {items.length > 0 && <Menu label={words.more} end items={items} />}
      {opened === 'edit' && <EditContactDialog contact={contact} onClose={close} />}
      {opened === 'delete' && <DeleteDialog contact={contact} onClose={close} />}
      {opened === 'erase' && <EraseDialog phone={contact.phone} onClose={close} onErased={() => go(paths.contacts())} />}
      {opened === 'suppress' && <SuppressOneDialog phone={contact.phone} onClose={close} />}
    </>
  )
}

function DeleteDialog({ contact: { id, phone }, onClose }: { contact: ContactDetail; onClose: () => void }) {
  const words = useWords(contactWords)
  const toast = useToast()
  const [, go] = useLocation()
  const remove = useChange(() => send('DELETE', contactPath(id)), {
    touches: ['contacts', 'groups'],
    leaves: true,
    onDone: () => {
      toast(words.deleted)
      go(paths.contacts())
    },
  })
  return (
    <ConfirmDialog
      title={words.deleteTitle(phone)}
      action={words.deleteContact}
      danger
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>{words.deleteMeaning}</p>
    </ConfirmDialog>
  )
}
