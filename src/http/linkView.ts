import type { LinkChange, LinkDetail, LinkReport, ListedLink } from '../contract/links.ts'
import type { Link } from '../domain/links/change.ts'
import { findLastMessage, listLinkHistory, listLinkHours, type LinkEntry } from '../domain/reports/linkReport.ts'
import { findLinkWithFigures, type LinkFigures } from '../domain/reports/links.ts'
import { databaseNow, type Db } from '../platform/db.ts'

export const viewLink = ({ id, position, destination, destinationKind, takenDownAt, expiresAt, createdAt }: Omit<Link, 'renderingId'>) => ({
  id: String(id),
  position,
  destination,
  destination_kind: destinationKind,
  taken_down_at: takenDownAt?.toISOString() ?? null,
  expires_at: expiresAt?.toISOString() ?? null,
  created_at: createdAt.toISOString(),
})

export function viewListed(row: LinkFigures): ListedLink {
  const { state, text, totalClicks, uniqueClicks, views, prefetches, bots, conversions } = row
  return {
    ...viewLink(row),
    ...{ state, text, campaign_id: row.campaignId?.toString() ?? null, campaign_name: row.campaignName, variant_name: row.variantName },
    ...{ total_clicks: totalClicks, unique_clicks: uniqueClicks, views, prefetches, bots, conversions },
  }
}

type Target = { accountId: bigint; id: bigint }

/** One link with its figures and where it was sent. */
export async function readLink(db: Db, { accountId, id }: Target): Promise<LinkDetail> {
  const row = await findLinkWithFigures(db, { accountId, id })
  return { ...viewListed(row), last_message_id: (await findLastMessage(db, { ...row, accountId }))?.toString() ?? null }
}

/** What happened at a link over time, and what was changed at it. `withNames`: an API key is not told the addresses of people. */
export async function readLinkReport(db: Db, { accountId, id, withNames }: Target & { withNames: boolean }): Promise<LinkReport> {
  const place = { ...(await findLinkWithFigures(db, { accountId, id })), accountId }
  const [now, hours, history] = await Promise.all([databaseNow(db), listLinkHours(db, place), listLinkHistory(db, { accountId, id })])
  return {
    ...{ link_id: String(id), as_of: now.toISOString(), hours: hours.toReversed() },
    history: history.map((entry) => viewEntry(withNames ? entry : { ...entry, name: null })),
  }
}

function viewEntry({ at, actor, name, action, data }: LinkEntry): LinkChange {
  const what = happeningOf(action, data)
  const ofDestination = what === 'destination'
  return {
    ...{ at: at.toISOString(), by: actor, by_name: name, what },
    from: ofDestination ? textOf(data.from) : null,
    to: ofDestination ? textOf(data.to) : null,
    expires_at: what === 'expiry' ? textOf(data.expires_at) : null,
  }
}

/** As `domain/links/change.ts` writes them. */
function happeningOf(action: string, data: LinkEntry['data']): LinkChange['what'] {
  if (action === 'link.taken_down') return 'taken_down'
  if (data.restored === true) return 'restored'
  return 'expires_at' in data ? 'expiry' : 'destination'
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
