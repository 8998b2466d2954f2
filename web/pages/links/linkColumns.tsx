import { Link } from 'wouter'
import type { ListedLink } from '../../../src/contract/links.ts'
import type { Metric } from '../../../src/contract/metrics.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Badge, type Shape, type Tone } from '../../ui/Badge.tsx'
import { useNow } from '../../ui/clock.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { NumberText } from '../../ui/Figure.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { MetricName } from '../../ui/Stat.tsx'
import { uiWords } from '../../ui/words.ts'
import { linkName } from '../campaigns/names.ts'
import type { Asked } from './LinkDialog.tsx'
import { linksWords } from './words.ts'

/** Figures of the list: bots only when they are asked for. */
export function useLinkColumns({ showsBots, ask }: { showsBots: boolean; ask: (asked: Asked) => void }): readonly Column<ListedLink>[] {
  const words = useWords(linksWords)
  const names = useWords(uiWords)
  const mayChange = useMay('links:write')
  const figure = (metric: Metric, header: string, value: (link: ListedLink) => number | null): Column<ListedLink> => ({
    ...{ key: metric, header, head: <MetricName metric={metric}>{header}</MetricName>, align: 'end', width: 'fit' },
    cell: (link) => <NumberText value={value(link)} />,
  })
  const columns: Column<ListedLink>[] = [
    { key: 'destination', header: words.destination, cell: (link) => <Destination link={link} />, width: 'rest', phone: 'title' },
    { key: 'text', header: words.text, cell: (link) => <Source link={link} />, width: 'rest', phone: 'line' },
    { key: 'state', header: words.state, cell: (link) => <LinkStateBadge link={link} />, width: 'fit' },
    figure('unique_clicks', words.unique, (link) => link.unique_clicks),
    figure('total_clicks', words.total, (link) => link.total_clicks),
    figure('views', words.views, (link) => link.views),
    figure('attributed', words.conversions, (link) => link.conversions),
  ]
  if (showsBots) columns.push(figure('bots', words.bots, (link) => link.bots + link.prefetches))
  if (mayChange)
    columns.push({
      key: 'actions',
      header: names.actions,
      head: <span className="unseen">{names.actions}</span>,
      cell: (link) => <Actions link={link} ask={ask} />,
      width: 'fit',
    })
  return columns
}

/** Leads to the page of the link, never to the destination: what people wrote is not for clicking by accident. */
function Destination({ link: { id, destination, destination_kind: kind } }: { link: ListedLink }) {
  const words = useWords(linksWords)
  return (
    <Link href={paths.link(id)} title={destination}>
      <bdi>{kind === 'value' ? words.byField(destination) : linkName(destination, id)}</bdi>
    </Link>
  )
}

function Source({ link: { text, campaign_id: id, campaign_name: name, variant_name: variant } }: { link: ListedLink }) {
  const words = useWords(linksWords)
  if (id === null || name === null)
    return (
      <bdi className="soft" title={text}>
        {text}
      </bdi>
    )
  return (
    <>
      <Link href={paths.campaign(id)} title={text}>
        {name}
      </Link>
      {variant !== null && <span className="soft">, {words.variant(variant)}</span>}
    </>
  )
}

const looks = {
  active: { tone: 'click', shape: 'dot' },
  expired: { tone: 'over', shape: 'clock' },
  taken_down: { tone: 'failed', shape: 'dash' },
} as const satisfies Record<ListedLink['state'], { tone: Tone; shape: Shape }>

export function LinkStateBadge({ link: { state, expires_at: ends } }: { link: ListedLink }) {
  const words = useWords(linksWords)
  const format = useFormat()
  const now = useNow()
  const { name, meaning } = words.states[state]
  return (
    <>
      <Badge {...looks[state]} title={meaning}>
        {name}
      </Badge>
      {state === 'active' && ends !== null && <span className="soft small"> {words.ends(format.dateTime(ends, now))}</span>}
    </>
  )
}

function Actions({ link, ask }: { link: ListedLink; ask: (asked: Asked) => void }) {
  const words = useWords(linksWords)
  const { state, destination, destination_kind: kind, expires_at: ends } = link
  const isDown = state === 'taken_down'
  return (
    <Menu
      label={words.actions(destination)}
      icon="more"
      kind="bare"
      end
      items={[
        { key: 'change', label: words.change.action, onChoose: () => ask({ link, to: 'change' }), disabled: kind !== 'fixed' },
        {
          key: 'expiry',
          label: ends === null ? words.expiry.action : words.expiry.actionChange,
          onChoose: () => ask({ link, to: 'expiry' }),
        },
        { divider: true, key: 'line' },
        isDown
          ? { key: 'restore', label: words.restore.action, onChoose: () => ask({ link, to: 'restore' }) }
          : { key: 'down', label: words.down.action, onChoose: () => ask({ link, to: 'down' }), danger: true },
      ]}
    />
  )
}
