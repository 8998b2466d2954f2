import type { LiveEvent, LiveType } from '../../contract/live.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import type { LogPlace } from './eventLog.ts'
import { keepToOrder, MARGIN } from './fanOut.ts'

/** What has changed of an account, by its kind and its id; nothing of it tells of a person. Without an id it is known that something changed, and not what. */
export type Change = { accountId: bigint; subjects: readonly Subject[] }
type Subject = readonly [LiveType, string | null]

/** What an event of the log names. */
type Named = {
  type: string
  messageId: string | null
  campaignId: string | null
  conversionId: string | null
  inboundId: string | null
  optOutId: string | null
  importId: string | null
  linkId: string | null
  endpointId: string | null
}

/** Events that one look reads, of all accounts. */
export const CHANGES_PAGE = 5_000
/** Connections speak UTC. */
const ISO = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'

/** The end of the log: what has not been written yet comes after it. */
export async function endOfLog(db: Db): Promise<LogPlace> {
  const [row] = await db<LogPlace[]>`
    select epoch, pg_snapshot_xmin(pg_current_snapshot())::text as xid, 0::bigint as id,
      to_char(now() - ${MARGIN}::text::interval, ${ISO}) as floor
    from webhook_cursor`
  if (row === undefined) throw new Error('the log of events has no cursor')
  return row
}

/** The next changes of some accounts, oldest first, as far as one look reaches, and where to go on. */
export async function readChanges(
  db: Db,
  { accountIds, place }: { accountIds: readonly bigint[]; place: LogPlace },
): Promise<{ changes: Change[]; next: LogPlace; isMore: boolean }> {
  const rows = await inTransaction(db, async (tx) => {
    await keepToOrder(tx)
    return selectPage(tx, { accountIds, place })
  })
  const last = rows.at(-1)
  if (last === undefined) return { changes: [], next: place, isMore: false }
  const next = { epoch: place.epoch, xid: last.xid, id: last.id, floor: last.floor }
  const changes = rows.filter(({ isOurs }) => isOurs).map((row) => ({ accountId: row.accountId, subjects: subjectsOf(row) }))
  return { changes, next, isMore: last.row === CHANGES_PAGE }
}

type Row = Named & { accountId: bigint; xid: string; id: bigint; floor: string; isOurs: boolean; row: number }

const selectPage = (db: Db, { accountIds, place }: { accountIds: readonly bigint[]; place: LogPlace }) => db<Row[]>`
  with page as materialized (
    select xid, id, account_id, type, at, data, row_number() over (order by xid, id)::int as row,
      account_id = any(${accountIds.map(String)}::bigint[]) as is_ours
    from (
      select * from outbox
      where at >= ${place.floor}::text::timestamptz and (xid, id) > (${place.xid}::text::xid8, ${place.id})
        and xid < pg_snapshot_xmin(pg_current_snapshot())
      order by xid, id limit ${CHANGES_PAGE}
    ) as raw
  )
  select page.xid::text as xid, page.id, row, is_ours as "isOurs", page.account_id as "accountId", type, data->>'message_id' as "messageId",
    coalesce(data->>'campaign_id', messages.campaign_id::text) as "campaignId", data->>'conversion_id' as "conversionId",
    data->>'inbound_message_id' as "inboundId", data->>'opt_out_id' as "optOutId", data->>'import_id' as "importId",
    data->>'link_id' as "linkId", data->>'endpoint_id' as "endpointId",
    to_char(greatest(${place.floor}::text::timestamptz, at - ${MARGIN}::text::interval), ${ISO}) as floor
  from page
  left join messages on is_ours and messages.account_id = page.account_id and messages.id = (data->>'message_id')::bigint
  where is_ours or row = (select max(row) from page)
  order by row`

/** Ids that one event names; the rest are told of by `more`. */
const MAX_IDS = 50

/** Many changes of one account as few events: one for each type, whatever came. */
export function summarize(changes: readonly Change[]): LiveEvent[] {
  const found = new Map<LiveType, Set<string | null>>()
  for (const change of changes)
    for (const [type, id] of change.subjects) found.set(type, (found.get(type) ?? new Set<string | null>()).add(id))
  return [...found].map(([type, ids]) => {
    const named = [...ids].filter((id) => id !== null)
    return { type, ids: named.slice(0, MAX_IDS), more: ids.has(null) || named.length > MAX_IDS }
  })
}

/** What an event changes. */
function subjectsOf({ type, ...ids }: Named): Subject[] {
  const message: Subject[] = ids.messageId === null ? [] : [['message.changed', ids.messageId]]
  const campaign: Subject[] = ids.campaignId === null ? [] : [['campaign.changed', ids.campaignId]]
  const topic = type.split('.', 1)[0]
  if (type === 'message.inbound') return [['inbound.changed', ids.inboundId]]
  switch (topic) {
    case 'message':
    case 'hit':
      return [...message, ...campaign]
    case 'hits':
      return [
        ['message.changed', null],
        ['campaign.changed', null],
      ]
    case 'conversion':
      return [['conversion.changed', ids.conversionId], ...message, ...campaign]
    case 'contact':
      return [['opt_out.changed', ids.optOutId]]
    case 'contact_import':
      return [['import.changed', ids.importId]]
    case 'campaign':
      return [['campaign.changed', ids.campaignId]]
    case 'link':
      return [['link.changed', ids.linkId]]
    case 'endpoint':
      return [['endpoint.changed', ids.endpointId]]
    default:
      return []
  }
}
