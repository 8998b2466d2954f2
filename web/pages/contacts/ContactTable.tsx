import { Link } from 'wouter'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/Badge.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { Nothing } from '../../ui/Figure.tsx'
import { Time } from '../../ui/Time.tsx'
import { shownFields } from './filters.ts'
import type { ListedContact } from './queries.ts'
import { contactsWords } from './words.ts'

const FIELDS = 3

/** Contacts with the fields that tell most of them. */
export function ContactTable({ contacts, names }: { contacts: readonly ListedContact[]; names: readonly string[] }) {
  const words = useWords(contactsWords)
  const columns = useColumns(names)
  return <DataTable label={words.title} columns={columns} rows={contacts} rowKey={({ id }) => id} rowHref={({ id }) => paths.contact(id)} />
}

function useColumns(names: readonly string[]): readonly Column<ListedContact>[] {
  const words = useWords(contactsWords)
  const fields = shownFields(names, FIELDS).map((name): Column<ListedContact> => ({
    key: `field ${name}`,
    header: name,
    cell: (contact) => <FieldText value={contact.fields[name]} />,
    phone: 'plain',
  }))
  return [
    {
      key: 'phone',
      header: words.number,
      cell: ({ id, phone }) => <Link href={paths.contact(id)}>{phone}</Link>,
      width: 'fit',
      phone: 'title',
    },
    ...fields,
    { key: 'groups', header: words.groups, cell: (contact) => <Groups contact={contact} />, phone: 'line' },
    { key: 'state', header: words.state, cell: ({ suppressed }) => suppressed && <SuppressedBadge />, width: 'fit' },
    { key: 'added', header: words.added, cell: ({ created_at: at }) => <Time at={at} />, width: 'fit', phone: 'hide' },
  ]
}

export function SuppressedBadge() {
  const words = useWords(contactsWords)
  return (
    <Badge tone="over" shape="dash" title={words.isSuppressedMeaning}>
      {words.isSuppressed}
    </Badge>
  )
}

/** What a field holds comes from anywhere: it keeps its own direction, and its whole text stands in the title. */
export const FieldText = ({ value }: { value: string | undefined }) =>
  value === undefined ? <Nothing /> : <bdi title={value}>{value}</bdi>

const Groups = ({ contact: { groups } }: { contact: ListedContact }) => {
  const names = groups.map(({ name }) => name).join(', ')
  return <span title={names}>{names}</span>
}
