import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { send } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { keyOf } from '../../../queryClient.ts'
import { Button } from '../../../ui/Button.tsx'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { RelativeTime } from '../../../ui/Time.tsx'
import { useToast } from '../../../ui/Toast.tsx'
import { uiWords } from '../../../ui/words.ts'
import { useNewForm } from '../../../useNewForm.ts'
import { Section } from '../Shell.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { invitationsQuery, type Invitation } from './queries.ts'
import { teamWords } from './words.ts'

/** Invitations that nobody has used yet, and a way to make one. For owners. */
export function Invitations() {
  const words = useWords(teamWords)
  const query = useQuery(invitationsQuery)
  const form = useNewForm()
  const revoke = useRevoke()
  const columns = useColumns((invitation) => revoke.mutate(invitation))
  return (
    <Section title={words.invitations} about={words.invitationsAbout} aside={<Button onClick={form.open}>{words.invite}</Button>}>
      {revoke.error !== null && <ErrorNote error={revoke.error} />}
      <QueryView query={query} skeleton={<SkeletonRows rows={1} />}>
        {({ invitations }) =>
          invitations.length === 0 ? (
            <p className="soft">{words.noInvitations}</p>
          ) : (
            <DataTable label={words.invitations} columns={columns} rows={invitations} rowKey={({ id }) => id} />
          )
        }
      </QueryView>
      {form.isOpen && <InviteDialog onClose={form.close} />}
    </Section>
  )
}

function useRevoke() {
  const words = useWords(teamWords)
  const client = useQueryClient()
  const toast = useToast()
  return useMutation({
    mutationFn: ({ id }: Invitation) => send('DELETE', `/v1/team/invitations/${id}`),
    onSuccess: () => {
      toast(words.revoked)
      return client.invalidateQueries({ queryKey: keyOf('team') })
    },
  })
}

function useColumns(revoke: (invitation: Invitation) => void): readonly Column<Invitation>[] {
  const words = useWords(teamWords)
  const ui = useWords(uiWords)
  return [
    {
      ...{ key: 'note', header: words.note, width: 'rest', phone: 'title' },
      cell: ({ note }) => (note === '' ? <span className="soft">{words.noNote}</span> : <bdi title={note}>{note}</bdi>),
    },
    { key: 'role', header: words.role, cell: ({ role }) => words.roleWords[role].name, width: 'fit' },
    { key: 'expires', header: words.expires, cell: ({ expires_at: at }) => <RelativeTime at={at} />, width: 'fit' },
    {
      ...{ key: 'actions', header: ui.actions, width: 'fit', align: 'end', phone: 'line' },
      cell: (invitation) => (
        <Button kind="bare" aria-label={words.revokeWho(invitation.note || words.noNote)} onClick={() => revoke(invitation)}>
          {words.revoke}
        </Button>
      ),
    },
  ]
}
