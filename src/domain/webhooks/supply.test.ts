import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { webhooks } from '../../../test/helpers/webhooks.ts'
import { claimEndpoints } from './lease.ts'
import { findEndpoint } from './store.ts'
import { Supply } from './supply.ts'

const db = await testDatabase({ max: 8 })
const { accountId, delivery, endpoint, tell, share } = await webhooks(db)

test('a page that comes late, behind one that was taken, is taken before the endpoint is done', async () => {
  const { id } = await endpoint('ok/late', { types: ['campaign.done'] })
  for (const _ of ['first', 'second']) {
    await tell('campaign.done')
    await share()
  }
  const [late] = await db<{ id: bigint }[]>`
    with late as (delete from webhook_queue where id = (select min(id) from webhook_queue where endpoint_id = ${id}) returning *)
    select id from late`
  const [row] = await db<{ xid: string; eventId: bigint; at: string }[]>`
    select xid::text as xid, id as "eventId", at::text as at from outbox where type = 'campaign.done' order by id limit 1`
  const [lease] = await claimEndpoints(db, { limit: 1 })
  const endpointRow = await findEndpoint(db, { accountId, id })
  if (late === undefined || row === undefined || lease === undefined || endpointRow === undefined) throw new Error('nothing was shared out')
  const supply = new Supply(delivery, lease)
  const take = async () => (await supply.take(endpointRow, 10)).items.map(({ offer }) => offer.id)
  const [second] = await take()
  expect(second).toBeGreaterThan(row.eventId)
  await db`
    insert into webhook_queue (id, account_id, endpoint_id, event_xids, event_ids, from_at, to_at) overriding system value
    values (${late.id}, ${accountId}, ${id}, array[${row.xid}::text::xid8], array[${row.eventId}::bigint], ${row.at}::text::timestamptz, ${row.at}::text::timestamptz)`
  expect(await take()).toEqual([row.eventId])
  expect(supply.served).toBeUndefined()
  expect(await take()).toEqual([])
  expect(supply.served).toBeGreaterThan(0n)
})
