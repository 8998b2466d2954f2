import type { Db } from '../../platform/db.ts'

/** Who sent or started something, with what they are called; both ids are null for Tapline itself. */
export type MakerRow = { apiKeyId: bigint | null; userId: bigint | null; keyName: string | null; email: string | null }

type Target = { accountId: bigint; id: bigint }

/** Who sent a message; for one of a campaign, who started that. */
export async function findMakerOfMessage(db: Db, { accountId, id }: Target): Promise<MakerRow | undefined> {
  const [row] = await db<MakerRow[]>`
    select messages.api_key_id as "apiKeyId", coalesce(messages.user_id, campaigns.user_id) as "userId", api_keys.name as "keyName", users.email
    from messages
    left join campaigns on campaigns.account_id = messages.account_id and campaigns.id = messages.campaign_id
    left join api_keys on api_keys.account_id = messages.account_id and api_keys.id = messages.api_key_id
    left join users on users.account_id = messages.account_id and users.id = coalesce(messages.user_id, campaigns.user_id)
    where messages.account_id = ${accountId} and messages.id = ${id}`
  return row
}

/** Who started a campaign; who made it, as long as it is a draft. */
export async function findMakerOfCampaign(db: Db, { accountId, id }: Target): Promise<MakerRow | undefined> {
  const [row] = await db<MakerRow[]>`
    select api_key_id as "apiKeyId", user_id as "userId", api_keys.name as "keyName", users.email
    from campaigns
    left join api_keys on api_keys.account_id = campaigns.account_id and api_keys.id = api_key_id
    left join users on users.account_id = campaigns.account_id and users.id = user_id
    where campaigns.account_id = ${accountId} and campaigns.id = ${id}`
  return row
}
