import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { campaignWorld } from '../../../test/helpers/campaigns.ts'
import { messaging, newAccount } from '../../../test/helpers/messaging.ts'
import { unschedule } from '../campaigns/steer.ts'
import { Unlogged } from './unlogged.ts'

const db = await testDatabase({ max: 4 })
const { parts } = await messaging(db)
const { world } = campaignWorld(db, parts)

/** An account with an endpoint that was never sent to. */
async function withEndpoint() {
  const { accountId } = await newAccount(db)
  const [row] = await db<{ id: bigint }[]>`
    insert into webhook_endpoints (account_id, url, sealed_secrets) values (${accountId}, 'https://receiver.example/', '') returning id`
  await db`insert into webhook_work (endpoint_id, account_id) values (${row?.id ?? 0n}, ${accountId})`
  const attempt = () => db`update webhook_work set last_attempt_at = clock_timestamp() where account_id = ${accountId}`
  return { accountId, id: String(row?.id), attempt }
}

test('deliveries to an endpoint are told of every two seconds at most, and once more when it is quiet', async () => {
  const { accountId, id, attempt } = await withEndpoint()
  const unlogged = new Unlogged()
  const look = (nowMs: number) => unlogged.look(db, { accountIds: [accountId], nowMs })
  const told = [{ accountId, subjects: [['delivery.changed', id]] }]
  expect(await look(0)).toEqual([])
  await attempt()
  expect(await look(1_000)).toEqual(told)
  expect(await look(2_000)).toEqual([])
  await attempt()
  expect(await look(2_500)).toEqual([])
  expect(await look(3_000)).toEqual(told)
  expect(unlogged.lately(accountId)).toEqual(told)
  await db`update webhook_work set last_attempt_at = now() - interval '11 s' where account_id = ${accountId}`
  expect(await look(4_000)).toEqual(told)
  expect(await look(5_000)).toEqual([])
  expect(unlogged.lately(accountId)).toEqual([])
})

test('how far an import is, is told to its account and to no other', async () => {
  const [ours, theirs] = [await newAccount(db), await newAccount(db)]
  const [row] = await db<{ id: string }[]>`
    insert into contact_imports (account_id, state, encoding, delimiter, line_break, header, targets, rule)
    values (${ours.accountId}, 'queued', 'utf-8', ',', ${'\n'}, array['phone'], array['phone'], 'update') returning id::text as id`
  const unlogged = new Unlogged()
  expect(await unlogged.look(db, { accountIds: [theirs.accountId], nowMs: 0 })).toEqual([])
  expect(await unlogged.look(db, { accountIds: [ours.accountId, theirs.accountId], nowMs: 1_000 })).toEqual([
    { accountId: ours.accountId, subjects: [['import.changed', row?.id]] },
  ])
})

test('a campaign that comes to the schedule or leaves it is told of', async () => {
  const { accountId, create, start, of } = await world(1)
  const id = await create({ text: 'Hi' })
  const unlogged = new Unlogged()
  const look = (nowMs: number) => unlogged.look(db, { accountIds: [accountId], nowMs })
  const told = [{ accountId, subjects: [['campaign.changed', String(id)]] }]
  expect(await look(0)).toEqual([])
  await start(id, { send_at: new Date(Date.now() + 3_600_000).toISOString() })
  expect(await look(1_000)).toEqual(told)
  await unschedule(db, of(id))
  expect(await look(2_000)).toEqual(told)
  expect(await look(3_000)).toEqual([])
})
