import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { importWords } from './importWords.ts'
import { groupNamesQuery, type ContactImport } from './queries.ts'

const counts = ['rows', 'created', 'updated', 'skipped', 'duplicates', 'rejected'] as const

/** What became of the rows; figures that are 0 stay, since they answer a question too. */
export function ImportCounts({ one }: { one: ContactImport }) {
  const words = useWords(importWords)
  const format = useFormat()
  return (
    <dl className="import-counts">
      {counts.map((name) => (
        <div key={name} title={words.countMeanings[name]}>
          <dt>{words.counts[name]}</dt>
          <dd className="figure">{format.number(one[name])}</dd>
        </div>
      ))}
    </dl>
  )
}

type ImportColumn = ContactImport['columns'][number] & { at: number }

/** How the file was read: its columns, its rule, the groups that all joined. */
export function ImportColumns({ one }: { one: ContactImport }) {
  const words = useWords(importWords)
  const columns = useColumns()
  return (
    <section className="section" aria-label={words.columns}>
      <header>
        <h2>{words.columns}</h2>
        <span className="soft">{words.asWritten(one.encoding.toUpperCase(), words.delimiters[one.delimiter] ?? one.delimiter)}</span>
      </header>
      <p className="soft">
        {words.rule}: {words.rules[one.rule].label}. <Into ids={one.group_ids} />
      </p>
      <DataTable
        label={words.columns}
        columns={columns}
        rows={one.columns.map((column, at) => ({ ...column, at }))}
        rowKey={({ at }) => String(at)}
      />
    </section>
  )
}

function useColumns(): readonly Column<ImportColumn>[] {
  const words = useWords(importWords)
  const target = useTargetName()
  return [
    { key: 'heading', header: words.column, cell: ({ heading }) => <bdi title={heading}>{heading}</bdi>, phone: 'title' },
    { key: 'target', header: words.becomes, cell: (column) => target(column.target), width: 'rest' },
  ]
}

/** What a column becomes, in words. */
export function useTargetName(): (target: string) => string {
  const words = useWords(importWords)
  return (target) => words.targets[target] ?? words.fieldTarget(target)
}

function Into({ ids }: { ids: readonly string[] }) {
  const words = useWords(importWords)
  const { data: groups = [] } = useQuery(groupNamesQuery)
  const into = groups.filter(({ id }) => ids.includes(id))
  if (into.length === 0) return null
  return (
    <>
      {words.into}:{' '}
      {into.map(({ id, name }, at) => (
        <span key={id}>
          {at > 0 && ', '}
          <Link href={paths.groupMembers(id)}>
            <bdi>{name}</bdi>
          </Link>
        </span>
      ))}
    </>
  )
}
