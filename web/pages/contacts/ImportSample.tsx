import type { ImportPreviewView } from '../../../src/contract/contactImports.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { Note } from '../../ui/Note.tsx'
import { importWords } from './importWords.ts'

type Row = ImportPreviewView['rows'][number]
const SHOWN = 5

/** What the first rows become, as the import itself reads them, and which would be rejected for what. */
export function ImportSample({ preview: { rows, columns, sampled, rejected } }: { preview: ImportPreviewView }) {
  const words = useWords(importWords)
  const format = useFormat()
  const good = rows.filter(({ phone }) => phone !== null).slice(0, SHOWN)
  const bad = rows.filter(({ phone }) => phone === null)
  const table = useColumns(columns)
  return (
    <section className="section" aria-label={words.preview}>
      <header>
        <h2>{words.preview}</h2>
      </header>
      <Note kind={rejected === 0 ? 'good' : 'warning'}>
        <p>
          {rejected === 0
            ? words.goodSample(sampled, format.number(sampled))
            : words.badSample(rejected, format.number(rejected), format.number(sampled))}
        </p>
      </Note>
      {good.length > 0 && <DataTable label={words.preview} columns={table} rows={good} rowKey={({ line }) => String(line)} />}
      {bad.length > 0 && <Rejected rows={bad} />}
    </section>
  )
}

function useColumns(columns: ImportPreviewView['columns']): readonly Column<Row>[] {
  const words = useWords(importWords)
  const format = useFormat()
  const shown = columns.flatMap(({ target }, at) => (target === 'ignore' || target === 'phone' ? [] : [at]))
  return [
    { key: 'line', header: words.line, cell: ({ line }) => format.number(line), align: 'end', width: 'fit', phone: 'hide' },
    { key: 'phone', header: words.readAs, cell: ({ phone }) => <span className="figure">{phone}</span>, width: 'fit', phone: 'title' },
    {
      key: 'cells',
      header: words.holds,
      cell: ({ cells }) => <Cells cells={shown.map((at) => cells[at] ?? '')} />,
      width: 'rest',
      phone: 'line',
    },
  ]
}

function Rejected({ rows }: { rows: readonly Row[] }) {
  const words = useWords(importWords)
  const format = useFormat()
  return (
    <>
      <h3 className="import-rejected">{words.rejectedRows}</h3>
      <ul role="list" className="rejected-rows">
        {rows.map(({ line, cells, detail }) => (
          <li key={line}>
            <strong>{words.inLine(format.number(line))}</strong> {detail}
            <div className="soft small">
              <Cells cells={cells} />
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Each cell keeps its own direction. */
const Cells = ({ cells }: { cells: readonly string[] }) => (
  <span className="cells" title={cells.join(' | ')}>
    {cells
      .map((cell, at) => ({ cell, at }))
      .map(({ cell, at }) => (
        <bdi key={at}>{cell === '' ? '–' : cell}</bdi>
      ))}
  </span>
)
