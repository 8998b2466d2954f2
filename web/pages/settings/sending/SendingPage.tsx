import { useQuery } from '@tanstack/react-query'
import { useWords } from '../../../i18n/words.ts'
import { useMay } from '../../../session.ts'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { accountQuery, type Account } from '../queries.ts'
import { Facts, ReadOnlyNote, Section, SettingsShell } from '../Shell.tsx'
import { Limits } from './Limits.tsx'
import { ReplyForm } from './ReplyForm.tsx'
import { sendingWords } from './words.ts'

/** What is sent back by itself, and what may be spent. */
export default function SendingPage() {
  const words = useWords(sendingWords)
  const query = useQuery(accountQuery)
  const mayChange = useMay('account:write')
  return (
    <SettingsShell page="sending">
      {!mayChange && <ReadOnlyNote />}
      <Section title={words.limits} about={words.limitsAbout}>
        <Limits />
      </Section>
      <Section title={words.replies} about={words.repliesAbout}>
        <QueryView query={query} skeleton={<SkeletonRows rows={6} />}>
          {(account) => (mayChange ? <ReplyForm account={account} /> : <ReplyFacts account={account} />)}
        </QueryView>
      </Section>
      <Section title={words.quiet} about={words.quietAbout} />
    </SettingsShell>
  )
}

function ReplyFacts({ account }: { account: Account }) {
  const words = useWords(sendingWords)
  return (
    <Facts
      facts={[
        { name: words.stop, value: account.stop_reply },
        { name: words.start, value: account.start_reply },
        { name: words.help, value: account.help_reply },
      ]}
    />
  )
}
