import './contacts.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useWords } from '../../i18n/words.ts'
import { paths, withQuery } from '../../paths.ts'
import { useMay, useSession } from '../../session.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useUrlState } from '../../useUrlState.ts'
import { useNewForm } from '../../useNewForm.ts'
import { ContactDialog } from './ContactDialog.tsx'
import { ContactFilters } from './ContactFilters.tsx'
import { ContactTable } from './ContactTable.tsx'
import { ContactTabs } from './ContactTabs.tsx'
import { contactDefaults, queryOf } from './filters.ts'
import { PersonDialog } from './PersonDialog.tsx'
import { contactsQuery, fieldNamesQuery } from './queries.ts'
import { contactsWords } from './words.ts'

/** Everybody who can be sent to, with search and filters in the address. */
export default function ContactsPage() {
  const words = useWords(contactsWords)
  const { values, change, clear, isFiltered } = useUrlState(contactDefaults)
  const isMasked = useSession().numbers === 'masked'
  const filters = queryOf(values, { isMasked })
  const isNarrowed = Object.keys(filters).length > 0
  const query = useInfiniteQuery(contactsQuery(filters))
  const { data: fields } = useQuery(fieldNamesQuery)
  const isEmpty = !isFiltered && query.data?.pages[0]?.contacts.length === 0
  return (
    <>
      <PageHeader
        title={words.title}
        actions={<Actions exportPath={isEmpty ? undefined : withQuery('/v1/contacts/export', filters)} isNarrowed={isNarrowed} />}
      />
      <ContactTabs />
      {!isEmpty && <ContactFilters values={values} change={change} clear={clear} />}
      <QueryView query={query} skeleton={<SkeletonRows rows={12} />}>
        {({ pages }) => {
          const contacts = pages.flatMap((page) => page.contacts)
          if (isEmpty) return <Empty />
          return (
            <>
              {contacts.length === 0 ? (
                <EmptyState>{query.hasNextPage ? words.nothingHere : words.noMatch}</EmptyState>
              ) : (
                <ContactTable contacts={contacts} names={fields?.fields ?? []} />
              )}
              <LoadMore query={query} />
            </>
          )
        }}
      </QueryView>
    </>
  )
}

function Actions({ exportPath, isNarrowed }: { exportPath: string | undefined; isNarrowed: boolean }) {
  const words = useWords(contactsWords)
  const mayWrite = useMay('contacts:write')
  const mayErase = useMay('persons:manage')
  const form = useNewForm()
  const [isAboutPerson, askPerson] = useState(false)
  return (
    <>
      {exportPath !== undefined && (
        <a className="button quiet" href={exportPath} download>
          {isNarrowed ? words.exportShown : words.exportAll}
        </a>
      )}
      {mayWrite && <ButtonLink to={paths.newImport()}>{words.importFile}</ButtonLink>}
      {mayWrite && (
        <Button kind="main" onClick={form.open}>
          {words.add}
        </Button>
      )}
      {mayErase && (
        <Menu label={words.more} icon="more" end items={[{ key: 'person', label: words.privacy, onChoose: () => askPerson(true) }]} />
      )}
      {mayWrite && form.isOpen && <ContactDialog onClose={form.close} />}
      {isAboutPerson && <PersonDialog onClose={() => askPerson(false)} />}
    </>
  )
}

function Empty() {
  const words = useWords(contactsWords)
  const mayWrite = useMay('contacts:write')
  const action = (
    <ButtonLink to={paths.newImport()} kind="main">
      {words.importFirst}
    </ButtonLink>
  )
  return <EmptyState {...(mayWrite ? { action } : {})}>{words.noContacts}</EmptyState>
}
