import { campaignBody } from '../../src/contract/campaigns.ts'
import { createCampaign } from '../../src/domain/campaigns/campaigns.ts'
import { startCampaign } from '../../src/domain/campaigns/steer.ts'
import type { Database } from './database.ts'

/** An account with so many contacts, each with a name. */
export async function insertContacts({ db }: Pick<Database, 'db'>, { contacts }: { contacts: number }): Promise<bigint> {
  const [account] = await db<{ id: bigint }[]>`insert into accounts (name, currency) values ('bench', 'EUR') returning id`
  if (account === undefined) throw new Error('no account was made')
  await db`insert into prices (country, currency, price_micros) values ('DE', 'EUR', 75000)`
  await db`
    insert into contacts (account_id, phone, country, mobile, time_zone, time_zone_basis, fields)
    select ${account.id}, '+4915' || (110000000 + (number * 7919) % 800000000), 'DE', true, 'Europe/Berlin', 'country',
      jsonb_build_object('first_name', 'Ana' || number, 'city', 'Berlin')
    from generate_series(1, ${contacts}::bigint) as number`
  await db`analyze contacts`
  return account.id
}

/** A campaign to all contacts of an account, begun and not expanded yet. */
export async function beginCampaign(
  { db }: Pick<Database, 'db'>,
  { accountId, text }: { accountId: bigint; text: string },
): Promise<bigint> {
  const body = campaignBody.parse({ name: 'bench', from: 'Acme', text, audience: { include: [{ kind: 'all' }] } })
  const id = await createCampaign({ db, allowPrivateDestinations: false }, { accountId, apiKeyId: null, body })
  await startCampaign(db, { accountId, id }, { body: {}, apiKeyId: null, actor: 'operator', now: new Date() })
  return id
}
