import { useId, useState, type ReactNode } from 'react'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { CsvButton } from '../../ui/CsvButton.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { uiWords } from '../../ui/words.ts'
import { useColumns, wholeName, type Part, type Shown } from './breakdownColumns.tsx'
import { reportWords } from './reportWords.ts'

/** Rows that are shown before somebody asks for all. */
const FEW = 8

type Props = {
  campaign: Campaign
  title: string
  head: string
  parts: readonly Part[]
  chosen: string
  onChoose: (key: string) => void
  shown: Shown
  /** What `people` counts. */
  counts?: 'clickers' | 'unique_clicks'
  note?: ReactNode
  /** Takes the width of two. */
  isWide?: boolean
}

/** A list with bars, the longest first. A press on a row narrows the report down to it, another one lets go. */
export function Breakdown({ campaign, title, head, parts, chosen, onChoose, shown, counts = 'clickers', note, isWide = false }: Props) {
  const words = useWords(reportWords)
  const ui = useWords(uiWords)
  const id = useId()
  const [all, setAll] = useState(false)
  const press = ({ key }: Part) => onChoose(key === chosen ? '' : key)
  const columns = useColumns({ head, parts, chosen, press, shown, counts })
  const rows = () => [
    [head, words.people, words.taps, words.views, words.bots, words.conversions, words.value],
    ...parts.map((part) => [
      ...[wholeName(part), part.people, part.total_clicks, part.views, part.bots, part.conversions],
      part.values.map(({ amount, currency }) => `${amount} ${currency}`).join(', '),
    ]),
  ]
  return (
    <section className={`section breakdown${isWide ? ' is-wide' : ''}`} aria-labelledby={id}>
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
          rows={all ? parts : parts.slice(0, FEW)}
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
