import { expect, test, vi, afterAll } from 'vitest'
import { connect } from '../../src/platform/db.ts'
import { testServer } from '../helpers/database.ts'
import { linkServer } from '../helpers/links.ts'
import { send } from '../helpers/messaging.ts'

const server = await testServer()
const db = connect({ server, max: 4, applicationName: 'test' })
afterAll(() => db.end())
const { parts, key, get } = await linkServer(db, { server, missBudget: 3, trustProxy: ['127.0.0.0/8'] })

test('past its budget a network gets 429 for unknown codes, while its real links still lead on and are flagged, and other networks are not touched', async () => {
  const [recipient] = (await send(parts, key, { to: '+4915112345678', text: 'See https://shop.example/' })).recipients
  if (recipient?.kind !== 'prepared') throw new Error('refused')
  await db`update messages set state = 'delivered', submitted_at = now()`
  const path = new URL(recipient.links[0]?.shortLink ?? '').pathname
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })
  const statuses = []
  for (const code of ['AAAAAAA1', 'AAAAAAA2', 'AAAAAAA3', 'AAAAAAA4']) statuses.push((await get(`/${code}`, from('198.51.100.7'))).status)
  expect(statuses).toEqual([404, 404, 404, 429])
  expect((await get('/AAAAAAA5', from('203.0.113.1'))).status).toBe(404)
  expect((await get(path, from('198.51.100.200'))).status).toBe(302)
  const hits = () => db`select network::text, network_over_budget as over, verdict from hits`
  await vi.waitFor(async () => expect(await hits()).toEqual([{ network: '198.51.100.0/24', over: true, verdict: 'click' }]), {
    timeout: 20_000,
  })
})
