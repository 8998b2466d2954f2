import { Link } from 'wouter'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { CampaignBadge, MessageBadge, TestBadge } from '../../ui/Badge.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { HoverCard } from '../../ui/HoverCard.tsx'
import { Time } from '../../ui/Time.tsx'
import { CampaignFigures } from './CampaignFigures.tsx'
import { cardWords } from './cardWords.ts'
import { Pulse, PulseSign } from './Pulse.tsx'
import type { Entry } from './useEntries.ts'
import { logbookWords } from './words.ts'

/** Where a row leads. */
export const hrefOf = (entry: Entry): string =>
  entry.kind === 'message' ? paths.message(entry.message.id) : paths.campaign(entry.campaign.id)

/** One line per message: time, recipient, sender, first words, state and what became of it. */
export function useColumns(): readonly Column<Entry>[] {
  const words = useWords(logbookWords)
  return [
    { key: 'when', header: words.when, cell: (entry) => <When entry={entry} />, width: 'fit', phone: 'plain' },
    { key: 'to', header: words.to, cell: (entry) => <To entry={entry} />, width: 'fit', phone: 'title' },
    {
      key: 'from',
      header: words.from,
      cell: (entry) => <bdi>{entry.kind === 'message' ? entry.message.from : entry.campaign.from}</bdi>,
      width: 'fit',
      phone: 'hide',
    },
    { key: 'text', header: words.text, cell: (entry) => <Text entry={entry} />, width: 'rest', phone: 'line' },
    { key: 'state', header: words.state, cell: (entry) => <State entry={entry} />, width: 'fit' },
    { key: 'performance', header: words.performance, cell: (entry) => <Performance entry={entry} />, width: 'fit' },
  ]
}

function When({ entry }: { entry: Entry }) {
  const words = useWords(logbookWords)
  if (entry.kind === 'campaign') return <Time at={entry.at} />
  const { state, created_at: created, send_at: due } = entry.message
  const waits = state === 'queued' && due > created
  return (
    <>
      {waits && `${words.due} `}
      <Time at={waits ? due : created} />
    </>
  )
}

function To({ entry }: { entry: Entry }) {
  const words = useWords(logbookWords)
  return (
    <Link href={hrefOf(entry)} data-row={entry.id}>
      {entry.kind === 'message' ? entry.message.phone : words.campaign}
    </Link>
  )
}

function Text({ entry }: { entry: Entry }) {
  const text = entry.kind === 'message' ? entry.message.text : entry.campaign.name
  return <bdi title={text}>{text}</bdi>
}

function State({ entry }: { entry: Entry }) {
  if (entry.kind === 'campaign') return <CampaignBadge state={entry.campaign.state} />
  return (
    <>
      <MessageBadge state={entry.message.state} /> {entry.message.test && <TestBadge />}
    </>
  )
}

function Performance({ entry }: { entry: Entry }) {
  const words = useWords(cardWords)
  if (entry.kind === 'message') return <Pulse message={entry.message} />
  return (
    <HoverCard label={words.wholeCampaign} card={<CampaignFigures id={entry.campaign.id} heading={false} />}>
      <PulseSign stage="many" />
    </HoverCard>
  )
}
