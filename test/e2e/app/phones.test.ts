/** The simulated phones: what is sent shows up, a tap counts, a reply is read, and all of it moves without loading anew. */
import { createServer } from 'node:http'
import { once } from 'node:events'
import { afterAll, expect, test } from 'vitest'
import { appStage } from './appStage.ts'
import { faultsOf } from './looks.ts'

const landing = createServer((_request, answer) => {
  answer.setHeader('content-type', 'text/html')
  answer.end('<title>Spring sale</title>')
}).listen(0, '127.0.0.1')
await once(landing, 'listening')
afterAll(() => void landing.close())
const address = landing.address()
const spring = `http://localhost:${typeof address === 'object' && address !== null ? address.port : 0}/spring`

const stage = appStage()
const PHONE = '+4915112345678'

test('without a message the page says what will show up', async () => {
  const page = await stage.open('/developer/phones')
  await page.getByText('No phone has received anything yet.').waitFor()
  expect(await faultsOf(page, 'phones-empty')).toEqual([])
})

test('a tap on the phone counts, and what was recorded moves on the page by itself', async () => {
  const page = await stage.open('/developer/phones')
  await page.evaluate('window.isSamePage = true')
  await stage.tapline.call('POST', '/v1/messages', { to: PHONE, from: '4915799999999', text: `Spring sale: ${spring}` })
  const message = page.locator('.sim-message').filter({ hasText: 'Spring sale' })
  await message.getByText('delivered').waitFor()
  await message.getByText('viewed 1').waitFor()
  await message.getByText('not clicked').waitFor()
  await message.locator('.sim-card').waitFor()
  expect(await faultsOf(page, 'phone')).toEqual([])
  const popup = page.waitForEvent('popup')
  await message.locator('.phone-bubble p a').click()
  const landed = await popup
  await landed.waitForLoadState()
  expect(landed.url()).toBe(spring)
  await landed.close()
  await message.getByText('clicked 1').waitFor()
  expect(await page.evaluate('window.isSamePage')).toBe(true)
})

test('what the phone writes back is read as what it is, and stands in the conversation', async () => {
  const page = await stage.open(`/developer/phones?number=${encodeURIComponent(PHONE)}`)
  await page.getByLabel('Reply', { exact: true }).fill('STOP')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('read as an opt-out; nothing more is sent to this number').waitFor()
  await expect.poll(() => page.getByLabel('Reply', { exact: true }).inputValue()).toBe('')
  expect(await faultsOf(page, 'phone-reply')).toEqual([])
})

test('hostile texts and names stay texts on the phone, and a name cannot be answered', async () => {
  const text = '<img src=x onerror=alert(1)> javascript:alert(1) مرحبا 👋🏽'.repeat(4)
  await stage.tapline.call('POST', '/v1/messages', { to: '+4915112345690', from: 'Acme', text })
  const page = await stage.open(`/developer/phones?number=${encodeURIComponent('+4915112345690')}`)
  await page.locator('.sim-message').getByText('<img src=x onerror=alert(1)>').waitFor()
  expect(await page.locator('main img').count()).toBe(0)
  expect(await page.locator('a[href^="javascript"]').count()).toBe(0)
  await page.getByText('A phone cannot reply to “Acme”').waitFor()
  await page.getByLabel('Dark').check()
  expect(await faultsOf(page, 'phone-hostile')).toEqual([])
})

test('with the keyboard alone one goes from phone to phone', async () => {
  const page = await stage.open('/developer/phones')
  await page
    .getByRole('navigation', { name: 'Phones' })
    .getByRole('link', { name: new RegExp(PHONE.replace('+', '\\+')) })
    .focus()
  await page.keyboard.press('Enter')
  await page
    .getByRole('region', { name: `Phone ${PHONE}` })
    .getByText('Spring sale')
    .waitFor()
  expect(page.url()).toContain(encodeURIComponent(PHONE))
})
