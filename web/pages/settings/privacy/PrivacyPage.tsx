import { useQuery } from '@tanstack/react-query'
import { suspicions } from '../../../../src/contract/suspicions.ts'
import { useWords } from '../../../i18n/words.ts'
import { useMay } from '../../../session.ts'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { accountQuery, type Account } from '../queries.ts'
import { Facts, ReadOnlyNote, Section, SettingsShell } from '../Shell.tsx'
import { KeptTable } from './KeptTable.tsx'
import { LinkForm } from './LinkForm.tsx'
import { SuspicionForm } from './SuspicionForm.tsx'
import { suspicionWords } from './suspicionWords.ts'
import { TrackingForm } from './TrackingForm.tsx'
import { UtmForm } from './UtmForm.tsx'
import { privacyWords } from './words.ts'

/** How much is known of a tap, how links behave, and what is kept for how long. */
export default function PrivacyPage() {
  const query = useQuery(accountQuery)
  const mayChange = useMay('account:write')
  return (
    <SettingsShell page="privacy">
      <QueryView query={query} skeleton={<SkeletonRows rows={8} />}>
        {(account) => (mayChange ? <Forms account={account} /> : <AllFacts account={account} />)}
      </QueryView>
      <KeptTable />
    </SettingsShell>
  )
}

function Forms({ account }: { account: Account }) {
  const words = useWords(privacyWords)
  const suspicion = useWords(suspicionWords)
  return (
    <>
      <Section title={words.tracking} about={words.trackingAbout}>
        <TrackingForm account={account} />
      </Section>
      <Section title={suspicion.title} about={suspicion.titleAbout}>
        <SuspicionForm account={account} />
      </Section>
      <Section title={words.links}>
        <LinkForm account={account} />
      </Section>
      <Section title={words.utm} about={words.utmAbout}>
        <UtmForm account={account} />
      </Section>
    </>
  )
}

function AllFacts({ account }: { account: Account }) {
  const words = useWords(privacyWords)
  const suspicion = useWords(suspicionWords)
  const used = suspicions.filter((name) => !account.ignored_suspicions.includes(name))
  const rules = used.map((name) => suspicion.names[name]).join('\n')
  const utm = Object.entries(account.utm).map(([name, value]) => `${name}=${value}`)
  const days = account.link_validity_days
  return (
    <>
      <ReadOnlyNote />
      <Section title={words.tracking} about={words.trackingAbout}>
        <Facts
          facts={[
            { name: words.mode, value: words.modes[account.tracking].name },
            { name: words.gpc, value: words.gpcs[account.gpc].name },
            { name: words.mergeInUrls, value: account.merge_fields_in_urls ? words.yes : words.no },
            { name: suspicion.rules, value: rules === '' ? suspicion.none : rules },
          ]}
        />
      </Section>
      <Section title={words.links}>
        <Facts
          facts={[
            { name: words.linkForm, value: words.linkForms[account.link_form].name },
            { name: words.validity, value: days === null ? words.never : words.days(days) },
            { name: words.fallback, value: account.fallback_url },
            { name: words.referrer, value: words.referrers[account.referrer_policy] },
            { name: words.utm, value: utm.join('\n') },
          ]}
        />
      </Section>
    </>
  )
}
