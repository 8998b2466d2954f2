import './links.css'
import '../campaigns/report.css'
import '../logbook/message.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { LinkDetail } from '../../../src/contract/links.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import type { PageProps } from '../../route.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { PageSkeleton, SkeletonRows } from '../../ui/Skeleton.tsx'
import { useUrlState } from '../../useUrlState.ts'
import { OverTime } from '../campaigns/OverTime.tsx'
import { linkName } from '../campaigns/names.ts'
import { LinkDialog, type Asked } from './LinkDialog.tsx'
import { LinkFacts } from './LinkFacts.tsx'
import { LinkFigures } from './LinkFigures.tsx'
import { LinkHistory } from './LinkHistory.tsx'
import { LinkStateBadge } from './linkColumns.tsx'
import { linkQuery, linkReportQuery } from './queries.ts'
import { linksWords } from './words.ts'

/** One link: what became of it over time, where it was sent, and what was changed at it. */
export default function LinkPage({ params: { id = '' } }: PageProps) {
  const words = useWords(linksWords)
  const query = useQuery(linkQuery(id))
  return (
    <>
      {query.data === undefined && <PageHeader title={words.link} parent={{ to: paths.links(), name: words.title }} />}
      <QueryView query={query} skeleton={<PageSkeleton />}>
        {(link) => <Loaded key={id} link={link} />}
      </QueryView>
    </>
  )
}

/** How the figures are shown, as it stands in the address. */
const noShape = { bots: '', table: '' }

function Loaded({ link }: { link: LinkDetail }) {
  const words = useWords(linksWords)
  const mayChange = useMay('links:write')
  const report = useQuery(linkReportQuery(link.id))
  const { values: filter, change } = useUrlState(noShape)
  const [asked, ask] = useState<Asked>()
  const name = useName(link)
  return (
    <>
      <PageHeader
        title={name}
        parent={{ to: paths.links(), name: words.title }}
        beside={<LinkStateBadge link={link} />}
        actions={mayChange && <Actions link={link} ask={ask} />}
      />
      <LinkFigures link={link} filter={filter} change={change} />
      <LinkFacts link={link} />
      <QueryView query={report} skeleton={<SkeletonRows rows={9} />}>
        {({ hours, history }) => (
          <>
            <OverTime name={name} hours={hours} filter={filter} change={change} />
            <LinkHistory link={link} history={history} />
          </>
        )}
      </QueryView>
      {asked !== undefined && <LinkDialog asked={asked} onClose={() => ask(undefined)} />}
    </>
  )
}

/** A title of one line or two; the whole of a destination stands below. */
const MAX_TITLE = 60

function useName({ id, destination, destination_kind: kind }: LinkDetail): string {
  const words = useWords(linksWords)
  const name = kind === 'value' ? words.byField(destination) : linkName(destination, id)
  return name.length > MAX_TITLE ? `${Array.from(name).slice(0, MAX_TITLE).join('')}…` : name
}

function Actions({ link, ask }: { link: LinkDetail; ask: (asked: Asked) => void }) {
  const words = useWords(linksWords)
  const { state, destination_kind: kind, expires_at: ends } = link
  return (
    <>
      {kind === 'fixed' && <Button onClick={() => ask({ link, to: 'change' })}>{words.change.action}</Button>}
      <Button onClick={() => ask({ link, to: 'expiry' })}>{ends === null ? words.expiry.action : words.expiry.actionChange}</Button>
      {state === 'taken_down' ? (
        <Button onClick={() => ask({ link, to: 'restore' })}>{words.restore.action}</Button>
      ) : (
        <Button kind="danger" onClick={() => ask({ link, to: 'down' })}>
          {words.down.action}
        </Button>
      )}
    </>
  )
}
