import { expect, test } from 'vitest'
import { testDatabase } from '../../test/helpers/database.ts'
import { webhooks } from '../../test/helpers/webhooks.ts'
import { disableEndpoint, pauseEndpoint } from '../domain/webhooks/states.ts'
import { inTransaction } from '../platform/db.ts'
import { createMetrics, renderMetrics } from '../platform/metrics.ts'
import { countDeliveries, showBacklog } from './webhookMetrics.ts'

const db = await testDatabase({ max: 8 })
const metrics = createMetrics()
const { accountId, endpoint, tell, share, deliver, remote } = await webhooks(db, { onRecorded: countDeliveries(metrics) })
showBacklog(metrics, db)

/** The value of a series, by its name with its labels; undefined when it is not there. */
async function valueOf(series: string): Promise<number | undefined> {
  const { body } = await renderMetrics(metrics)
  const line = body.split('\n').find((each) => each.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length))
}

test('attempts are counted by what became of the delivery, with the time that they took', async () => {
  const { id } = await endpoint('ok/counted', { types: ['hit.click'] })
  await tell('hit.click')
  await tell('hit.click')
  await deliver()
  remote.change('ok', (answer) => void answer.writeHead(500).end())
  await tell('hit.click')
  await deliver()
  expect(await valueOf('tapline_webhook_deliveries_total{outcome="delivered"}')).toBe(2)
  expect(await valueOf('tapline_webhook_deliveries_total{outcome="waiting"}')).toBe(1)
  expect(await valueOf('tapline_webhook_deliveries_total{outcome="failed"}')).toBe(0)
  expect(await valueOf('tapline_webhook_request_seconds_count')).toBe(3)
  expect(await valueOf('tapline_webhook_retries_waiting')).toBe(1)
  await pauseEndpoint(db, { accountId, id, actor: 'operator' })
  expect(await valueOf('tapline_webhook_retries_waiting')).toBe(0)
})

test('an event that is not shared out shows as lag, one that waits in a queue as backlog with its age', async () => {
  const { id } = await endpoint('ok/waiting', { types: ['hit.view'] })
  await db`update webhook_work set held_until = now() + interval '1 hour' where endpoint_id = ${id}`
  await db`update webhook_endpoints set created_at = now() - interval '1 day' where id = ${id}`
  await db`insert into outbox (account_id, type, at, test, data) values (${accountId}, 'hit.view', now() - interval '90 s', false, '{}')`
  expect(await valueOf('tapline_webhook_fan_out_lag_seconds')).toBeGreaterThanOrEqual(90)
  expect(await valueOf('tapline_webhook_backlog_events')).toBe(0)
  expect(await valueOf('tapline_webhook_oldest_event_seconds')).toBe(0)
  await share()
  expect(await valueOf('tapline_webhook_fan_out_lag_seconds')).toBe(0)
  expect(await valueOf('tapline_webhook_backlog_events')).toBe(1)
  expect(await valueOf('tapline_webhook_oldest_event_seconds')).toBeGreaterThanOrEqual(90)
})

test('what a paused endpoint lets wait is no backlog', async () => {
  const { id } = await endpoint('ok/paused', { types: ['link.changed'] })
  const before = await valueOf('tapline_webhook_backlog_events')
  await pauseEndpoint(db, { accountId, id, actor: 'operator' })
  await tell('link.changed')
  await share()
  expect(await valueOf('tapline_webhook_backlog_events')).toBe(before)
})

test('endpoints that were switched off are counted', async () => {
  const { id } = await endpoint('ok/off')
  expect(await valueOf('tapline_webhook_endpoints_disabled')).toBe(0)
  await inTransaction(db, (tx) => disableEndpoint(tx, { accountId, id, url: '', reason: 'gone' }))
  expect(await valueOf('tapline_webhook_endpoints_disabled')).toBe(1)
})
