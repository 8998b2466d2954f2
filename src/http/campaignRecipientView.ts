import type { CampaignComparison } from '../contract/campaignReport.ts'
import type { Recipient, RecipientFilter as Query } from '../contract/campaignRecipients.ts'
import type { RecipientFilter, RecipientPlace, RecipientRow } from '../domain/campaigns/recipientStore.ts'
import type { ComparedCampaign } from '../domain/reports/campaignComparison.ts'
import { readNarrowing } from '../domain/reports/campaignReport.ts'
import { decodeCursor, encodeCursor, idShape, timeShape } from '../lib/cursor.ts'
import type { Db } from '../platform/db.ts'

/** A filter with its link as the place that it has in its variant. @throws AppError `not_found`, `link_unknown` */
export async function readRecipientFilter(
  db: Db,
  target: { accountId: bigint; id: bigint },
  { did, state, ...narrowing }: Query,
): Promise<RecipientFilter> {
  return {
    ...(did === undefined ? {} : { did }),
    ...(state === undefined ? {} : { state }),
    ...(await readNarrowing(db, target, narrowing)),
  }
}

/** @throws AppError `cursor_invalid` */
export function placeOf(cursor: string | undefined): RecipientPlace | undefined {
  const [at, id] = decodeCursor(cursor, [timeShape, idShape]) ?? []
  return at === undefined || id === undefined ? undefined : { at, id: BigInt(id) }
}
export const cursorOf = (place: RecipientPlace | undefined): string | null =>
  place === undefined ? null : encodeCursor(place.at, place.id)

export const viewRecipient = (row: RecipientRow): Recipient => ({
  ...{
    message_id: String(row.id),
    phone: row.phone,
    state: row.state,
    variant_id: row.variantId?.toString() ?? null,
    counted: row.counted,
  },
  ...{ submitted_at: row.submittedAt?.toISOString() ?? null, clicks: row.clicks, views: row.views, bots: row.bots },
  ...{ first_click_at: row.firstClickAt?.toISOString() ?? null, conversions: row.conversions, failure: row.failure },
})

/** Earlier campaigns are taken together, so that a small one weighs little. */
export function viewComparison(id: bigint, rows: readonly ComparedCampaign[]): CampaignComparison {
  const own = rows.filter((row) => row.id === id)
  const earlier = rows.filter((row) => row.id !== id)
  const compare = (rate: (rows: readonly ComparedCampaign[]) => number | null) => {
    const [mine, theirs] = [rate(own), rate(earlier)]
    return { own: mine, earlier: theirs, change: mine === null || theirs === null || theirs === 0 ? null : mine / theirs - 1 }
  }
  return {
    against: earlier.map((row) => ({ id: String(row.id), name: row.name })),
    hours: own[0]?.hours ?? 0,
    click_rate: compare(clickRate),
    conversion_rate: compare(conversionRate),
  }
}

/** Campaigns of which nobody can tell who clicked are left out. */
const clickRate = (rows: readonly ComparedCampaign[]) =>
  divide(
    sumOf(rows.filter(isCounted), ({ clickers }) => clickers ?? 0),
    sumOf(rows.filter(isCounted), ({ reached }) => reached),
  )
const conversionRate = (rows: readonly ComparedCampaign[]) =>
  divide(
    sumOf(rows.filter(isCounted), ({ converted }) => converted),
    sumOf(rows.filter(isCounted), ({ clickers }) => clickers ?? 0),
  )
const isCounted = ({ clickers }: ComparedCampaign) => clickers !== null
const sumOf = (rows: readonly ComparedCampaign[], figure: (row: ComparedCampaign) => number) =>
  rows.reduce((sum, row) => sum + figure(row), 0)
const divide = (a: number, b: number) => (b === 0 ? null : a / b)
