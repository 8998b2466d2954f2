import './message.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { MessageDetail } from '../../../src/contract/messages.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import type { PageProps } from '../../route.ts'
import { useMay } from '../../session.ts'
import { MessageBadge, TestBadge } from '../../ui/Badge.tsx'
import { Fact } from '../../ui/Fact.tsx'
import { Price } from '../../ui/Figure.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SentBy } from '../../ui/SentBy.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { useClosestLogbook, useComesFromMessage } from './place.ts'
import { MessageLinks } from './MessageLinks.tsx'
import { messageWords } from './messageWords.ts'
import { campaignQuery, messageQuery } from './queries.ts'
import { Timeline } from './Timeline.tsx'

/** One message: what it said, what became of it, and every request to its links with the reason of its verdict. */
export default function MessagePage({ params: { id = '' } }: PageProps) {
  const words = useWords(messageWords)
  const query = useQuery(messageQuery(id))
  useComesFromMessage()
  const parent = { to: useClosestLogbook(), name: words.logbook }
  const message = query.data
  return (
    <>
      <PageHeader
        title={message === undefined ? words.title : words.titleTo(message.phone)}
        parent={parent}
        beside={
          message !== undefined && (
            <>
              <MessageBadge state={message.state} /> {message.test && <TestBadge />}
            </>
          )
        }
      />
      <QueryView query={query} skeleton={<SkeletonRows />}>
        {(message) => (
          <>
            <div className="message-head">
              {/* What it said is shown as it arrived; a tap on its links would count, so they are text. */}
              <p className="message-text">
                <bdi>{message.text}</bdi>
              </p>
              <Facts message={message} />
            </div>
            <MessageLinks message={message} />
            <Timeline message={message} />
          </>
        )}
      </QueryView>
    </>
  )
}

function Facts({ message }: { message: MessageDetail }) {
  const words = useWords(messageWords)
  const { from, label, reference, encoding, parts, price, campaign_id: campaign, created_at: created, send_at: due } = message
  return (
    <dl className="message-facts">
      <Fact name={words.from}>
        <bdi>{from}</bdi>
      </Fact>
      {message.sent_by !== null && (
        <Fact name={words.sentBy}>
          <SentBy by={message.sent_by} />
        </Fact>
      )}
      <Fact name={words.created}>
        <Time at={created} />
      </Fact>
      {due > created && (
        <Fact name={words.due}>
          <Time at={due} />
        </Fact>
      )}
      <Fact name={words.size}>
        {words.parts(parts)}, {encoding === 'gsm7' ? 'GSM-7' : 'UCS-2'}
      </Fact>
      <Fact name={words.price}>
        <Price value={price} />
      </Fact>
      {campaign !== null && (
        <Fact name={words.campaign}>
          <CampaignName id={campaign} />
        </Fact>
      )}
      {label !== null && (
        <Fact name={words.label}>
          <Link href={`${paths.logbook()}?label=${encodeURIComponent(label)}`}>{label}</Link>
        </Fact>
      )}
      {reference !== null && (
        <Fact name={words.reference}>
          <bdi>{reference}</bdi>
        </Fact>
      )}
      <Fact name={words.id}>
        <span className="mono">{message.id}</span>
      </Fact>
    </dl>
  )
}

function CampaignName({ id }: { id: string }) {
  const may = useMay('campaigns:read')
  const { data } = useQuery({ ...campaignQuery(id), enabled: may })
  return may ? <Link href={paths.campaign(id)}>{data?.name ?? id}</Link> : <span className="mono">{id}</span>
}
