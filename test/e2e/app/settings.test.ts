/** The settings: every page looked at, and the journeys through conversions, team and password. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from '../process.ts'
import { shopPages } from '../shopPages.ts'
import { appStage, OWNER } from './appStage.ts'
import { settled } from './settled.ts'
import { faultsOf } from './looks.ts'

const stage = appStage()
const pages = ['conversions', 'account', 'privacy', 'sending', 'domains', 'carriers', 'team', 'you'] as const
const LONG = 'مرحبا 👋🏽 <b>Overlong & hostile</b> name of an account that goes on and on and on'

test.each(pages)('the page "%s" has no fault in either colours and widths, in English and German', async (name) => {
  const page = await stage.open(`/settings/${name}`)
  expect(await faultsOf(page, `settings-${name}`)).toEqual([])
  await chooseLanguage(page, 'de')
  expect(await faultsOf(page, `settings-${name}-de`)).toEqual([])
  await chooseLanguage(page, 'en')
})

test('the settings begin with their first page', async () => {
  const page = await stage.open('/settings')
  expect(new URL(page.url()).pathname).toBe('/settings/conversions')
})

test('a name that is changed stands in the frame at once, and a wrong currency gets a sentence beside its field', async () => {
  stage.expectProblems(/status of 400/)
  const page = await stage.open('/settings/account')
  await page.getByLabel('Name', { exact: true }).fill(LONG)
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.locator('.user-button', { hasText: 'hostile' }).waitFor()
  expect(await page.locator('main b, nav b').count()).toBe(0)
  expect(await faultsOf(page, 'settings-account-hostile')).toEqual([])
  await page.getByLabel('Currency').fill('E1')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('expected ISO 4217').waitFor()
  await page.getByRole('button', { name: 'Discard changes' }).click()
  expect(await page.getByText('expected ISO 4217').count()).toBe(0)
})

test('a conversion from a page on another origin appears on the screen, and a test conversion shows its trace', async () => {
  const shop = await shopPages()
  const origin = `http://shop.localhost:${shop.port}`
  const page = await stage.open('/settings/conversions')
  await page.getByLabel('Parameter with the click id').fill('tl')
  await page.getByLabel('Pages that may report').fill(origin)
  await page.getByRole('button', { name: 'Save changes' }).click()
  const script = page.getByRole('region', { name: 'Code for your pages' }).locator('code').first()
  await script.filter({ hasText: 'data-parameter="tl"' }).waitFor()
  shop.put('/landing', await script.innerText())
  const link = await sendLink(`${origin}/landing`)
  const buyer = await stage.stranger({ userAgent: PHONE })
  await buyer.goto(link)
  await buyer.waitForURL(/shop\.localhost/)
  const landed = shop.visits.find(({ searchParams }) => searchParams.has('tl'))?.href ?? ''
  await buyer.evaluate("tapline('convert', { name: 'order', value: 49.9, currency: 'EUR', orderId: 'A-17' })")
  const row = page.getByRole('row', { name: /order A-17/ })
  await row.getByText('attributed', { exact: true }).waitFor()
  expect(await row.textContent()).toContain('browser')
  await page.getByLabel('Address of the landing page, or click id').fill(landed)
  await page.getByRole('button', { name: 'Show what it would follow from' }).click()
  await page.getByText('It would be attributed').waitFor()
  await page.getByText('This is what it follows from.').waitFor()
  expect(await faultsOf(page, 'settings-conversions-used')).toEqual([])
})

test('a page inside the own network is not fetched, and the screen says so', async () => {
  const page = await stage.open('/settings/conversions')
  await page.getByLabel('Address of the page', { exact: true }).fill('http://127.0.0.1:9/')
  await page.getByRole('button', { name: 'Look at the page' }).click()
  await page.getByText('inside your own network').waitFor()
  expect(await faultsOf(page, 'settings-page-check')).toEqual([])
})

test('a short domain is added, checked, and a wrong one gets a sentence', async () => {
  stage.expectProblems(/status of 422/)
  const page = await stage.open('/settings/domains')
  const field = page.getByLabel('Address', { exact: true })
  await field.fill('go example')
  await page.getByRole('button', { name: 'Add the short domain' }).click()
  await page.getByText('is not the address of a short domain').waitFor()
  await field.fill('https://10.9.8.7')
  await page.getByRole('button', { name: 'Add the short domain' }).click()
  await page.getByRole('button', { name: 'Check 10.9.8.7' }).click()
  await page.getByText('inside your own network').waitFor()
  expect(await faultsOf(page, 'settings-domains-checked')).toEqual([])
})

test('a spend limit is set for the account once it has a currency, and taken away', async () => {
  stage.expectProblems(/status of 400/)
  const page = await stage.open('/settings/sending')
  await page.getByText('The account has no currency yet').waitFor()
  await stage.tapline.call('PATCH', '/v1/account', { currency: 'EUR' })
  await page.reload()
  await page.getByLabel('Amount in EUR').fill('a lot')
  await page.getByRole('button', { name: 'Set a limit' }).click()
  await page.getByText('expected an amount such as').waitFor()
  await page.getByLabel('Amount in EUR').fill('1234567,50')
  await page.getByRole('button', { name: 'Set a limit' }).click()
  await page
    .getByRole('row', { name: /the whole account/ })
    .getByText('1,234,567.50')
    .waitFor()
  expect(await faultsOf(page, 'settings-sending-limit')).toEqual([])
  await page.getByRole('button', { name: 'Take away: the whole account, a day' }).click()
  await page.getByText('No limit: everything').waitFor()
})

test('the tracking of new messages and the UTM parameters are changed and stay', async () => {
  const page = await stage.open('/settings/privacy')
  await page.getByRole('radio', { name: 'In totals only', exact: true }).check()
  await page.getByRole('region', { name: 'Tracking', exact: true }).getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Saved.').waitFor()
  await page.getByLabel('utm_source').fill('sms')
  await page.getByRole('region', { name: 'UTM parameters' }).getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Saved.').nth(1).waitFor()
  expect((await stage.tapline.call('GET', '/v1/account')).body).toMatchObject({ tracking: 'aggregate', utm: { utm_source: 'sms' } })
  expect(await page.getByRole('row', { name: /Each view and click/ }).textContent()).toContain('13 months')
})

test('the simulator is tested from the screen', async () => {
  const page = await stage.open('/settings/carriers')
  await page
    .getByRole('button', { name: /^Test the connection to/ })
    .first()
    .click()
  await page.getByText('nothing leaves this machine').waitFor()
  expect(await faultsOf(page, 'settings-carriers-tested')).toEqual([])
})

test('a viewer comes by invitation, sees masked numbers and no button that would be refused', async () => {
  await stage.tapline.call('POST', '/v1/messages', { to: '+4915112345678', from: 'Acme', text: 'Hi' })
  const page = await stage.open('/settings/team')
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  await page.getByLabel('Viewer').check()
  await page.getByLabel('Whom it is for').fill(LONG)
  expect(await faultsOf(page, 'settings-team-invite')).toEqual([])
  await page.getByRole('button', { name: 'Make the link' }).click()
  const url = await page.getByRole('dialog').locator('code').innerText()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: /^Take back/ }).waitFor()
  expect(await faultsOf(page, 'settings-team-invited')).toEqual([])
  const viewer = await stage.stranger()
  await viewer.goto(url)
  await viewer.fill('input[name=email]', 'vi@example.com')
  await viewer.fill('input[name=password]', 'a viewer who looks')
  await viewer.locator('form button').click()
  await viewer.goto(`${stage.tapline.baseUrl}/`)
  await settled(viewer)
  const text = await viewer.locator('main').textContent()
  expect(text).toContain('•••')
  expect(text).not.toContain('+4915112345678')
  for (const name of pages) {
    await viewer.goto(`${stage.tapline.baseUrl}/settings/${name}`)
    await settled(viewer)
    const buttons = await viewer.locator('main button').allTextContents()
    const own = name === 'you' ? ['Change the password', 'Sign out everywhere'] : []
    expect([name, buttons.filter((button) => button !== 'Copy')]).toEqual([name, own])
    expect(await faultsOf(viewer, `settings-${name}-viewer`)).toEqual([])
  }
  await page.reload()
  await settled(page)
  await page.getByRole('button', { name: 'Remove vi@example.com' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('vi@example.com is removed.').waitFor()
  stage.expectProblems(/status of 401/)
  await viewer.reload()
  await viewer.waitForURL(/sign-in/)
})

test('the password is changed with the old one, and signing out everywhere ends this session too', async () => {
  stage.expectProblems(/status of (?:422|401)/)
  const page = await stage.open('/settings/you')
  await page.getByLabel('Present password').fill('not this one')
  await page.getByLabel('New password').fill('another horse battery')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('The old password is not the one you sign in with').waitFor()
  await page.getByLabel('Present password').fill(OWNER.password)
  await page.getByLabel('New password').fill('short')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('The password has 5 characters').waitFor()
  await page.getByLabel('New password').fill('another horse battery')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('The password is changed.').waitFor()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.waitForURL(/sign-in/)
  await page.fill('input[name=email]', OWNER.email)
  await page.fill('input[name=password]', 'another horse battery')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await settled(page)
  expect(new URL(page.url()).pathname).toBe('/')
})

/** A phone: a desktop seconds after the send would look like a scanner. */
const PHONE = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36'

async function sendLink(destination: string): Promise<string> {
  const { body } = await stage.tapline.call('POST', '/v1/messages', { to: '+4915112345670', from: 'Acme', text: `Sale: ${destination}` })
  const [message] = body.messages as { id: string; links: { short_link: string }[] }[]
  await eventually('the message is sent', async () =>
    (await stage.tapline.call('GET', `/v1/messages/${message?.id}`)).body.state === 'delivered' ? true : undefined,
  )
  return message?.links[0]?.short_link ?? ''
}

async function chooseLanguage(page: Page, language: 'en' | 'de'): Promise<void> {
  await page.locator('.user-button').click()
  await page.locator('.user-settings select').first().selectOption(language)
  await page.locator(`html[lang=${language}]`).waitFor()
  await page.keyboard.press('Escape')
}
