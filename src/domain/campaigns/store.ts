import type { Audience } from '../../contract/audiences.ts'
import type { LinkChoice } from '../../contract/fields.ts'
import type { CampaignSettings, CampaignState } from '../../contract/campaigns.ts'
import type { Db } from '../../platform/db.ts'

export type PauseReason = 'manual' | 'failures' | 'spend_limit' | 'restored' | 'fault'

export type CampaignRow = {
  id: bigint
  accountId: bigint
  apiKeyId: bigint | null
  name: string
  state: CampaignState
  pauseReason: PauseReason | null
  trouble: string | null
  sender: string
  audience: Audience
  settings: CampaignSettings
  schedule: 'now' | 'at' | 'local'
  localTime: string | null
  timeZone: string | null
  startsAt: Date | null
  version: number
  drawKey: string
  expandedTo: bigint
  expandUntil: bigint | null
  expandedAt: Date | null
  planned: number
  pacePerSecond: number | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

export type VariantRow = {
  id: bigint
  position: number
  name: string
  weight: number
  text: string
  links: LinkChoice[]
  sender: string | null
}
export type NewVariant = Omit<VariantRow, 'id' | 'position'> & { id: bigint | undefined }

type Target = { accountId: bigint; id: bigint }

const selectCampaign = (db: Db) => db`
  select id, account_id as "accountId", api_key_id as "apiKeyId", name, state, pause_reason as "pauseReason", trouble, sender, audience, settings, schedule,
    to_char(local_time, 'YYYY-MM-DD"T"HH24:MI') as "localTime", time_zone as "timeZone", starts_at as "startsAt", version, draw_key as "drawKey", expanded_to as "expandedTo",
    expand_until as "expandUntil", expanded_at as "expandedAt", planned::float8 as planned, pace_per_second as "pacePerSecond",
    created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt"
  from campaigns`

export async function findCampaign(db: Db, { accountId, id }: Target): Promise<CampaignRow | undefined> {
  const [row] = await db<CampaignRow[]>`${selectCampaign(db)} where account_id = ${accountId} and id = ${id}`
  return row
}

/** The same, locked until the transaction ends: its state changes by one hand at a time. */
export async function lockCampaign(db: Db, { accountId, id }: Target): Promise<CampaignRow | undefined> {
  const [row] = await db<CampaignRow[]>`${selectCampaign(db)} where account_id = ${accountId} and id = ${id} for update`
  return row
}

/** Campaigns, newest first; a search reads all names of the account, which are few beside what else it has. */
export const listCampaigns = (
  db: Db,
  {
    accountId,
    state,
    search,
    beforeId,
    limit,
  }: { accountId: bigint; state: CampaignState | undefined; search: string | undefined; beforeId: bigint | undefined; limit: number },
) => db<CampaignRow[]>`
  ${selectCampaign(db)}
  where account_id = ${accountId} ${state === undefined ? db`` : db`and state = ${state}`}
    ${search === undefined ? db`` : db`and strpos(lower(name), lower(${search})) > 0`} ${beforeId === undefined ? db`` : db`and id < ${beforeId}`}
  order by id desc limit ${limit}`

export const listVariants = (db: Db, { accountId, id }: Target) => db<VariantRow[]>`
  select id, position, name, weight, text, sender, links from campaign_variants where account_id = ${accountId} and campaign_id = ${id} order by position`

/** Who makes or starts a campaign: the holder of a key, somebody who is signed in, or, without both, the operator. */
export type Maker = { apiKeyId: bigint | null; userId?: bigint | undefined }

export async function insertCampaign(
  db: Db,
  given: Maker & { accountId: bigint; name: string; sender: string; audience: Audience; settings: CampaignSettings },
): Promise<bigint> {
  const [row] = await db<{ id: bigint }[]>`
    insert into campaigns (account_id, api_key_id, user_id, name, sender, audience, settings)
    values (${given.accountId}, ${given.apiKeyId}, ${given.userId ?? null}, ${given.name}, ${given.sender}, ${JSON.stringify(given.audience)}::text::jsonb,
      ${JSON.stringify(given.settings)}::text::jsonb)
    returning id`
  if (row === undefined) throw new Error('An insert of one row gives one id')
  return row.id
}

/** Writes what a change may touch, and counts it: an expansion under way then begins its slice anew. */
export const updateCampaign = (
  db: Db,
  { accountId, id, name, sender, audience, settings }: Target & Pick<CampaignRow, 'name' | 'sender' | 'audience' | 'settings'>,
) => db`
  update campaigns set name = ${name}, sender = ${sender}, audience = ${JSON.stringify(audience)}::text::jsonb,
    settings = ${JSON.stringify(settings)}::text::jsonb, version = version + 1
  where account_id = ${accountId} and id = ${id}`

/** Puts variants in place of those that are there; one with an id keeps it. */
export async function writeVariants(db: Db, { accountId, id, variants }: Target & { variants: readonly NewVariant[] }): Promise<void> {
  const kept = variants.flatMap((variant) => variant.id ?? [])
  await db`delete from campaign_variants where account_id = ${accountId} and campaign_id = ${id} and id <> all(${kept}::bigint[])`
  // Positions are unique, so they are moved out of each other's way first.
  await db`update campaign_variants set position = position + 1000 where account_id = ${accountId} and campaign_id = ${id}`
  for (const [position, { id: variantId, name, weight, text, sender, links }] of variants.entries()) {
    const json = JSON.stringify(links)
    if (variantId === undefined)
      await db`
        insert into campaign_variants (account_id, campaign_id, position, name, weight, text, sender, links)
        values (${accountId}, ${id}, ${position}, ${name}, ${weight}, ${text}, ${sender}, ${json}::text::jsonb)`
    else
      await db`
        update campaign_variants set position = ${position}, name = ${name}, weight = ${weight}, text = ${text}, sender = ${sender}, links = ${json}::text::jsonb
        where account_id = ${accountId} and campaign_id = ${id} and id = ${variantId}`
  }
}

export async function deleteCampaign(db: Db, { accountId, id }: Target): Promise<void> {
  // One that was on the schedule and was taken off has a rate.
  await db`delete from campaign_rates where campaign_id = (select id from campaigns where account_id = ${accountId} and id = ${id})`
  await db`delete from campaign_variants where account_id = ${accountId} and campaign_id = ${id}`
  await db`delete from campaigns where account_id = ${accountId} and id = ${id}`
}

export type Start = {
  schedule: 'now' | 'at' | 'local'
  startsAt: Date
  localTime: string | undefined
  timeZone: string | undefined
} & Maker

export const scheduleCampaign = (
  db: Db,
  { accountId, id, schedule, startsAt, localTime, timeZone, apiKeyId, userId }: Target & Start,
) => db`
  update campaigns set state = 'scheduled', schedule = ${schedule}, starts_at = ${startsAt}, local_time = ${localTime ?? null}::text::timestamp,
    time_zone = ${timeZone ?? null}, api_key_id = ${apiKeyId}, user_id = ${userId ?? null}, version = version + 1
  where account_id = ${accountId} and id = ${id}`

/** The rate of a campaign lives in a row of its own, which claims lock. */
export const writeRate = (db: Db, { id, settings }: { id: bigint; settings: CampaignSettings }) => db`
  insert into campaign_rates (campaign_id, messages_per_second, quiet_from, quiet_until)
  values (${id}, ${settings.messages_per_second ?? null}, ${settings.quiet_hours?.from ?? null}::text::time, ${settings.quiet_hours?.until ?? null}::text::time)
  on conflict (campaign_id) do update set messages_per_second = excluded.messages_per_second, quiet_from = excluded.quiet_from,
    quiet_until = excluded.quiet_until`

/** Whoever comes to the contacts later is not taken into account, so nobody who leaves and comes back is sent to twice. */
export const beginCampaign = (db: Db, { accountId, id }: Target) => db`
  update campaigns set state = 'running', started_at = now(),
    expand_until = (select coalesce(max(contacts.id), 0) from contacts where contacts.account_id = ${accountId})
  where account_id = ${accountId} and id = ${id}`

export const setState = (
  db: Db,
  { accountId, id, state, pauseReason, trouble }: Target & { state: CampaignState; pauseReason?: PauseReason; trouble?: string },
) => db`
  update campaigns set state = ${state}, pause_reason = ${pauseReason ?? null}, trouble = ${trouble ?? null},
    finished_at = case when ${state} in ('done', 'cancelled') then now() end, cleared = ${state !== 'cancelled'}
  where account_id = ${accountId} and id = ${id}`
