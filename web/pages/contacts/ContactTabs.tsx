import '../../ui/FilterChips.css'
import { useQuery } from '@tanstack/react-query'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Tabs } from '../../ui/Tabs.tsx'
import { pendingOptOutsQuery } from './queries.ts'
import { contactsWords } from './words.ts'

/** The pages of the section. Opt-outs that wait for somebody to look at them are counted beside their name. */
export function ContactTabs() {
  const words = useWords(contactsWords)
  const format = useFormat()
  const reads = useMay('messages:read')
  const { data: pending } = useQuery(pendingOptOutsQuery)
  const count = pending === undefined || pending.count === 0 ? {} : { count: `${format.number(pending.count)}${pending.isMore ? '+' : ''}` }
  const { tabs } = words
  return (
    <Tabs
      label={words.title}
      tabs={[
        { to: paths.contacts(), name: tabs.all },
        { to: paths.groups(), name: tabs.groups },
        { to: paths.segments(), name: tabs.segments },
        { to: paths.imports(), name: tabs.imports },
        { to: paths.suppressions(), name: tabs.suppressions },
        { to: paths.optOuts(), name: tabs.optOuts, ...count },
        ...(reads ? [{ to: paths.replies(), name: tabs.replies }] : []),
      ]}
    />
  )
}
