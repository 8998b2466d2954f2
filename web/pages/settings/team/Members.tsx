import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useWords } from '../../../i18n/words.ts'
import { Button } from '../../../ui/Button.tsx'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { RelativeTime } from '../../../ui/Time.tsx'
import { uiWords } from '../../../ui/words.ts'
import { ChangeRole, RemoveMember } from './MemberDialogs.tsx'
import { teamQuery, type Member } from './queries.ts'
import { teamWords } from './words.ts'

type Asked = { what: 'role' | 'remove'; member: Member }

/** Everybody of the account. The last owner cannot be changed, so an owner who is alone has no buttons. */
export function Members({ isOwner }: { isOwner: boolean }) {
  const words = useWords(teamWords)
  const query = useQuery(teamQuery)
  const [asked, setAsked] = useState<Asked>()
  const columns = useColumns()
  const actions = useWords(uiWords).actions
  const close = () => setAsked(undefined)
  return (
    <>
      <QueryView query={query} skeleton={<SkeletonRows rows={3} />}>
        {({ members }) => (
          <DataTable
            label={words.members}
            columns={isOwner ? [...columns, buttons({ words, actions, members, ask: setAsked })] : columns}
            rows={members}
            rowKey={({ id }) => id}
          />
        )}
      </QueryView>
      {asked?.what === 'role' && <ChangeRole member={asked.member} onClose={close} />}
      {asked?.what === 'remove' && <RemoveMember member={asked.member} onClose={close} />}
    </>
  )
}

function useColumns(): readonly Column<Member>[] {
  const words = useWords(teamWords)
  return [
    {
      ...{ key: 'email', header: words.email, width: 'rest', phone: 'title' },
      cell: ({ email, is_you: isYou }) => (
        <span title={email}>
          {email}
          {isYou && <span className="soft"> ({words.you})</span>}
        </span>
      ),
    },
    { key: 'role', header: words.role, cell: ({ role }) => words.roleWords[role].name, width: 'fit' },
    {
      ...{ key: 'seen', header: words.seen, width: 'fit' },
      cell: ({ last_seen_at: at }) => (at === null ? <span className="soft">{words.notSignedIn}</span> : <RelativeTime at={at} />),
    },
  ]
}

type Buttons = {
  words: ReturnType<typeof useWords<typeof teamWords.en>>
  /** The heading of the column. */
  actions: string
  members: readonly Member[]
  ask: (asked: Asked) => void
}

function buttons({ words, actions, members, ask }: Buttons): Column<Member> {
  const owners = members.filter(({ role }) => role === 'owner').length
  return {
    ...{ key: 'actions', header: actions, width: 'fit', align: 'end', phone: 'line' },
    cell: (member) =>
      member.role === 'owner' && owners === 1 ? null : (
        <>
          <Button kind="bare" aria-label={words.changeRole(member.email)} onClick={() => ask({ what: 'role', member })}>
            {words.change}
          </Button>
          <Button kind="bare" aria-label={words.removeWho(member.email)} onClick={() => ask({ what: 'remove', member })}>
            {words.remove}
          </Button>
        </>
      ),
  }
}
