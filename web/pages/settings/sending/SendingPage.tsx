import { useQuery } from '@tanstack/react-query'
import { useWords } from '../../../i18n/words.ts'
import { useMay } from '../../../session.ts'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { accountQuery, type Account } from '../queries.ts'
import { Facts, ReadOnlyNote, Section, SettingsShell } from '../Shell.tsx'
import { Limits } from './Limits.tsx'
import { QuietForm } from './QuietForm.tsx'
import { ReplyForm } from './ReplyForm.tsx'
import { SenderForm } from './SenderForm.tsx'
import { sendingWords } from './words.ts'

/** What messages are from, when campaigns rest, what may be spent, and what is sent back by itself. */
export default function SendingPage() {
  const words = useWords(sendingWords)
  const query = useQuery(accountQuery)
  const mayChange = useMay('account:write')
  return (
    <SettingsShell page="sending">
      {!mayChange && <ReadOnlyNote />}
      <Section title={words.senders.title} about={words.senders.about}>
        <QueryView query={query} skeleton={<SkeletonRows rows={3} />}>
          {(account) => (mayChange ? <SenderForm account={account} /> : <SenderFacts account={account} />)}
        </QueryView>
      </Section>
      <Section title={words.quietHours.title} about={words.quietHours.about}>
        <QueryView query={query} skeleton={<SkeletonRows rows={3} />}>
          {(account) => (mayChange ? <QuietForm account={account} /> : <QuietFacts account={account} />)}
        </QueryView>
      </Section>
      <Section title={words.limits} about={words.limitsAbout}>
        <Limits />
      </Section>
      <Section title={words.replies} about={words.repliesAbout}>
        <QueryView query={query} skeleton={<SkeletonRows rows={6} />}>
          {(account) => (mayChange ? <ReplyForm account={account} /> : <ReplyFacts account={account} />)}
        </QueryView>
      </Section>
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

function SenderFacts({ account }: { account: Account }) {
  const words = useWords(sendingWords).senders
  return (
    <Facts
      facts={[
        { name: words.title, value: account.senders.join(', ') },
        { name: words.only, value: account.only_senders ? words.yes : words.no },
      ]}
    />
  )
}

function QuietFacts({ account: { quiet_hours: hours, time_zone: zone } }: { account: Account }) {
  const words = useWords(sendingWords).quietHours
  if (hours === null) return <Facts facts={[{ name: words.title, value: null }]} />
  const clock = hours.clock === 'account' ? words.account(zone) : words.recipient
  return (
    <Facts
      facts={[
        { name: words.title, value: words.span(hours.from, hours.until) },
        { name: words.clock, value: clock },
      ]}
    />
  )
}
