/** Webhooks on the screen: made, seen delivered, failing, sent again, and hostile answers that stay texts. */
import { expect, test } from 'vitest'
import { receivers, verified } from '../../helpers/receivers.ts'
import { eventually } from '../process.ts'
import { appStage } from './appStage.ts'
import { faultsOf, picture } from './looks.ts'

const shop = await receivers()
const stage = appStage({ env: { TAPLINE_PRIVATE_ORIGINS: shop.origin } })
const HOSTILE = '{"html":"<img src=x onerror=alert(1)>","arabic":"مرحبا"}'
const sms = (to: string) => stage.tapline.call('POST', '/v1/messages', { to, from: 'Acme', text: 'Spring: https://acme.example/spring' })
const main = () => stage.page.locator('main')

test('without any the page says what one is good for', async () => {
  const page = await stage.open('/developer/webhooks')
  await page.getByText('No webhook yet.').waitFor()
  expect(await faultsOf(page, 'webhooks-empty')).toEqual([])
})

test('a wrong address is a sentence beside the field, and nothing that was typed is lost', async () => {
  stage.expectProblems(/status of 422/)
  const page = await stage.open('/developer/webhooks')
  await page.getByRole('button', { name: 'Add a webhook' }).click()
  const form = page.getByRole('dialog', { name: 'Add a webhook' })
  await form.getByLabel('Address').fill('http://10.0.0.1/hooks')
  await form.getByLabel('Description').fill('Till')
  await form.getByRole('button', { name: 'Add the webhook' }).click()
  await form.locator('.field-error').first().waitFor()
  expect(await form.getByLabel('Description').inputValue()).toBe('Till')
  expect(await faultsOf(page, 'webhook-form')).toEqual([])
})

test('a webhook is made for tracking, tested, told of a message, and what it got is verified with the secret on the page', async () => {
  const page = await stage.open('/developer/webhooks')
  await page.getByRole('button', { name: 'Add a webhook' }).click()
  const form = page.getByRole('dialog', { name: 'Add a webhook' })
  await form.getByLabel('Address').fill(shop.url('ok/shop'))
  await form.getByLabel('Description').fill('Shop')
  await form.getByLabel('Only some').check()
  for (const type of ['hit.click', 'hit.view', 'message.delivered']) await form.getByLabel(type).check()
  await form.getByRole('button', { name: 'Add a header' }).click()
  await form.getByLabel('Name of header 1').fill('X-Shop')
  await form.getByLabel('Value of header 1').fill('sealed')
  expect(await faultsOf(page, 'webhook-form-full')).toEqual([])
  await form.getByRole('button', { name: 'Add the webhook' }).click()
  await page.getByRole('heading', { name: 'Shop', level: 1 }).waitFor()
  expect(await main().textContent()).not.toContain('sealed')

  await page.getByRole('button', { name: 'Send a test event' }).click()
  await page.getByText('It answered 200 in').waitFor()
  await page.getByText('thank you').waitFor()
  expect(await faultsOf(page, 'webhook-test')).toEqual([])
  await page.getByRole('button', { name: 'Close' }).last().click()

  await sms('+4915112345678')
  const row = page.getByRole('row', { name: /message\.delivered/ })
  await row.getByText('200').waitFor()
  await page.getByRole('button', { name: 'Show' }).click()
  const secret = (await page.locator('.webhook-secret code').textContent()) ?? ''
  const got = await eventually('the delivery', async () => shop.at('ok/shop').find(({ body }) => body.includes('message.delivered')))
  expect(verified(got, secret).type).toBe('message.delivered')
  expect(got.headers['x-shop']).toBe('sealed')
  expect(await faultsOf(page, 'webhook')).toEqual([])
})

test('a delivery opens with its request and answer, and is sent again with the same id', async () => {
  const page = await stage.open('/developer/webhooks')
  await page.getByRole('link', { name: shop.url('ok/shop') }).click()
  await page.getByRole('button', { name: 'message.delivered' }).first().click()
  const sheet = page.getByRole('dialog', { name: 'Delivery of message.delivered' })
  await sheet.getByText('"type": "message.delivered"').waitFor()
  expect(await sheet.textContent()).toContain('x-shop: ********')
  expect(await faultsOf(page, 'delivery')).toEqual([])
  const told = () => shop.at('ok/shop').filter(({ body }) => body.includes('message.delivered'))
  const before = told().length
  await sheet.getByRole('button', { name: 'Send again' }).click()
  await expect.poll(() => told().length).toBe(before + 1)
  expect(new Set(told().map(({ id }) => id)).size).toBe(1)
  await sheet.getByRole('definition').filter({ hasText: /^2$/ }).waitFor()
})

test('what a failing receiver answers stays a text, and after it is mended all is sent again', async () => {
  shop.change('moody', (answer) => void answer.writeHead(500, { 'content-type': 'text/html' }).end(HOSTILE))
  const { body } = await stage.tapline.call('POST', '/v1/webhooks/endpoints', {
    url: shop.url('moody/<script>alert(1)</script>'),
    description: '<img src=x onerror=alert(1)> مرحبا 👋🏽 a receiver with a name that does not end where anybody would expect it to end',
    types: ['message.delivered'],
  })
  const page = await stage.open(`/developer/webhooks/${String(body.id)}`)
  await sms('+4915112345680')
  await page.getByRole('row', { name: /500/ }).getByRole('button').click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('<img src=x onerror=alert(1)>').first().waitFor()
  expect(await page.locator('main img, main script').count()).toBe(0)
  expect(await faultsOf(page, 'delivery-failed')).toEqual([])
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  expect(await faultsOf(page, 'webhook-hostile')).toEqual([])

  shop.change('moody', (answer) => void answer.end('fine'))
  await page.getByRole('button', { name: 'Replay' }).click()
  const dialog = page.getByRole('dialog', { name: 'Replay events' })
  expect(await faultsOf(page, 'replay')).toEqual([])
  await dialog.getByLabel('Everything in a period').check()
  await dialog.getByRole('button', { name: 'Replay' }).click()
  await page.getByText(/The replay is done\. Events offered again: [1-9]/).waitFor()
  await page
    .getByRole('row', { name: /message\.delivered.*200/ })
    .first()
    .waitFor()
  expect(shop.all.filter(({ path }) => path.startsWith('/moody/')).length).toBeGreaterThan(1)
  const chart = page.getByRole('img', { name: /^In the last 7 days: \d delivered, failed attempts: \d\.$/ })
  await chart.scrollIntoViewIfNeeded()
  await page.getByText('The same as a table').click()
  expect(await page.locator('.webhook-days tbody tr').count()).toBe(1)
  await page.locator('.webhook-days').scrollIntoViewIfNeeded()
  await picture(page, 'webhook-chart')
  await page.getByRole('link', { name: 'Webhooks' }).first().click()
  await page
    .getByRole('img', { name: /Of the last deliveries/ })
    .first()
    .waitFor()
  expect(await faultsOf(page, 'webhooks')).toEqual([])
})

test('a webhook is paused, resumed, edited without losing its headers, given a new secret, and deleted', async () => {
  const page = await stage.open('/developer/webhooks')
  await page.getByRole('link', { name: shop.url('ok/shop') }).click()
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByText('Events wait until it is resumed.').waitFor()
  expect(await faultsOf(page, 'webhook-paused')).toEqual([])
  await page.getByRole('button', { name: 'Resume' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click()
  await page.getByRole('button', { name: 'Pause' }).waitFor()

  await page.getByRole('button', { name: 'Edit' }).click()
  const form = page.getByRole('dialog', { name: 'Edit the webhook' })
  await form.getByText('Kept as they are: x-shop.').waitFor()
  await form.getByLabel('Description').fill('Shop two')
  await form.getByLabel('Requests at a time').fill('none')
  await form.getByRole('button', { name: 'Save' }).click()
  await form.getByText('A whole number from 1 to 100.').waitFor()
  await form.getByLabel('Requests at a time').fill('3')
  await form.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Shop two', level: 1 }).waitFor()
  await page.getByText('x-shop', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'New secret' }).click()
  await page.getByRole('button', { name: 'Make a new secret' }).click()
  await page.getByText('The former secret signs too until').waitFor()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete for good' }).click()
  await page.getByText('The webhook is deleted.').waitFor()
  await expect.poll(() => page.getByRole('link', { name: shop.url('ok/shop') }).count()).toBe(0)
})

test('what is sent comes up by itself, told by the stream and, where there is none, asked for', async () => {
  stage.expectProblems(/status of 429/)
  const { body } = await stage.tapline.call('POST', '/v1/webhooks/endpoints', { url: shop.url('ok/live'), types: ['message.delivered'] })
  const page = await stage.open(`/developer/webhooks/${String(body.id)}`)
  await page.getByText('live, as of').waitFor()
  const rows = page.getByRole('row', { name: /message\.delivered/ })
  await sms('+4915112345601')
  await expect.poll(() => rows.count()).toBe(1)
  await page.route('**/v1/live', (route) => route.fulfill({ status: 429, body: '' }))
  await page.reload()
  await page.getByText('every few seconds, as of').waitFor()
  await sms('+4915112345602')
  await expect.poll(() => rows.count()).toBe(2)
  await page.unroute('**/v1/live')
})

test('a hook by GET, as clients of seven.io make it, shows method and address of what was sent, without its own token', async () => {
  const hook = { target_url: shop.url('ok/get?token=sealed'), event_type: 'dlr', request_method: 'GET' }
  await stage.tapline.call('POST', '/compat/seven/api/hooks', hook)
  await sms('+4915112345603')
  const page = await stage.open('/developer/webhooks')
  await page
    .getByRole('link', { name: /ok\/get/ })
    .first()
    .click()
  await page
    .getByRole('row', { name: /message\.delivered/ })
    .getByRole('button')
    .first()
    .click()
  const address = page.getByRole('dialog').getByLabel('Method and address')
  await address.waitFor()
  expect(await address.textContent()).toMatch(/^GET http.*token=\*{8}.*status=DELIVERED/)
  expect(await faultsOf(page, 'delivery-get')).toEqual([])
})
