import { expect } from 'vitest'
import { campaignBody } from '../../src/contract/campaigns.ts'
import { createCampaign } from '../../src/domain/campaigns/campaigns.ts'
import { expandSlices } from '../../src/domain/campaigns/expand.ts'
import { startLane, type CampaignLane } from '../../src/domain/campaigns/lanes.ts'
import { startCampaign } from '../../src/domain/campaigns/steer.ts'
import type { OutboundMessage } from '../../src/domain/messages/carrier.ts'
import type { SendParts } from '../../src/domain/messages/create.ts'
import { startDue } from '../../src/domain/messages/send.ts'
import type { Pool } from '../../src/platform/db.ts'
import { newAccount, silentLog } from './messaging.ts'

export const actor = 'key:1'
export const all = { include: [{ kind: 'all' as const }], exclude: [] }

/** Accounts with contacts, campaigns to them, and a carrier that keeps what it got. */
export function campaignWorld(db: Pool, parts: SendParts) {
  const expandParts = { db, log: silentLog, phoneHash: parts.phoneHash, allowPrivateDestinations: false }

  async function world(contacts: number, fields: (at: number) => Record<string, string> = () => ({})) {
    const account = await newAccount(db)
    const { accountId, key } = account
    for (let at = 0; at < contacts; at++)
      await db`
        insert into contacts (account_id, phone, country, mobile, time_zone, time_zone_basis, fields)
        values (${accountId}, ${`+4915${accountId}${String(at).padStart(6, '0')}`}, 'DE', true, 'Europe/Berlin', 'country', ${JSON.stringify(fields(at))}::text::jsonb)`
    const create = (body: Record<string, unknown>) =>
      createCampaign(parts, {
        accountId,
        apiKeyId: key.id,
        body: campaignBody.parse({ name: 'Sale', from: 'Acme', audience: all, ...body }),
      })
    const start = (id: bigint, body: Record<string, string> = {}) =>
      startCampaign(db, { accountId, id }, { body, apiKeyId: key.id, actor, now: new Date() })
    const expand = async (id: bigint) => {
      while (await expandSlices(expandParts, { accountId, id }, { slices: 3 }));
    }
    const begin = async (body: Record<string, unknown>) => {
      const id = await create(body)
      await start(id)
      await expand(id)
      return id
    }
    return { ...account, create, start, expand, begin, of: (id: bigint) => ({ accountId, id }) }
  }

  const stateOf = async (id: bigint) => (await db`select state, pause_reason from campaigns where id = ${id}`)[0]
  const countOf = async (id: bigint) =>
    Object.fromEntries(
      (
        await db<{ state: string; n: number }[]>`
          select state, sum(messages)::int as n from campaign_counts where campaign_id = ${id} group by state having sum(messages) <> 0`
      ).map(({ state, n }) => [state, n]),
    )

  /** The trigger's counts are those of the rows. */
  async function expectCountsRight(id: bigint): Promise<void> {
    const rows = await db<
      { state: string; n: number }[]
    >`select state, count(*)::int as n from messages where campaign_id = ${id} group by state`
    expect(await countOf(id)).toEqual(Object.fromEntries(rows.map(({ state, n }) => [state, n])))
  }

  const sendAll = (lane: bigint) => sendAllOf(db, parts, lane)
  return { world, stateOf, countOf, expectCountsRight, sendAll }
}

/** Sends all that is due in a lane; the carrier accepts it. */
async function sendAllOf(db: Pool, parts: SendParts, lane: bigint): Promise<OutboundMessage[]> {
  const got: OutboundMessage[] = []
  const submit = async (message: OutboundMessage) => (got.push(message), { kind: 'accepted' as const, carrierMessageId: `c${message.id}` })
  const slice = { db, renderings: parts.renderings, carrier: { submit }, carrierId: 1n, limit: 200, log: silentLog }
  const [campaign] = await db<CampaignLane[]>`select id, account_id as "accountId" from campaigns where id = ${lane}`
  for (let claimed = 1; claimed > 0;) {
    const sending = await (campaign === undefined ? startDue(slice) : startLane(slice, campaign))
    await sending.finished
    claimed = sending.claimed
  }
  return got
}
