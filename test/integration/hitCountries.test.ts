import { expect, test } from 'vitest'
import { storeHits } from '../../src/domain/tracking/drain.ts'
import { networkOf, NO_NETWORK } from '../../src/domain/tracking/network.ts'
import type { HitRecord } from '../../src/domain/tracking/record.ts'
import { inTransaction } from '../../src/platform/db.ts'
import { api, caller } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'
import { aHit } from '../helpers/hits.ts'
import { newAccount } from '../helpers/messaging.ts'

const db = await testDatabase()
const { app } = await api(db)

const germany = networkOf('194.25.0.60')
const america = networkOf('8.8.8.8')
const home = networkOf('192.168.1.1')

/** A message to a German number that was sent, in an account of its own, and a way to hit it. */
async function sentMessage() {
  const { accountId, secretKey } = await newAccount(db)
  const call = caller(app, secretKey)
  const { body } = await call('POST', '/v1/messages', { to: '+4915112345678', from: 'Acme', text: 'Hi https://shop.example/' })
  const [message] = body.messages as { id: string }[]
  const [row] = await db<{ id: bigint; renderingId: bigint }[]>`
    update messages set submitted_at = now() where id = ${message?.id ?? 0} returning id, rendering_id as "renderingId"`
  if (row === undefined) throw new Error('nothing was sent')
  const ids = { accountId: Number(accountId), messageId: Number(row.id), renderingId: Number(row.renderingId) }
  // A millisecond apart, so that their order is sure.
  const hit = (...hits: Partial<HitRecord>[]) =>
    inTransaction(db, (tx) =>
      storeHits(
        tx,
        hits.map((one, order) => aHit({ ...ids, at: Date.now() + order, ...one })),
      ),
    )
  return { id: row.id, call, hit }
}

test('a hit shows the country of its network, also when the number is of another country', async () => {
  const { id, call, hit } = await sentMessage()
  await hit({ network: america }, { network: home })
  const { body } = await call('GET', `/v1/messages/${id}/hits`)
  expect(body.hits).toMatchObject([
    { network: '8.8.8.0/24', network_country: 'US' },
    { network: '192.168.1.0/24', network_country: null },
  ])
})

test('the event of a hit names the country of its network', async () => {
  const { id, hit } = await sentMessage()
  await hit({ network: germany }, { network: home })
  const countries = await db`
    select data->>'network_country' as country, data->>'verdict' as verdict
    from outbox where type = 'hit.click' and data->>'message_id' = ${String(id)} order by id`
  expect(countries).toEqual([
    { country: 'DE', verdict: 'click' },
    { country: null, verdict: 'click' },
  ])
})

test('hits are counted by the country of their network, most clicks first, and the groups add up', async () => {
  const { call, hit } = await sentMessage()
  await hit({ network: america }, { network: germany }, { network: germany }, { network: germany, userAgent: 'curl/8.5.0' })
  // A second batch adds to the first one's row.
  await hit({ network: germany }, { network: home }, { network: home, head: true })
  const { body } = await call('GET', '/v1/stats?by=country')
  const counts = (body.groups as Record<string, unknown>[]).map(({ key, total_clicks, bots }) => ({ key, total_clicks, bots }))
  expect(counts).toEqual([
    { key: 'DE', total_clicks: 3, bots: 1 },
    { key: 'US', total_clicks: 1, bots: 0 },
    { key: 'unknown', total_clicks: 1, bots: 1 },
  ])
  expect(body.hits).toMatchObject({ total_clicks: 5, unique_clicks: 1, clickers: 1, bots: 2 })
  const uniques = (body.groups as { unique_clicks: number }[]).map((group) => group.unique_clicks)
  expect(uniques.reduce((sum, one) => sum + one, 0)).toBe(1)
})

test('in aggregate mode there is no network, so the country is unknown', async () => {
  const { id, call, hit } = await sentMessage()
  await hit({ aggregate: true, network: NO_NETWORK })
  const { body } = await call('GET', '/v1/stats?by=country')
  expect(body.groups).toMatchObject([{ key: 'unknown', total_clicks: 1, unique_clicks: null }])
  expect((await call('GET', `/v1/messages/${id}/hits`)).body.hits).toEqual([])
})

test('an account sees the countries of its own hits only', async () => {
  const { hit } = await sentMessage()
  await hit({ network: germany })
  const other = await sentMessage()
  expect((await other.call('GET', '/v1/stats?by=country')).body.groups).toEqual([])
})

test('the description of the API shows the link that the licence of the countries asks for, wherever they stand', async () => {
  const text = (await app.inject('/openapi.json')).body
  expect(text.split('[IP Geolocation by DB-IP](https://db-ip.com)')).toHaveLength(13)
})
