import { BYTE_ORDER_MARK, csvRow, guardCell, phoneCell } from '../../lib/csv.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { findSliceEnd, listRecipients, type RecipientFilter, type RecipientPlace, type RecipientRow } from './recipientStore.ts'

/** Messages that one statement looks through: some ten milliseconds, however few of them fit. */
const SLICE = 10_000
/** Slices that one request looks through before it answers with what it has. */
const MAX_SLICES = 8
/** No further slice after this, so that a page is there within a tenth of a second; the first is always looked through. */
const MAX_LOOK_MS = 50

type Asked = { accountId: bigint; campaignId: bigint; filter: RecipientFilter; after: RecipientPlace | undefined }
export type RecipientPage = { rows: RecipientRow[]; next: RecipientPlace | undefined }

/** Recipients who fit, newest first: so many, or fewer with more to follow where few fit. */
export async function pageRecipients(db: Db, { limit, after, ...asked }: Asked & { limit: number }): Promise<RecipientPage> {
  const rows: RecipientRow[] = []
  let place = after
  const startedAt = performance.now()
  for (let slices = 0; slices < MAX_SLICES; slices++) {
    const until = await findSliceEnd(db, { ...asked, after: place, size: SLICE })
    rows.push(...(await readSlice(db, { ...asked, after: place, until, limit: limit + 1 - rows.length })))
    if (rows.length > limit) return { rows: rows.slice(0, limit), next: rows[limit - 1] }
    if (until === undefined) return { rows, next: undefined }
    place = until
    if (performance.now() - startedAt > MAX_LOOK_MS) break
  }
  return { rows, next: place }
}

/** The plan has to follow from the filter: one for all would read a million rows to find one in a rare state. */
export const readSlice = (db: Db, asked: Parameters<typeof listRecipients>[1]): Promise<RecipientRow[]> =>
  inTransaction(db, async (tx) => {
    await tx`select set_config('plan_cache_mode', 'force_custom_plan', true)`
    return listRecipients(tx, asked)
  })

const columns = ['phone', 'state', 'sent_at', 'views', 'clicks', 'first_click_at', 'conversions', 'bots', 'failure', 'message_id'] as const

/** The same as CSV, in slices, so that memory stays small and no transaction holds anybody up. */
export async function* recipientFile(db: Db, asked: Omit<Asked, 'after'>): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvRow(columns)
  for (let after: RecipientPlace | undefined; ;) {
    const until = await findSliceEnd(db, { ...asked, after, size: FILE_SLICE })
    const rows = await readSlice(db, { ...asked, after, until, limit: FILE_SLICE })
    yield rows.map((row) => csvRow(cellsOf(row))).join('')
    if (until === undefined) return
    after = until
  }
}
const FILE_SLICE = 2_000

/** What nobody can tell is empty, not 0. */
function cellsOf({
  id,
  phone,
  state,
  counted,
  submittedAt,
  views,
  clicks,
  firstClickAt,
  conversions,
  bots,
  failure,
}: RecipientRow): string[] {
  const told = (count: number) => (counted ? String(count) : '')
  return [
    ...[phoneCell(phone), state, submittedAt?.toISOString() ?? '', told(views), told(clicks), firstClickAt?.toISOString() ?? ''],
    ...[told(conversions), told(bots), guardCell(failure ?? ''), String(id)],
  ]
}
