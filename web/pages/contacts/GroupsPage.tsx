import './contacts.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useMay, useSession } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { NumberText } from '../../ui/Figure.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { Menu, type MenuItem } from '../../ui/Menu.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { useNewForm } from '../../useNewForm.ts'
import { ContactTabs } from './ContactTabs.tsx'
import { AddMembersDialog, DeleteGroupDialog, GroupNameDialog } from './GroupDialogs.tsx'
import { groupWords } from './groupWords.ts'
import { groupsQuery, type Group } from './queries.ts'

type Opened = { what: 'rename' | 'add' | 'delete'; group: Group }

/** Groups with how many contacts each has; a group leads to its contacts. */
export default function GroupsPage() {
  const words = useWords(groupWords)
  const mayWrite = useMay('contacts:write')
  const query = useInfiniteQuery(groupsQuery)
  const form = useNewForm()
  const make = mayWrite && (
    <Button kind="main" onClick={form.open}>
      {words.make}
    </Button>
  )
  const isEmpty = query.data?.pages[0]?.groups.length === 0
  return (
    <>
      <PageHeader title={words.title} actions={isEmpty ? undefined : make} />
      <ContactTabs />
      <QueryView query={query} skeleton={<SkeletonRows />}>
        {({ pages }) => {
          const groups = pages.flatMap((page) => page.groups)
          return groups.length === 0 ? <EmptyState action={make}>{words.none}</EmptyState> : <GroupTable groups={groups} />
        }}
      </QueryView>
      <LoadMore query={query} />
      {mayWrite && form.isOpen && <GroupNameDialog onClose={form.close} />}
    </>
  )
}

function GroupTable({ groups }: { groups: readonly Group[] }) {
  const words = useWords(groupWords)
  const [opened, open] = useState<Opened>()
  const close = () => open(undefined)
  const columns = useColumns(open)
  return (
    <>
      <DataTable label={words.title} columns={columns} rows={groups} rowKey={({ id }) => id} rowHref={({ id }) => paths.groupMembers(id)} />
      {opened?.what === 'rename' && <GroupNameDialog group={opened.group} onClose={close} />}
      {opened?.what === 'add' && <AddMembersDialog group={opened.group} onClose={close} />}
      {opened?.what === 'delete' && <DeleteGroupDialog group={opened.group} onClose={close} />}
    </>
  )
}

function useColumns(open: (opened: Opened) => void): readonly Column<Group>[] {
  const words = useWords(groupWords)
  const mayWrite = useMay('contacts:write')
  return [
    {
      key: 'name',
      header: words.name,
      cell: ({ id, name }) => (
        <Link href={paths.groupMembers(id)} title={name}>
          <bdi>{name}</bdi>
        </Link>
      ),
      width: 'rest',
      phone: 'title',
    },
    { key: 'members', header: words.members, cell: ({ members }) => <NumberText value={members} />, align: 'end', width: 'fit' },
    { key: 'made', header: words.made, cell: ({ created_at: at }) => <Time at={at} />, width: 'fit', phone: 'hide' },
    ...(mayWrite
      ? [{ key: 'actions', header: words.actions, cell: (group: Group) => <Actions group={group} open={open} />, width: 'fit' as const }]
      : []),
  ]
}

function Actions({ group, open }: { group: Group; open: (opened: Opened) => void }) {
  const words = useWords(groupWords)
  const isShown = useSession().numbers === 'shown'
  const items: MenuItem[] = [
    { key: 'rename', label: words.rename, onChoose: () => open({ what: 'rename', group }) },
    ...(isShown ? [{ key: 'add', label: words.addMembers, onChoose: () => open({ what: 'add', group }) }] : []),
    { key: 'delete', label: words.remove, danger: true, onChoose: () => open({ what: 'delete', group }) },
  ]
  return <Menu label={words.actionsOf(group.name)} icon="more" kind="bare" end items={items} />
}
