import { expect, test } from 'vitest'
import { api, caller } from '../../../test/helpers/api.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { newAccount } from '../../../test/helpers/messaging.ts'
import { signInAs, visitor } from '../../../test/helpers/people.ts'

const db = await testDatabase()
const { app, accountId, call } = await api(db)
const other = await newAccount(db)
const asOther = caller(app, other.secretKey)
await db`
  insert into carriers (kind, name, settings, sealed_secrets, unavailable_since, trouble)
  values ('generic', 'Abroad', '{"url": "https://carrier.example/secret-path"}', 'sealed', now(), 'balance is -3 EUR')`
await db`insert into routes (prefix, sender_pattern, carrier_id) select '49', pattern, id from carriers, (values ('*'), ('Acme')) as p (pattern) where name = 'Abroad'`
await db`insert into prices (country, currency, price_micros) values ('DE', 'EUR', 75000), ('US', 'USD', 8000)`
await db`update accounts set currency = 'EUR'`
const idOf = async (name: string) => String((await db<{ id: bigint }[]>`select id from carriers where name = ${name}`)[0]?.id)
const simulator = String((await db<{ id: bigint }[]>`select id from carriers where kind = 'simulator'`)[0]?.id)

test('the first account sees how carriers do and every route, and no setting or secret', async () => {
  const { status, body } = await call('GET', '/v1/carriers')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    is_operator: true,
    carriers: expect.arrayContaining([expect.objectContaining({ name: 'Abroad', state: 'takes_nothing', trouble: 'balance is -3 EUR' })]),
    routes: expect.arrayContaining([
      expect.objectContaining({ sender_pattern: 'Acme' }),
      expect.objectContaining({ sender_pattern: '*', prefix: '49' }),
    ]),
    prices: [{ country: 'DE', price: '0.075', currency: 'EUR' }],
  })
  expect(JSON.stringify(body)).not.toMatch(/secret|sealed/)
})

test('other accounts see neither the senders of others nor what a carrier said', async () => {
  const { body } = await asOther('GET', '/v1/carriers')
  expect(body).toMatchObject({ is_operator: false, routes: [{ sender_pattern: '*' }] })
  expect(JSON.stringify(body)).not.toMatch(/Acme|balance/)
})

test('owners of the first account test a carrier; nobody else does', async () => {
  const test = async (given: bigint, role: 'owner' | 'developer', id: string) =>
    visitor(app, (await signInAs(db, { accountId: given, role })).cookie)('POST', `/v1/carriers/${id}/test`)
  expect(await test(accountId, 'owner', simulator)).toMatchObject({ status: 200, body: { works: true } })
  expect(await test(accountId, 'owner', await idOf('Abroad'))).toMatchObject({
    status: 200,
    body: { works: false, sentence: expect.stringContaining('set up') },
  })
  expect(await test(accountId, 'developer', simulator)).toMatchObject({ status: 403, body: { code: 'role_missing' } })
  expect(await test(other.accountId, 'owner', simulator)).toMatchObject({ status: 404 })
  expect(await call('POST', `/v1/carriers/${simulator}/test`)).toMatchObject({ status: 403, body: { code: 'role_missing' } })
})

test('the first steps of an account are told from what is there', async () => {
  const steps = async () => {
    const { body } = await call('GET', '/v1/onboarding')
    return {
      done: body.done,
      sender: body.sender,
      steps: (body.steps as { step: string; done: boolean }[]).filter(({ done }) => done).map(({ step }) => step),
    }
  }
  expect(await steps()).toEqual({ done: false, sender: null, steps: [] })
  await call('POST', '/v1/messages', { to: '+4915112345678', from: 'Acme', text: 'Hi' })
  expect(await steps()).toEqual({ done: false, sender: 'Acme', steps: ['sender', 'test_message'] })
  await call('POST', '/v1/short-domains', { url: 'https://go.example.com' })
  await call('POST', '/v1/webhooks/endpoints', { url: 'https://receiver.example/hook' })
  const { body } = await call('POST', '/v1/campaigns', { name: 'Sale', from: 'Shop', text: 'Hi', audience: { include: [{ kind: 'all' }] } })
  expect(await steps()).toEqual({ done: false, sender: 'Shop', steps: ['sender', 'short_domain', 'test_message', 'webhook'] })
  await db`update campaigns set started_at = now() where id = ${String(body.id)}::bigint`
  expect(await steps()).toMatchObject({ done: true })
  expect((await asOther('GET', '/v1/onboarding')).body).toMatchObject({ done: false, sender: null })
})
