import { useId, useState, type ReactNode } from 'react'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { CsvButton } from '../../ui/CsvButton.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { NumberText } from '../../ui/Figure.tsx'
import { uiWords } from '../../ui/words.ts'
import { reportWords } from './reportWords.ts'

export type Part = {
  key: string
  name: string
  title?: string | null
  /** null: counted in totals only. */
  people: number | null
  total_clicks: number
  views: number
  bots: number
}

/** Rows that are shown before somebody asks for all. */
const FEW = 8

type Props = {
  campaign: Campaign
  title: string
  head: string
  parts: readonly Part[]
  chosen: string
  onChoose: (key: string) => void
  withBots: boolean
  /** What `people` counts. */
  counts?: 'clickers' | 'unique_clicks'
  note?: ReactNode
}

/** A list with bars, the longest first. A press on a row narrows the report down to it, another one lets go. */
export function Breakdown({ campaign, title, head, parts, chosen, onChoose, withBots, counts = 'clickers', note }: Props) {
  const words = useWords(reportWords)
  const ui = useWords(uiWords)
  const id = useId()
  const [all, setAll] = useState(false)
  const press = ({ key }: Part) => onChoose(key === chosen ? '' : key)
  const columns = useColumns({ head, parts, chosen, press, withBots, counts })
  const shown = all ? parts : parts.slice(0, FEW)
  const rows = () => [
    [head, words.people, words.taps, words.views, words.bots],
    ...parts.map((part) => [part.title ?? part.name, part.people, part.total_clicks, part.views, part.bots]),
  ]
  return (
    <section className="section breakdown" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {parts.length > 0 && <CsvButton name={`${campaign.name} ${title}`} what={title} rows={rows} />}
      </header>
      {parts.length === 0 ? (
        <p className="soft">{words.noHits}</p>
      ) : (
        <DataTable
          label={title}
          columns={columns}
          rows={shown}
          rowKey={({ key }) => key}
          onRow={press}
          isChosen={({ key }) => key === chosen}
        />
      )}
      {!all && parts.length > FEW && (
        <Button kind="bare" onClick={() => setAll(true)}>
          {ui.loadMore}
        </Button>
      )}
      {note !== undefined && <p className="soft small">{note}</p>}
    </section>
  )
}

type Look = {
  head: string
  parts: readonly Part[]
  chosen: string
  press: (part: Part) => void
  withBots: boolean
  counts: 'clickers' | 'unique_clicks'
}

function useColumns({ head, parts, chosen, press, withBots, counts }: Look): readonly Column<Part>[] {
  const words = useWords(reportWords)
  const longest = Math.max(1, ...parts.map(({ total_clicks: clicks }) => clicks))
  return [
    {
      key: 'name',
      header: head,
      cell: (part) => (
        <button
          type="button"
          className="bar-cell"
          aria-pressed={part.key === chosen}
          title={part.title ?? (part.key === chosen ? words.unfilter(part.name) : words.filterBy(part.name))}
          onClick={() => press(part)}
        >
          <span className="bar" style={{ width: `${(part.total_clicks / longest) * 100}%` }} aria-hidden="true" />
          <bdi>{part.name}</bdi>
        </button>
      ),
      width: 'rest',
      phone: 'title',
    },
    {
      key: 'people',
      header: words.people,
      metric: counts,
      cell: ({ people }) => <NumberText value={people} />,
      width: 'fit',
      align: 'end',
    },
    {
      key: 'taps',
      header: words.taps,
      metric: 'total_clicks',
      cell: ({ total_clicks: clicks }) => <NumberText value={clicks} />,
      width: 'fit',
      align: 'end',
    },
    ...(withBots
      ? [
          {
            key: 'bots',
            header: words.bots,
            metric: 'bots' as const,
            cell: ({ bots }: Part) => <NumberText value={bots} />,
            width: 'fit' as const,
            align: 'end' as const,
          },
        ]
      : []),
  ]
}
