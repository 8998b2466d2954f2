import { useWords } from '../../../i18n/words.ts'
import { useSession } from '../../../session.ts'
import { Note } from '../../../ui/Note.tsx'
import { Facts, Section, SettingsShell } from '../Shell.tsx'
import { Invitations } from './Invitations.tsx'
import { Members } from './Members.tsx'
import { roleNames } from './RoleChoice.tsx'
import { teamWords } from './words.ts'

/** Who signs in, what each may do, and who is invited. */
export default function TeamPage() {
  const words = useWords(teamWords)
  const isOwner = useSession().user.role === 'owner'
  return (
    <SettingsShell page="team">
      <Section title={words.members}>
        {!isOwner && <Note>{words.ownersOnly}</Note>}
        <Members isOwner={isOwner} />
      </Section>
      {isOwner && <Invitations />}
      <Section title={words.roles}>
        <Facts facts={roleNames.map((role) => ({ name: words.roleWords[role].name, value: words.roleWords[role].about }))} />
      </Section>
    </SettingsShell>
  )
}
