import { expect, test } from 'vitest'
import { testDatabase } from '../../test/helpers/database.ts'
import { silentLog } from '../../test/helpers/messaging.ts'
import { verified } from '../../test/helpers/receivers.ts'
import { webhooks } from '../../test/helpers/webhooks.ts'
import { startWebhooks } from './webhooks.ts'

const db = await testDatabase({ max: 8 })
const { accountId, remote, delivery, endpoint } = await webhooks(db)

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 20))
}

test('receivers that are dead, silent, dripping, endless, redirecting or out of order hold up no other', async () => {
  const hostile = ['silent/x', 'dripping/x', 'endless/x', 'redirect/x', 'error/x', 'later/x', 'unknown/x']
  for (const path of hostile) await endpoint(path)
  const dead = await endpoint('ok/dead')
  await db`update webhook_endpoints set url = 'http://127.0.0.1:1/' where id = ${dead.id}`
  const { secret } = await endpoint('ok/good')
  const loop = startWebhooks(delivery, { log: silentLog, onFailure: () => undefined })
  await db`
    insert into outbox (account_id, type, test, data) select ${accountId}, 'hit.view', false, json_build_object('n', n) from generate_series(1, 500) as n`
  await until(() => remote.at('ok/good').length === 500)
  for (const path of hostile) await until(() => remote.at(path).length > 0)
  await loop.stop()
  const told = remote.at('ok/good').map((request) => verified(request, secret).data.id)
  expect(new Set(told).size).toBe(500)
  expect(remote.at('ok/redirected')).toEqual([])
  const leases = await db`select 1 from webhook_work where lease is not null`
  expect(leases).toEqual([])
})

test('an endless body is cut off and counts by its status', async () => {
  const rows = await db<{ status: number; length: number }[]>`
    select status, length(answer) as length from webhook_deliveries join webhook_endpoints on id = endpoint_id where url like '%/endless/x' and status is not null limit 5`
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) expect(row).toEqual({ status: 200, length: 500 })
})
