import type { Db, Transaction } from '../../platform/db.ts'
import { listTables, quoted } from './catalog.ts'
import { BackupError, type Header } from './format.ts'
import { createProgress } from './progress.ts'

/** Rows of these stand in every database that was ever used. */
const tellTale = ['installation', 'accounts', 'messages', 'hits']

/** @throws BackupError when anything was ever done with the database */
export async function requireEmpty(db: Db): Promise<void> {
  for (const table of tellTale) {
    const [known] = await db<{ exists: boolean }[]>`select to_regclass(${table}) is not null as exists`
    if (known?.exists !== true) continue
    const found = await db`select from ${db(table)} limit 1`
    if (found.length === 0) continue
    throw new BackupError(
      'The database is not empty: a restore would mix two installations. Restore before Tapline is started for the first time: into an empty ' +
        'database, or with a DATA_DIR that holds secret.key and no folder "postgres".',
    )
  }
}

/**
 * Makes the empty tables ready for rows in one transaction: partitions are made, what migrations put in is taken out, references and indexes
 * are dropped. Those come back at the end, where each takes one pass instead of a search for every row.
 */
export async function prepare(tx: Transaction, { header, fileId }: { header: Header; fileId: string }): Promise<void> {
  await requireEmpty(tx)
  for (const { parent, name, from, to } of header.partitions) {
    await tx.unsafe(`create table if not exists ${quoted(name)} partition of ${quoted(parent)} for values from ('${from}') to ('${to}')`)
  }
  await requireTables(tx, header)
  const references = await listReferences(tx)
  const indexes = await listIndexes(tx)
  for (const { drop } of [...references, ...indexes]) await tx.unsafe(drop)
  const parents = [...new Set(header.tables.map(({ parent }) => parent))]
  await tx.unsafe(`truncate ${parents.map(quoted).join(', ')}`)
  await createProgress(tx, { fileId, statements: [...indexes, ...references].map(({ make }) => make) })
}

async function requireTables(tx: Transaction, header: Header): Promise<void> {
  const own = new Map((await listTables(tx)).map(({ name, columns }) => [name, columns]))
  const missing = header.tables.find(({ name, columns }) => columns.some((column) => own.get(name)?.includes(column) !== true))
  if (missing !== undefined)
    throw new BackupError(`The backup holds the table "${missing.name}", which this version of Tapline lacks or knows in another form.`)
}

type Removable = { drop: string; make: string }

/** Those of a partition follow from its parent's. */
const listReferences = (db: Db) => db<Removable[]>`
  select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
    format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(pg_constraint.oid)) as make
  from pg_constraint
  where connamespace = current_schema()::regnamespace and contype = 'f' and conparentid = 0
  order by conrelid::regclass::text, conname
  limit 10000`

/** Those that no constraint made. Without "only" the index of a partitioned table is made on its partitions too. */
const listIndexes = (db: Db) => db<Removable[]>`
  select format('drop index %s', indexrelid::regclass) as drop, regexp_replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') as make
  from pg_index join pg_class on pg_class.oid = indexrelid
  where relnamespace = current_schema()::regnamespace and not relispartition
    and not exists (select from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
  order by indrelid::regclass::text, indexrelid::regclass::text
  limit 10000`
