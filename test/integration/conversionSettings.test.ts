import { expect, test } from 'vitest'
import { api } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const db = await testDatabase()
const { call, accountId, parts } = await api(db)
const defaults = {
  ...{ parameter: null, cookie_days: null, cookie_domain: null, model: 'last', window_days: 7, windows: {}, origins: [] },
  ...{ repeat_minutes: 30, snippet_days: 90 },
}
const public_name = parts.conversionKeys.publicIds.of(accountId)

test('settings have defaults, what is left out stays, and who changed them is written down', async () => {
  expect((await call('GET', '/v1/conversions/settings')).body).toEqual({ ...defaults, public_name })
  await call('PATCH', '/v1/conversions/settings', { parameter: 'tl', windows: { order: 30 } })
  const { body } = await call('PATCH', '/v1/conversions/settings', { origins: ['https://shop.example', 'https://shop.example'] })
  expect(body).toEqual({ ...defaults, parameter: 'tl', windows: { order: 30 }, origins: ['https://shop.example'], public_name })
  expect(
    await db`select action, data from audit_entries where account_id = ${accountId} and action like 'conversion%' order by id`,
  ).toEqual([
    { action: 'conversion_settings.changed', data: { parameter: 'tl', windows: { order: 30 } } },
    { action: 'conversion_settings.changed', data: { origins: ['https://shop.example'] } },
  ])
})

test.each([
  [{ parameter: 'gclid' }],
  [{ parameter: 'click_id' }],
  [{ parameter: 'utm_source' }],
  [{ parameter: 'a b' }],
  [{ parameter: '' }],
  [{ window_days: 0 }],
  [{ cookie_days: 401 }],
  [{ cookie_domain: 'localhost' }],
  [{ cookie_domain: 'a.example; Path=/' }],
  [{ origins: ['https://shop.example/path'] }],
  [{ origins: ['*'] }],
  [{ windows: { 'a b': 1 } }],
  [{ repeat_minutes: -1 }],
  [{ snippet_days: 0 }],
])('%j is no setting', async (changes) => {
  expect(await call('PATCH', '/v1/conversions/settings', changes)).toMatchObject({ status: 400, body: { code: 'body_invalid' } })
})

test('the code for pages names the account, the script with its hash, and what was asked for', async () => {
  const { body } = await call('GET', '/v1/conversions/snippet?consent=wait&days=30')
  expect(body.script).toContain(
    `src="https://s.test/t1.js" integrity="${String(body.integrity)}" crossorigin="anonymous" data-account="${public_name}"`,
  )
  expect(body.script).toContain('data-parameter="tl" data-days="30" data-consent="wait"')
  await call('PATCH', '/v1/conversions/settings', { snippet_days: 45 })
  expect((await call('GET', '/v1/conversions/snippet')).body.script).toContain('data-days="45"')
  expect(body.pixel).toContain(`https://s.test/p.gif?a=${public_name}&amp;n=order`)
  expect((await call('GET', '/v1/conversions/snippet?domain="><script>')).status).toBe(400)
})

test('a name that nobody gave out stands for no account', () => {
  const { publicIds } = parts.conversionKeys
  expect(publicIds.accountOf(public_name)).toBe(Number(accountId))
  for (const wrong of ['', 'x', '0'.repeat(9), '--------']) expect(publicIds.accountOf(wrong)).toBeUndefined()
})
