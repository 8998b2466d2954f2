import { Link } from 'wouter'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { paths } from '../../../paths.ts'
import { useSections } from '../../../sections.ts'
import { Badge, MessageBadge, TestBadge } from '../../../ui/Badge.tsx'
import { PhoneBubble, PhoneLinkCard } from '../../../ui/PhoneFrame.tsx'
import { Time } from '../../../ui/Time.tsx'
import type { LinkRecord, PhoneMessage, PhoneReply } from './queries.ts'
import { phoneWords } from './words.ts'

/** A message on the phone, and under it what Tapline recorded. Its links are real ones: here a tap is part of the simulation. */
export function PhoneMessageView({ message }: { message: PhoneMessage }) {
  const cards = message.pieces.flatMap(({ href, link }) => {
    const record = link === null ? undefined : message.record?.links[link]
    return href !== null && record !== undefined && record.views > 0 ? [{ href, record }] : []
  })
  return (
    <article className="sim-message">
      <p className="sim-from">
        <bdi>{message.from}</bdi> <Time at={message.received_at} />
      </p>
      <PhoneBubble
        card={cards.map(({ href, record }) => (
          <Card key={href} href={href} record={record} />
        ))}
      >
        {placed(message.pieces).map(({ text, href, start }) =>
          href === null ? (
            text
          ) : (
            <a key={start} href={href} target="_blank" rel="noopener noreferrer">
              {text}
            </a>
          ),
        )}
      </PhoneBubble>
      <RecordLines message={message} />
    </article>
  )
}

/** Pieces with where in the text each begins, which tells two that are alike apart. */
function placed(pieces: PhoneMessage['pieces']) {
  let end = 0
  return pieces.map((piece) => {
    const start = end
    end += piece.text.length
    return { ...piece, start }
  })
}

/** What a messaging app shows after it has asked for the link by itself. */
function Card({ href, record: { destination } }: { href: string; record: LinkRecord }) {
  const url = URL.parse(destination)
  return (
    <a className="sim-card" dir="ltr" href={href} target="_blank" rel="noopener noreferrer">
      <PhoneLinkCard host={url?.host ?? destination} title={url === null || url.pathname === '/' ? (url?.host ?? '') : url.pathname} />
    </a>
  )
}

function RecordLines({ message: { record, flash } }: { message: PhoneMessage }) {
  const words = useWords(phoneWords)
  const hasLogbook = useSections().has('logbook')
  if (record === null) return <p className="sim-record">{words.noRecord}</p>
  return (
    <div className="sim-record">
      <p>
        <MessageBadge state={record.state} /> {record.settled_at !== null && <Time at={record.settled_at} />}{' '}
        {flash && (
          <Badge tone="over" shape="dash" title={words.flashMeaning}>
            {words.flash}
          </Badge>
        )}
        {record.test && <TestBadge />} {hasLogbook && <Link href={paths.message(record.message_id)}>{words.open}</Link>}
      </p>
      <Tracked record={record} />
    </div>
  )
}

function Tracked({ record: { tracking, links } }: { record: NonNullable<PhoneMessage['record']> }) {
  const words = useWords(phoneWords)
  if (tracking === 'off' || links.length === 0) return <p>{words.noLink}</p>
  if (tracking === 'aggregate') return <p>{words.inTotals}</p>
  return (
    <ul role="list">
      {links
        .map((link, position) => ({ link, position }))
        .map(({ link, position }) => (
          <LinkLine key={position} link={link} />
        ))}
    </ul>
  )
}

function LinkLine({ link }: { link: LinkRecord }) {
  const words = useWords(phoneWords)
  const format = useFormat()
  return (
    <li>
      <span className="sim-destination" title={link.destination}>
        {link.destination.replace(/^https?:\/\//, '')}
      </span>
      <Happened
        name="view"
        text={link.views === 0 ? words.notViewed : words.viewed(format.number(link.views))}
        first={link.first_view_at}
      />
      <Happened
        name="click"
        text={link.clicks === 0 ? words.notClicked : words.clicked(format.number(link.clicks))}
        first={link.first_click_at}
      />
    </li>
  )
}

function Happened({ name, text, first }: { name: 'view' | 'click'; text: string; first: string | null }) {
  const words = useWords(phoneWords)
  if (first === null) return <span>{text}</span>
  return (
    <span className={`sim-${name}`}>
      {text} ({words.first} <Time at={first} />)
    </span>
  )
}

/** What was written on the phone, and under it what Tapline made of it. */
export function PhoneReplyView({ reply: { to, text, kind, sure, handled, test, received_at: at } }: { reply: PhoneReply }) {
  const words = useWords(phoneWords)
  const made = [words.kinds[kind], sure ? '' : words.unsure, words.handled[handled], test ? words.testReply : '']
  return (
    <article className="sim-message is-reply">
      <p className="sim-from">
        {words.to(to)} <Time at={at} />
      </p>
      <PhoneBubble>{text}</PhoneBubble>
      <p className="sim-record">{made.filter((part) => part !== '').join('; ')}</p>
    </article>
  )
}
