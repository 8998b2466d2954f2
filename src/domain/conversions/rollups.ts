import { arrayOf, textArrayOf } from '../../platform/arrayLiteral.ts'
import type { Db, Transaction } from '../../platform/db.ts'
import type { ConversionRow } from './conversion.ts'

export type Outcome = 'attributed' | 'view_only' | 'unattributed'

/**
 * What a conversion adds to a sum. `hour` in hours since 1970; where nothing was attributed rendering and link are 0. Device and network's country
 * are those of the click; empty: unknown.
 */
export type Share = {
  accountId: bigint
  hour: number
  renderingId: bigint
  link: number
  device: string
  country: string
  name: string
  currency: string
  outcome: Outcome
  test: boolean
  conversions: number
  valueMicros: bigint
  delaySeconds: number
}

/** What a conversion adds to the figures as it stands; nothing once it is voided. */
export function shareOf(row: ConversionRow): Share | undefined {
  if (row.state === 'voided') return undefined
  const { accountId, name, test, at } = row
  const valueMicros = (row.valueMicros ?? 0n) - row.refundedMicros
  const same = {
    accountId,
    hour: Math.floor(at.getTime() / 3_600_000),
    name,
    currency: row.currency ?? '',
    test,
    conversions: 1,
    valueMicros,
  }
  if (row.state !== 'attributed' || row.renderingId === null || row.link === null || row.clickedAt === null)
    return { ...same, ...noClick, outcome: row.reason === 'view_only' ? 'view_only' : 'unattributed', delaySeconds: 0 }
  // A shop's clock may be behind ours.
  const delaySeconds = Math.max(0, Math.round((at.getTime() - row.clickedAt.getTime()) / 1_000))
  const click = { renderingId: row.renderingId, link: row.link, device: row.device ?? '', country: row.country ?? '' }
  return { ...same, ...click, outcome: 'attributed', delaySeconds }
}

const noClick = { renderingId: 0n, link: 0, device: '', country: '' }

/** A conversion before and after a change; no `before` when it is new. */
export type RowChange = { before: ConversionRow | undefined; after: ConversionRow }

/** By how much sums move, one entry for each, in the order of their keys: changes that meet lock rows in the same order. */
export function sharesMoved(changes: readonly RowChange[]): Share[] {
  const moved = new Map<string, Share>()
  const add = (row: ConversionRow | undefined, sign: 1 | -1) => {
    const share = row && shareOf(row)
    if (share === undefined) return
    const key = JSON.stringify(keyOf(share))
    const known = moved.get(key) ?? { ...share, conversions: 0, valueMicros: 0n, delaySeconds: 0 }
    known.conversions += sign
    known.valueMicros += BigInt(sign) * share.valueMicros
    known.delaySeconds += sign * share.delaySeconds
    moved.set(key, known)
  }
  for (const { before, after } of changes) {
    add(before, -1)
    add(after, 1)
  }
  return [...moved]
    .filter(([, share]) => share.conversions !== 0 || share.valueMicros !== 0n || share.delaySeconds !== 0)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, share]) => share)
}

const keyOf = ({ accountId, hour, renderingId, link, device, country, name, currency, outcome, test }: Share) => [
  ...[String(accountId), hour, String(renderingId), link, device, country, name, currency, outcome, test],
]

/** Moves the sums; the last statement of a transaction, since all nodes share these rows. */
export async function moveRollups(tx: Transaction, changes: readonly RowChange[]): Promise<void> {
  const shares = sharesMoved(changes)
  if (shares.length === 0) return
  await tx`
    insert into conversion_rollups (account_id, hour, rendering_id, link, device, country, name, currency, outcome, test, conversions, value_micros, delay_seconds)
    select account_id, to_timestamp(hour * 3600), rendering_id, link, device, country, name, currency, outcome, test, conversions, value_micros,
      delay_seconds
    from unnest(
      ${arrayOf(shares, ({ accountId }) => String(accountId))}::bigint[], ${arrayOf(shares, ({ hour }) => hour)}::bigint[],
      ${arrayOf(shares, ({ renderingId }) => String(renderingId))}::bigint[], ${arrayOf(shares, ({ link }) => link)}::smallint[],
      ${textArrayOf(shares, ({ device }) => device)}::text[], ${textArrayOf(shares, ({ country }) => country)}::text[],
      ${textArrayOf(shares, ({ name }) => name)}::text[], ${textArrayOf(shares, ({ currency }) => currency)}::text[],
      ${textArrayOf(shares, ({ outcome }) => outcome)}::text[], ${arrayOf(shares, ({ test }) => test)}::boolean[],
      ${arrayOf(shares, ({ conversions }) => conversions)}::bigint[], ${arrayOf(shares, ({ valueMicros }) => String(valueMicros))}::bigint[],
      ${arrayOf(shares, ({ delaySeconds }) => delaySeconds)}::bigint[]
    ) as share (account_id, hour, rendering_id, link, device, country, name, currency, outcome, test, conversions, value_micros, delay_seconds)
    on conflict (account_id, hour, rendering_id, link, device, country, name, currency, outcome, test) do update set
      conversions = conversion_rollups.conversions + excluded.conversions,
      value_micros = conversion_rollups.value_micros + excluded.value_micros,
      delay_seconds = conversion_rollups.delay_seconds + excluded.delay_seconds`
}

/** Deletes sums of hours past their retention. @returns how many; fewer than `limit` at the end */
export async function deleteOldConversionRollups(db: Db, { months, limit }: { months: number; limit: number }): Promise<number> {
  const rows = await db`
    delete from conversion_rollups where ctid = any(array(
      select ctid from conversion_rollups where hour < now() - make_interval(months => ${months}) limit ${limit}
    ))
    returning 1`
  return rows.length
}
