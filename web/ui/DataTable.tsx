import './DataTable.css'
import { useRef, type CSSProperties, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { useWords } from '../i18n/words.ts'
import { Icon } from './Icon.tsx'
import { useVirtualRows } from './useVirtualRows.ts'
import { uiWords } from './words.ts'

export type Sort<Key extends string = string> = { by: Key; down: boolean }
export type Column<Row> = {
  key: string
  header: string
  cell: (row: Row) => ReactNode
  /** Figures stand at the end, so that their digits are below each other. */
  align?: 'start' | 'end'
  /** What it takes of the width: as little as possible, or all that is left; a number is a share of it. */
  width?: 'fit' | 'rest'
  /** On a phone a row is a small card: `title` first and bold, `line` a line of its own, `hide` not at all; else a value with its name. */
  phone?: 'title' | 'line' | 'plain' | 'hide'
  sortable?: boolean
}

export type DataTableProps<Row> = {
  /** What the table lists, for those who do not see where it stands. */
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Where a click on the row leads; the cell that stands for the row should be a link, for the keyboard. */
  rowHref?: (row: Row) => string
  /** A click on the row does something, such as filtering the page; the cell needs a button for the keyboard. */
  onRow?: (row: Row) => void
  isChosen?: (row: Row) => boolean
  sort?: Sort
  onSort?: (sort: Sort) => void
  /** Draws only the rows in sight. `phoneRow` is the height of a card, in pixels. */
  virtual?: { phoneRow: number }
  /** How many there are in all, where not all of them are loaded. */
  total?: number
}

/** A table with hairlines and rows of 36 px, which becomes small cards on a phone so that nothing scrolls sideways. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, virtual, total } = props
  const body = useRef<HTMLTableSectionElement>(null)
  const { first, end, before, after } = useVirtualRows({ body, count: rows.length, virtual })
  return (
    <table
      className={`data-table${virtual === undefined ? '' : ' is-virtual'}`}
      aria-label={label}
      role="table"
      aria-rowcount={(total ?? rows.length) + 1}
      style={virtual === undefined ? undefined : phoneRowOf(virtual)}
    >
      <thead role="rowgroup">
        <tr role="row" aria-rowindex={1}>
          {columns.map((column) => (
            <HeaderCell key={column.key} column={column} sort={props.sort} onSort={props.onSort} />
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" ref={body}>
        {before > 0 && <tr aria-hidden="true" className="spacer" style={{ height: before }} />}
        {rows.slice(first, end).map((row, at) => (
          <TableRow key={rowKey(row)} row={row} index={first + at} table={props} />
        ))}
        {after > 0 && <tr aria-hidden="true" className="spacer" style={{ height: after }} />}
      </tbody>
    </table>
  )
}

/** The styles set the height of a card by it. React's types know no custom properties. */
const phoneRowOf = ({ phoneRow }: { phoneRow: number }): CSSProperties => Object.fromEntries([['--phone-row', `${phoneRow}px`]])

function HeaderCell<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>
  sort: Sort | undefined
  onSort: ((sort: Sort) => void) | undefined
}) {
  const words = useWords(uiWords)
  const { key, header, align = 'start', width, sortable = false } = column
  const isSorted = sort?.by === key
  const direction = isSorted ? (sort.down ? 'descending' : 'ascending') : undefined
  return (
    <th role="columnheader" scope="col" className={`${align} ${width ?? ''}`} aria-sort={direction}>
      {sortable && onSort !== undefined ? (
        <button type="button" title={words.sortBy(header)} onClick={() => onSort({ by: key, down: isSorted ? !sort.down : true })}>
          {header}
          {isSorted && <Icon name={sort.down ? 'down' : 'up'} size={12} />}
        </button>
      ) : (
        header
      )}
    </th>
  )
}

function TableRow<Row>({ row, index, table }: { row: Row; index: number; table: DataTableProps<Row> }) {
  const [, go] = useLocation()
  const { columns, rowHref, onRow, isChosen } = table
  const act = onRow ?? (rowHref === undefined ? undefined : () => go(rowHref(row)))
  return (
    // The mouse may press anywhere on the row; the keyboard has the link or button in it.
    <tr
      role="row"
      aria-rowindex={index + 2}
      className={`${act === undefined ? '' : 'can-press'}${isChosen?.(row) === true ? ' chosen' : ''}`}
      onClick={act === undefined ? undefined : (event) => isPlain(event.target) && act(row)}
    >
      {columns.map(({ key, header, cell, align = 'start', width, phone = 'plain' }) => (
        <td key={key} role="cell" className={`${align} ${width ?? ''} phone-${phone}`} data-name={header}>
          {cell(row)}
        </td>
      ))}
    </tr>
  )
}

/** A press on a link or a field in the row is theirs, and one that marks text is no press. */
function isPlain(target: EventTarget): boolean {
  const isOwn = target instanceof Element && target.closest('a, button, input, select, label, [popover]') !== null
  return !isOwn && (window.getSelection()?.isCollapsed ?? true)
}
