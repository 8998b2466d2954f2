import type { ReactNode } from 'react'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { developerWords } from './words.ts'

/** What stands above each page of the section. Tabs that the role of the reader has no use for are left out. */
export function DeveloperHeader({ title, actions }: { title: string; actions?: ReactNode }) {
  const words = useWords(developerWords)
  const [mayKeys, maySend] = [useMay('keys:manage'), useMay('messages:write')]
  const tabs = [
    ...(mayKeys ? [{ to: paths.keys(), name: words.keys }] : []),
    { to: paths.webhooks(), name: words.webhooks },
    { to: paths.reference(), name: words.reference },
    ...(maySend ? [{ to: paths.phones(), name: words.phones }] : []),
  ]
  return (
    <>
      <PageHeader title={title} {...(actions === undefined ? {} : { actions })} />
      <Tabs label={words.section} tabs={tabs} />
    </>
  )
}
