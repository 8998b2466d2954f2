import type { MessageState } from '../../contract/messages.ts'
import type { ListMessagesQuery } from '../../contract/messageSearch.ts'
import { inTransaction, type Db, type Fragment, type Transaction } from '../../platform/db.ts'
import { selectRow, type LogbookRow } from './logbook.ts'

/** Where a page of the logbook ended: time to the microsecond, as `createdAtText` has it, and id. */
export type LogbookPlace = { at: string; id: bigint }

type Asked = {
  accountId: bigint
  filter: ListMessagesQuery
  test: boolean
  after: LogbookPlace | undefined
  /** Any of these; beside the one of the filter. */
  states?: readonly MessageState[] | undefined
  /** One of these; beside the one of the filter. */
  ids?: readonly bigint[] | undefined
  /** So many are passed over. Each of them is read: keep it to some thousand. */
  offset?: number
}

/** A search by words reads the messages of so many texts at most, the newest ones. */
const MAX_TEXTS = 5_000
/** Of so many texts the newest messages are taken one by one; of more, the plan is the database's own. */
const MAX_MERGED = 200

/**
 * Messages of an account, newest first, one more than the page holds; `after` goes on where a page ended.
 * @param asked.filter `phone_starts` and `phone_ends` as they stand in a number
 */
export const listMessages = (db: Db, asked: Asked): Promise<LogbookRow[]> =>
  inTransaction(db, async (tx) => {
    // A plan for all values alike would read half a million rows with a common label to find one in a rare state.
    await tx`select set_config('plan_cache_mode', 'force_custom_plan', true)`
    const { words } = asked.filter
    if (words === undefined) return selectPage(tx, asked, wanted(tx, asked, tx``))
    const texts = await listTextsWith(tx, { accountId: asked.accountId, words })
    if (texts.length === 0) return []
    return selectPage(tx, asked, ofTexts(tx, asked, texts))
  })

/** Renderings of the newest texts that hold all of some words. */
async function listTextsWith(tx: Transaction, { accountId, words }: { accountId: bigint; words: string }): Promise<string[]> {
  // Without a letter or a digit there is no word, and every text would hold all of none.
  if (!/[\p{L}\p{N}]/u.test(words)) return []
  const rows = await tx<{ id: string }[]>`
    select renderings.id::text as id
    from template_versions join renderings on renderings.template_version_id = template_versions.id
    where template_versions.account_id = ${accountId}
      and account_words(template_versions.account_id, template_versions.text) @> account_words(${accountId}, ${words})
    order by renderings.id desc limit ${MAX_TEXTS}`
  return rows.map(({ id }) => id)
}

/**
 * Messages of some texts. The texts of an old campaign stand far down in the order of time, so where nothing else narrows the search, the newest
 * of each are merged instead.
 */
function ofTexts(tx: Transaction, asked: Asked, texts: readonly string[]): Fragment {
  const [only] = texts
  if (texts.length === 1 && only !== undefined) return wanted(tx, asked, tx`and rendering_id = ${only}::text::bigint`)
  if (isNarrowed(asked.filter) || texts.length > MAX_MERGED)
    return wanted(tx, asked, tx`and rendering_id = any(${texts}::text[]::bigint[])`)
  return tx`
    select newest.* from unnest(${texts}::text[]::bigint[]) as texts (id)
    cross join lateral (
      ${wanted(tx, asked, tx`and rendering_id = texts.id`)} order by created_at desc, id desc limit ${asked.filter.limit + 1}
    ) as newest`
}

const broad: ReadonlySet<string> = new Set(['limit', 'cursor', 'words', 'test', 'created_after', 'created_before'])

/** Whether a filter beside words and time is on. */
const isNarrowed = (filter: ListMessagesQuery): boolean =>
  Object.entries(filter).some(([name, value]) => value !== undefined && !broad.has(name))

/**
 * The page is found first, from messages alone; what else is known of its rows is read for them only. The place goes as text, since the
 * driver cuts a time to milliseconds.
 */
const selectPage = (tx: Transaction, { filter, offset = 0 }: Asked, found: Fragment) => tx<LogbookRow[]>`
  with messages as materialized (${found} order by created_at desc, id desc limit ${filter.limit + 1} offset ${offset})
  ${selectRow(tx)}
  order by messages.created_at desc, messages.id desc`

const wanted = (tx: Transaction, { accountId, filter, test, after, states, ids }: Asked, more: Fragment) => tx`
  select * from messages
  where account_id = ${accountId} and test = ${test} ${more}
    ${after === undefined ? tx`` : tx`and (created_at, id) < (${after.at}::text::timestamptz, ${after.id})`}
    ${filter.id === undefined ? tx`` : tx`and id = ${filter.id}::text::bigint`}
    ${ids === undefined ? tx`` : tx`and id = any(${ids.map(String)}::text[]::bigint[])`}
    ${filter.phone === undefined ? tx`` : tx`and phone = ${filter.phone}`}
    ${filter.phone_starts === undefined ? tx`` : tx`and phone like ${`${filter.phone_starts}%`}`}
    ${filter.phone_ends === undefined ? tx`` : endsWith(tx, filter.phone_ends)}
    ${filter.state === undefined ? tx`` : tx`and state = ${filter.state}`}
    ${states === undefined ? tx`` : tx`and state = any(${[...states]}::text[])`}
    ${filter.label === undefined ? tx`` : tx`and label = ${filter.label}`}
    ${filter.reference === undefined ? tx`` : tx`and reference = ${filter.reference}`}
    ${filter.campaign_id === undefined ? tx`` : tx`and campaign_id = ${filter.campaign_id}::text::bigint`}
    ${filter.campaign === undefined ? tx`` : filter.campaign ? tx`and campaign_id is not null` : tx`and campaign_id is null`}
    ${filter.created_after === undefined ? tx`` : tx`and created_at >= ${filter.created_after}`}
    ${filter.created_before === undefined ? tx`` : tx`and created_at < ${filter.created_before}`}
    ${filter.has_clicks === undefined ? tx`` : filter.has_clicks ? tx`and exists ${clicked(tx, accountId)}` : tx`and not exists ${clicked(tx, accountId)}`}`

/** By the index of last digits; what stands before them is compared in the rows that it finds. */
const endsWith = (tx: Transaction, digits: string) => tx`and right(phone, 4) = ${digits.slice(-4)} and phone like ${`%${digits}`}`

const clicked = (tx: Transaction, accountId: bigint) => tx`(
  select from link_totals
  where link_totals.account_id = ${accountId} and link_totals.message_id = messages.id and link = 0 and message_first_click_at is not null
)`
