import { BYTE_ORDER_MARK, csvRow, guardCell } from '../../lib/csv.ts'
import { AppError } from '../../lib/errors.ts'
import type { Db } from '../../platform/db.ts'
import { deleteChunks, endImport, findImport, listRejections, requeueImport, type ImportRow } from './importStore.ts'

/** @throws AppError `not_found` */
export async function getImport(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<ImportRow> {
  const found = await findImport(db, { accountId, id })
  if (found === undefined) throw new AppError('not_found', `There is no import ${id}.`)
  return found
}

/** Lets a failed import go on where it stopped. @throws AppError `not_found`, `import_not_resumable` */
export async function resumeImport(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<ImportRow> {
  const { state } = await getImport(db, { accountId, id })
  if (!(await requeueImport(db, { accountId, id })))
    throw new AppError(
      'import_not_resumable',
      state === 'failed'
        ? `The file of import ${id} is not kept any more: send it again. Numbers that are in already are not doubled.`
        : `Import ${id} is ${state}: only a failed one can be resumed. One whose process died goes on by itself.`,
    )
  return getImport(db, { accountId, id })
}

/** Stops an import and forgets its file; contacts that it has written stay. @throws AppError `not_found`, `import_not_cancellable` */
export async function cancelImport(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<ImportRow> {
  const { state } = await getImport(db, { accountId, id })
  const from = ['uploading', 'queued', 'running', 'failed'] as const
  if (!(await endImport(db, { accountId, id, from, state: 'cancelled', failure: null })))
    throw new AppError('import_not_cancellable', `Import ${id} is ${state}: there is nothing to cancel.`)
  await forgetFile(db, { id })
  return getImport(db, { accountId, id })
}

/** The heading of the column with the reasons; an import takes no notice of it. */
export const REASON_HEADING = 'rejected_because'
const LINE_HEADING = 'rejected_line'
const PAGE = 1_000

/** The rejected rows of an import as a file with the same columns, to be mended and imported again. */
export async function* rejectionFile(db: Db, { accountId, id, header }: ImportRow): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvRow([...header.map(guardCell), LINE_HEADING, REASON_HEADING])
  for (let afterLine = 0; ;) {
    const rows = await listRejections(db, { accountId, id, afterLine, limit: PAGE })
    yield rows.map(({ line, detail, cells }) => csvRow([...fitted(cells, header.length), String(line), guardCell(detail)])).join('')
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    afterLine = last.line
  }
}

/** Rows with more cells than the heading keep them in their last column, so that the reason stands under its heading. */
function fitted(cells: readonly string[], columns: number): string[] {
  const kept = cells.length > columns ? [...cells.slice(0, columns - 1), cells.slice(columns - 1).join(' ')] : cells
  // A cell that the file had guarded is guarded once more than a spreadsheet needs, and comes back as it was.
  return Array.from({ length: columns }, (_, at) => rawCell(kept[at] ?? ''))
}

/** Cells stand as the file had them: a plus before digits is a number there. */
const rawCell = (text: string) => (/^\+[\d ()./-]*$/.test(text) ? text : text.startsWith("'") ? text : guardCell(text))

const forgetFile = async (db: Db, { id }: { id: bigint }): Promise<void> => {
  while ((await deleteChunks(db, { id, before: undefined })) > 0);
}

/** An upload that has been silent for this long broke off; its connection would have been cut before. */
const UPLOAD_SILENCE_MINUTES = 60
/** The rest of a failed import's file waits this long for somebody to resume it. */
export const FAILED_FILE_DAYS = 7
export const REJECTION_DAYS = 30
export const IMPORT_DAYS = 400

/** Forgets what imports leave behind, in slices; true when there may be more. */
export async function sweepImports(db: Db): Promise<boolean> {
  await db`
    update contact_imports set state = 'failed', failure = 'The upload broke off: send the file again.', finished_at = now(), changed_at = now()
    where state = 'uploading' and changed_at < now() - make_interval(mins => ${UPLOAD_SILENCE_MINUTES})`
  const files = await db`
    delete from contact_import_chunks where ctid = any(array(
      select contact_import_chunks.ctid from contact_import_chunks join contact_imports on id = import_id
      where state in ('done', 'cancelled') or state = 'failed' and changed_at < now() - make_interval(days => ${FAILED_FILE_DAYS})
      limit 64
    ))`
  const rejections = await db`
    delete from contact_import_rejections where ctid = any(array(
      select contact_import_rejections.ctid from contact_import_rejections join contact_imports on id = import_id
      where finished_at < now() - make_interval(days => ${REJECTION_DAYS}) limit 5000
    ))`
  const imports = await db`
    delete from contact_imports where id = any(array(
      select id from contact_imports
      where finished_at < now() - make_interval(days => ${IMPORT_DAYS})
        and not exists (select from contact_import_rejections where import_id = id) limit 1000
    ))`
  return files.count === 64 || rejections.count === 5_000 || imports.count === 1_000
}
