import { unprepared, type Db, type Fragment, type Transaction } from '../../platform/db.ts'
import type { QuietHours } from '../accounts/settings.ts'
import type { CampaignRow } from './store.ts'

/** A campaign that runs, is not expanded to its end and does not wait for a decision, oldest first. */
export const listUnexpanded = (db: Db, { limit }: { limit: number }) => db<{ id: bigint; accountId: bigint }[]>`
  select id, account_id as "accountId" from campaigns
  where state = 'running' and expanded_at is null and not exists (select from experiments where campaign_id = campaigns.id and is_waiting)
  order by id limit ${limit}`

/** A contact of the audience; `reason` says why it gets nothing. `sendAt` in milliseconds since 1970, undefined for at once. */
export type ContactPage = {
  id: bigint
  phone: string
  country: string | null
  fields: Record<string, string>
  timeZone: string
  reason: string | null
  sendAt: number | null
}

type Page = {
  campaign: CampaignRow
  /** Of the account. */
  quietHours: QuietHours | null
  timeZone: string
  included: Fragment
  /** Reasons in their order; the first that holds counts. */
  reasons: readonly { reason: string; holds: Fragment }[]
  /** The last contact that is looked at. */
  to: bigint
}

/**
 * Where the next slice ends: so many contacts on, whether they belong to the audience or not. Looking for so many that do would read
 * every contact when few do.
 * @returns undefined when this slice is the last
 */
export async function findSliceEnd(db: Db, { campaign, limit }: { campaign: CampaignRow; limit: number }): Promise<bigint | undefined> {
  const [row] = await db<{ id: bigint }[]>`
    select id from contacts where account_id = ${campaign.accountId} and id > ${campaign.expandedTo} and id < ${campaign.expandUntil ?? 0n}
    order by id offset ${limit - 1} limit 1`
  return row?.id
}

/** The contacts of an audience in a slice, in the order of their ids. */
export const readContacts = (db: Db, { campaign, included, reasons, to, ...account }: Page) =>
  unprepared(db<ContactPage[]>`
    select id, phone, country, fields, zone as "timeZone", reason, ${sendAt(db, campaign, account)} as "sendAt"
    from (
      select contacts.id, phone, country, fields, coalesce(contacts.time_zone, ${campaign.timeZone ?? 'UTC'}) as zone, case
          ${reasons.reduce<Fragment>((sql, { reason, holds }) => db`${sql} when ${holds} then ${reason}::text`, db``)}
          when true then null end as reason
      from contacts
      where contacts.account_id = ${campaign.accountId} and contacts.id > ${campaign.expandedTo} and contacts.id <= ${to} and ${included}
    ) as slice
    order by id`)

/**
 * When the clock of the recipient shows the time; a day later where that has passed more than an hour ago. Never inside quiet hours, of the
 * campaign or the account: the claim looks again.
 */
function sendAt(
  db: Db,
  { schedule, localTime, settings }: CampaignRow,
  { quietHours, timeZone }: Pick<Page, 'quietHours' | 'timeZone'>,
): Fragment {
  const own = settings.quiet_hours
  if (schedule !== 'local' && own === undefined && quietHours === null) return db`null::float8`
  const local = db`(${localTime ?? null}::text::timestamp at time zone zone)`
  const wanted =
    schedule === 'local'
      ? db`case when ${local} > now() - interval '1 hour' then ${local} else ((${localTime ?? null}::text::timestamp + interval '1 day') at time zone zone) end`
      : db`now()`
  const awake = own === undefined ? wanted : after(db, wanted, { ...own, zone: db`zone` })
  const all =
    quietHours === null
      ? awake
      : after(db, awake, { ...quietHours, zone: quietHours.clock === 'account' ? db`${timeZone}::text` : db`zone` })
  return db`extract(epoch from ${all})::float8 * 1000`
}

/** A moment, or the end of the quiet hours that it lies in. */
const after = (db: Db, at: Fragment, { from: begin, until, zone }: { from: string; until: string; zone: Fragment }) => db`
  (select coalesce(wakes_at(moment, ${zone}, ${begin}::text::time, ${until}::text::time), moment) from (select ${at} as moment) as wanted)`

/**
 * Locks a campaign for a slice.
 * @returns false when it does not run any more, or is not as it was read
 */
export async function lockForSlice(tx: Transaction, { id, version, expandedTo }: CampaignRow): Promise<boolean> {
  const rows = await tx`
    select from campaigns where id = ${id} and state = 'running' and version = ${version} and expanded_to = ${expandedTo} for update`
  return rows.length === 1
}

/** What a slice comes to, in sums. */
export type SliceSums = {
  variants: readonly { variantId: bigint; messages: number; parts: number; priceMicros: bigint; unpriced: number }[]
  omitted: ReadonlyMap<string, number>
}

/** Moves the campaign on; `isEnd`: no contact is left. */
export async function advance(
  tx: Transaction,
  { campaign, sums, expandedTo, isEnd }: { campaign: CampaignRow; sums: SliceSums; expandedTo: bigint; isEnd: boolean },
): Promise<void> {
  const { accountId, id } = campaign
  const planned = sums.variants.reduce((sum, { messages }) => sum + messages, 0)
  for (const { variantId, messages, parts, priceMicros, unpriced } of sums.variants)
    await tx`
      insert into campaign_counts as counts (account_id, campaign_id, variant_id, state, sent, slot, messages, parts, price_micros, unpriced)
      values (${accountId}, ${id}, ${variantId}, 'queued', false, 16, ${messages}, ${parts}, ${priceMicros}, ${unpriced})
      on conflict (campaign_id, variant_id, state, sent, slot) do update set messages = counts.messages + excluded.messages,
        parts = counts.parts + excluded.parts, price_micros = counts.price_micros + excluded.price_micros, unpriced = counts.unpriced + excluded.unpriced`
  for (const [reason, recipients] of sums.omitted)
    await tx`
      insert into campaign_omissions as omissions (account_id, campaign_id, reason, recipients) values (${accountId}, ${id}, ${reason}, ${recipients})
      on conflict (campaign_id, reason) do update set recipients = omissions.recipients + excluded.recipients`
  await tx`
    update campaigns set expanded_to = ${expandedTo}, planned = planned + ${planned}, expanded_at = case when ${isEnd} then now() end
    where account_id = ${accountId} and id = ${id}`
}

/** Whether an account has numbers that are suppressed by their hash alone. */
export async function hasErasedSuppressions(db: Db, { accountId }: { accountId: bigint }): Promise<boolean> {
  return (await db`select from suppressions where account_id = ${accountId} and phone is null limit 1`).length > 0
}
