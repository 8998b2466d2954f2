import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import { copyIn } from '../../platform/copy.ts'
import { inTransaction, type Pool } from '../../platform/db.ts'
import { workAhead } from './ahead.ts'
import { quoted, setTextForm } from './catalog.ts'
import { BackupError, type Chunk, type Header } from './format.ts'
import { moveProgress } from './progress.ts'
import { readChunksFrom } from './reader.ts'

const decompress = promisify(inflate)

/** Told after each chunk: rows loaded by this process so far. */
export type Tell = (rows: number) => void

/** Loads the chunks from the one at `from` on, each in a transaction that also moves the progress: none is lost, none comes twice. */
export async function loadChunks(
  pool: Pool,
  { path, header, from, tell }: { path: string; header: Header; from: number; tell: Tell },
): Promise<void> {
  let [at, loaded] = [from, 0]
  for await (const { table, rows, text } of workAhead(readChunksFrom(path, { from }), unpack)) {
    const into = header.tables[table]
    if (into === undefined) throw new BackupError(`Chunk ${at} of ${path} belongs to no table.`)
    const statement = `copy ${quoted(into.name)} (${into.columns.map(quoted).join(', ')}) from stdin`
    await inTransaction(pool, async (tx) => {
      if (!(await moveProgress(tx, { from: at }))) throw new BackupError('Another process is restoring into this database.')
      await setTextForm(tx)
      await copyIn(tx, { statement, text })
    })
    at++
    loaded += rows
    tell(loaded)
  }
}

const unpack = async ({ table, rows, packed }: Chunk) => ({ table, rows, text: await decompress(packed) })
