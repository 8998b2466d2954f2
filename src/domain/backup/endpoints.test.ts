import { resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { backedUp } from '../../../test/helpers/backups.ts'
import { emptyServer, testDatabase } from '../../../test/helpers/database.ts'
import { silentLog } from '../../../test/helpers/messaging.ts'
import { webhooks } from '../../../test/helpers/webhooks.ts'
import { connect, type Pool } from '../../platform/db.ts'
import { verifyInstallation } from '../accounts/installation.ts'
import { fanOut } from '../webhooks/fanOut.ts'
import { claimEndpoints } from '../webhooks/lease.ts'
import { resumeEndpoint } from '../webhooks/states.ts'
import { Turn } from '../webhooks/turn.ts'
import { examineBackup, restoreBackup } from './restore.ts'

const migrations = resolve('db/migrations')
const source = await testDatabase({ max: 8 })
const { accountId, secrets, remote, delivery, endpoint, tell, share, deliver } = await webhooks(source)
await verifyInstallation(source, secrets)
const { id } = await endpoint('ok/x', { types: ['link.changed'] })
await endpoint('error/x', { types: ['link.taken_down'] })
await tell('link.changed')
await tell('link.taken_down')
await deliver()
// In its queue when the backup is made, and one that was not even shared out.
await tell('link.changed')
await share()
await tell('link.changed')
const path = await backedUp(source, { secrets })

async function restored({ resumeSending }: { resumeSending: boolean }): Promise<Pool> {
  const db = connect({ server: await emptyServer(), max: 8, applicationName: 'test' })
  afterAll(() => db.end())
  const backup = await examineBackup(path, { secrets, migrations })
  await restoreBackup(db, { path, backup, resumeSending, migrations, log: silentLog, tell: () => undefined })
  return db
}

async function turn(db: Pool): Promise<void> {
  while ((await fanOut(db)).shared < 1);
  for (const lease of await claimEndpoints(db, { limit: 10 })) await new Turn({ ...delivery, db }, lease).run()
}

test('after a restore nothing is delivered until somebody resumes the endpoint, and then what waited, none left out', async () => {
  const db = await restored({ resumeSending: false })
  expect(await db`select state, state_reason as reason from webhook_endpoints order by id`).toEqual([
    { state: 'paused', reason: 'restored' },
    { state: 'paused', reason: 'restored' },
  ])
  await turn(db)
  expect(remote.at('ok/x')).toHaveLength(1)
  await resumeEndpoint(db, { accountId, id, actor: 'operator', waiting: 'send' })
  for (const lease of await claimEndpoints(db, { limit: 10 })) await new Turn({ ...delivery, db }, lease).run()
  expect(new Set(remote.at('ok/x').map((request) => request.id)).size).toBe(3)
  expect(await db`select epoch from webhook_cursor`).toEqual([{ epoch: 1 }])
})

test('a restore that resumes sending goes on where the backup was made', async () => {
  const before = remote.at('ok/x').length
  const db = await restored({ resumeSending: true })
  await turn(db)
  expect(new Set(remote.at('ok/x').map((request) => request.id)).size).toBe(3)
  expect(remote.at('ok/x').length - before).toBeGreaterThanOrEqual(2)
  expect(await db`select distinct event_xid::text as xid from webhook_deliveries where state = 'waiting'`).toEqual([{ xid: '0' }])
})
