import { Link } from 'wouter'
import type { MessageDetail } from '../../../src/contract/messages.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { Nothing, NumberText } from '../../ui/Figure.tsx'
import { MetricName } from '../../ui/Stat.tsx'
import { Time } from '../../ui/Time.tsx'
import { cardWords } from './cardWords.ts'
import { messageWords } from './messageWords.ts'

type MessageLink = MessageDetail['links'][number]

/** The tracked links of a message with what its recipient did. Short links are text: a tap by somebody here would count. */
export function MessageLinks({ message: { tracking, links } }: { message: MessageDetail }) {
  const words = useWords(messageWords)
  const { trackings } = useWords(cardWords)
  const columns = useColumns(tracking === 'full')
  return (
    <section className="section" aria-labelledby="message-links">
      <header>
        <h2 id="message-links">{words.links}</h2>
      </header>
      {links.length === 0 ? (
        <p className="soft">{words.noLinks}</p>
      ) : (
        <>
          {tracking !== 'full' && <p className="soft">{words.counted(trackings[tracking])}</p>}
          <DataTable label={words.links} columns={columns} rows={links} rowKey={({ id }) => id} />
        </>
      )}
    </section>
  )
}

function useColumns(isCounted: boolean): readonly Column<MessageLink>[] {
  const words = useWords(messageWords)
  const { takenDown } = useWords(cardWords)
  const count = (value: number) => <NumberText value={isCounted ? value : null} />
  return [
    { key: 'short', header: words.shortLink, cell: ({ short_link: link }) => <ShortLink link={link} />, width: 'fit', phone: 'title' },
    {
      key: 'destination',
      header: words.destination,
      cell: ({ id, destination, taken_down: isDown }) => (
        <>
          <Link href={paths.link(id)} title={destination}>
            <bdi>{destination}</bdi>
          </Link>
          {isDown && <span className="soft"> ({takenDown})</span>}
        </>
      ),
      width: 'rest',
      phone: 'line',
    },
    {
      key: 'views',
      header: words.views,
      head: <MetricName metric="views">{words.views}</MetricName>,
      cell: ({ views }) => count(views),
      align: 'end',
      width: 'fit',
    },
    {
      key: 'clicks',
      header: words.clicks,
      head: <MetricName metric="total_clicks">{words.clicks}</MetricName>,
      cell: ({ clicks }) => count(clicks),
      align: 'end',
      width: 'fit',
    },
    {
      key: 'bots',
      header: words.bots,
      head: <MetricName metric="bots">{words.bots}</MetricName>,
      cell: ({ bots, prefetches }) => count(bots + prefetches),
      align: 'end',
      width: 'fit',
    },
    {
      key: 'first',
      header: words.firstClick,
      cell: ({ first_click_at: at }) => (at === null ? <Nothing /> : <Time at={at} />),
      align: 'end',
      width: 'fit',
    },
  ]
}

const ShortLink = ({ link }: { link: string }) => (
  <span className="mono" title={link}>
    {link.replace(/^https?:\/\//, '')}
  </span>
)
