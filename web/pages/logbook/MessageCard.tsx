import { useQuery } from '@tanstack/react-query'
import type { Conversion } from '../../../src/contract/conversions.ts'
import type { MessageDetail, MessageSummary } from '../../../src/contract/messages.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { useMay } from '../../session.ts'
import { MessageBadge } from '../../ui/Badge.tsx'
import { Money } from '../../ui/Figure.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonLine } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { CampaignFigures } from './CampaignFigures.tsx'
import { cardWords } from './cardWords.ts'
import { conversionsOf, messageQuery } from './queries.ts'

/** A card is for a glance; the rest stands on the message's page. */
const MAX_LINKS = 4
const MAX_CONVERSIONS = 3

/** What became of a message: when it arrived, each link with its views and clicks, what followed; for a campaign's the whole of it too. */
export function MessageCard({ message }: { message: MessageSummary }) {
  const query = useQuery(messageQuery(message.id))
  return (
    <div className="message-card">
      <Fate message={message} />
      <QueryView query={query} skeleton={<SkeletonLine width={36} />}>
        {(detail) => <Links detail={detail} />}
      </QueryView>
      {message.conversions > 0 && <Conversions id={message.id} />}
      <LeftOut message={message} />
      {message.campaign_id !== null && <CampaignFigures id={message.campaign_id} />}
    </div>
  )
}

/** Its state and when that came about. */
export function Fate({ message }: { message: MessageSummary }) {
  const words = useWords(cardWords)
  const format = useFormat()
  const { state, settled_at: settled, submitted_at: submitted, send_at: due, created_at: created } = message
  const took = settled === null || submitted === null ? undefined : Date.parse(settled) - Date.parse(submitted)
  const [name, at] = settled !== null ? ['', settled] : submitted !== null ? [words.sentAt, submitted] : whenDue(words, due, created)
  return (
    <p className="message-card-fate">
      <MessageBadge state={state} /> {name} <Time at={at} />
      {took !== undefined && took >= 0 && <span className="soft">, {words.afterSending(format.duration(took))}</span>}
    </p>
  )
}

const whenDue = (words: { dueAt: string; createdAt: string }, due: string, created: string): [string, string] =>
  due > created ? [words.dueAt, due] : [words.createdAt, created]

function Links({ detail: { tracking, links } }: { detail: MessageDetail }) {
  const words = useWords(cardWords)
  const format = useFormat()
  if (tracking !== 'full') return <p className="soft">{words.trackings[tracking]}</p>
  if (links.length === 0) return <p className="soft">{words.noLinks}</p>
  return (
    <>
      <ul role="list" className="message-card-links">
        {links.slice(0, MAX_LINKS).map((link) => (
          <LinkLine key={link.id} link={link} />
        ))}
      </ul>
      {links.length > MAX_LINKS && <p className="soft">{words.moreLinks(format.number(links.length - MAX_LINKS))}</p>}
    </>
  )
}

function LinkLine({ link }: { link: MessageDetail['links'][number] }) {
  const words = useWords(cardWords)
  const format = useFormat()
  const { short_link: shortLink, destination, views, clicks, taken_down: isTakenDown } = link
  return (
    <li>
      <div className="message-card-link">
        <span className="mono">{shortLink}</span> <bdi className="soft">{destination}</bdi>
        {isTakenDown && <span className="soft"> ({words.takenDown})</span>}
      </div>
      <div>
        <Count tone="view" text={words.views(format.number(views), views)} at={link.first_view_at} />
        <Count tone="click" text={words.clicks(format.number(clicks), clicks)} at={link.first_click_at} />
      </div>
    </li>
  )
}

function Count({ tone, text, at }: { tone: 'view' | 'click'; text: string; at: string | null }) {
  return (
    <span className={`message-card-count ${at === null ? 'soft' : tone}`}>
      {text}
      {at !== null && (
        <span className="soft">
          {' '}
          <Time at={at} />
        </span>
      )}
    </span>
  )
}

function Conversions({ id }: { id: string }) {
  const words = useWords(cardWords)
  const may = useMay('conversions:read')
  const query = useQuery({ ...conversionsOf(id), enabled: may })
  if (!may) return null
  return (
    <QueryView query={query} skeleton={<SkeletonLine width={30} />}>
      {({ conversions }) => (
        <ul role="list">
          {conversions.slice(0, MAX_CONVERSIONS).map((one) => (
            <li key={one.id}>
              <span className="message-card-count conversion">{words.converted}</span> <ConversionText conversion={one} />
            </li>
          ))}
        </ul>
      )}
    </QueryView>
  )
}

/** order 5512, EUR 79.90, 14:31:02, 22 min after the click */
export function ConversionText({ conversion, at = true }: { conversion: Conversion; at?: boolean }) {
  const words = useWords(cardWords)
  const format = useFormat()
  const { name, order_id: order, value, clicked_at: clicked } = conversion
  const delay = clicked === null ? undefined : Date.parse(conversion.at) - Date.parse(clicked)
  return (
    <>
      <bdi>{order === null ? name : `${name} ${order}`}</bdi>
      {value !== null && (
        <>
          , <Money value={value} />
        </>
      )}
      {at && (
        <>
          , <Time at={conversion.at} />
        </>
      )}
      {delay !== undefined && delay >= 0 && <span className="soft">, {words.afterClick(format.duration(delay))}</span>}
    </>
  )
}

function LeftOut({ message: { bots, prefetches } }: { message: MessageSummary }) {
  const words = useWords(cardWords)
  const format = useFormat()
  const count = bots + prefetches
  return count === 0 ? null : <p className="soft">{words.bots(format.number(count), count)}</p>
}
