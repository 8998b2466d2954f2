import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { webhooks } from '../../../test/helpers/webhooks.ts'
import { listDeliveries, resend } from './deliveries.ts'
import { findReplay, orderReplay } from './replays.ts'
import { disableEndpoint, resumeEndpoint } from './states.ts'
import { inTransaction } from '../../platform/db.ts'

const db = await testDatabase({ max: 8 })
const { accountId, remote, endpoint, tell, deliver, passTime } = await webhooks(db)
const target = (id: bigint) => ({ accountId, id, actor: 'operator' })
const everything = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 3_600_000) }
const all = (endpointId: bigint, state?: 'failed') => listDeliveries(db, { accountId, endpointId, state, before: undefined, limit: 100 })

test('one delivery is sent again with its id', async () => {
  const { id } = await endpoint('ok/one', { types: ['link.changed'] })
  await tell('link.changed')
  await deliver()
  const [delivery] = await all(id)
  if (delivery === undefined) throw new Error('no delivery')
  await resend(db, { ...target(id), name: delivery })
  await deliver()
  const ids = remote.at('ok/one').map((request) => request.id)
  expect([ids.length, new Set(ids).size]).toEqual([2, 1])
  expect(await all(id)).toMatchObject([{ state: 'delivered', attempts: 2 }])
})

test('an event past its retention is not sent again, and what waits for it ends', async () => {
  const { id } = await endpoint('error/expired', { types: ['message.unknown'] })
  await tell('message.unknown')
  await deliver()
  await db`delete from outbox where type = 'message.unknown'`
  await passTime()
  await deliver()
  const [delivery] = await all(id)
  if (delivery === undefined) throw new Error('no delivery')
  expect(delivery).toMatchObject({ state: 'failed', attempts: 1, error: 'event_expired' })
  await expect(resend(db, { ...target(id), name: delivery })).rejects.toMatchObject({ code: 'event_expired' })
})

test('a page of the queue whose events are past their retention goes', async () => {
  const { id } = await endpoint('ok/none', { types: ['message.cancelled'] })
  await db`update webhook_work set held_until = now() + interval '1 hour' where endpoint_id = ${id}`
  await tell('message.cancelled')
  await deliver()
  await db`delete from outbox where type = 'message.cancelled'`
  await passTime()
  await deliver()
  expect(await db`select 1 from webhook_queue where endpoint_id = ${id}`).toEqual([])
  expect(await deliver()).toBe(0)
})

test('a period is replayed, also what passed by while the endpoint was disabled', async () => {
  const { id } = await endpoint('ok/period', { types: ['link.taken_down'] })
  await tell('link.taken_down')
  await deliver()
  await inTransaction(db, (tx) => disableEndpoint(tx, { accountId, id, url: '', reason: 'failing' }))
  await tell('link.taken_down')
  await deliver()
  await resumeEndpoint(db, { ...target(id), waiting: 'send' })
  await deliver()
  expect(remote.at('ok/period')).toHaveLength(1)
  const order = await orderReplay(db, { ...target(id), order: { kind: 'range', ...everything } })
  await deliver()
  await deliver()
  const ids = remote.at('ok/period').map((request) => request.id)
  expect([ids.length, new Set(ids).size]).toEqual([3, 2])
  expect(await findReplay(db, { accountId, endpointId: id, id: order.id })).toMatchObject({ events: 2n, isFinished: true })
})

test('an event that is replayed while it still waits is sent twice, with one id', async () => {
  const { id } = await endpoint('ok/twice', { types: ['message.accepted'] })
  await db`update webhook_work set held_until = now() + interval '1 hour' where endpoint_id = ${id}`
  for (let told = 0; told < 3; told++) await tell('message.accepted')
  await deliver()
  await orderReplay(db, { ...target(id), order: { kind: 'range', ...everything } })
  await passTime()
  await deliver()
  const ids = remote.at('ok/twice').map((request) => request.id)
  expect([ids.length, new Set(ids).size]).toEqual([6, 3])
  expect((await all(id)).map(({ attempts }) => attempts)).toEqual([2, 2, 2])
})

test('all that failed since a time is tried again, and what was delivered is not', async () => {
  const { id } = await endpoint('ok/failed', { types: ['hit.view'] })
  await tell('hit.view')
  await deliver()
  remote.change('ok', (answer) => void answer.writeHead(503).end())
  await tell('hit.view')
  await tell('hit.view')
  await deliver()
  await db`update webhook_deliveries set state = 'failed', next_attempt_at = null where endpoint_id = ${id} and state = 'waiting'`
  remote.change('ok', (answer) => void answer.end())
  await orderReplay(db, { ...target(id), order: { kind: 'failed', ...everything } })
  await deliver()
  await deliver()
  expect(remote.at('ok/failed')).toHaveLength(5)
  expect((await all(id)).map(({ state, attempts }) => [state, attempts])).toEqual([
    ['delivered', 2],
    ['delivered', 2],
    ['delivered', 1],
  ])
})

test('a replay that ends before it begins is refused, and so is the sixth that is not done', async () => {
  const { id } = await endpoint('ok/orders')
  const order = (from: Date, to: Date) => orderReplay(db, { ...target(id), order: { kind: 'range', from, to } })
  await expect(order(everything.to, everything.from)).rejects.toMatchObject({ code: 'body_invalid' })
  for (let made = 0; made < 5; made++) await order(everything.from, everything.to)
  await expect(order(everything.from, everything.to)).rejects.toMatchObject({ code: 'too_many_replays' })
})
