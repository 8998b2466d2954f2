/** The settings: every page looked at, and the journeys through domains, limits, team and password. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { eventually } from '../process.ts'
import { appStage, joinTeam, OWNER } from './appStage.ts'
import { settled } from './settled.ts'
import { faultsOf } from './looks.ts'

const stage = appStage()
const pages = ['conversions', 'account', 'privacy', 'sending', 'domains', 'carriers', 'seven', 'team', 'you'] as const
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
  await expect.poll(() => page.getByText('expected ISO 4217').count()).toBe(0)
})

test('programs for seven.io get a sender and must sign; the key is shown when asked for, and made anew', async () => {
  stage.expectProblems(/status of 4\d\d/)
  const { tapline } = stage
  const page = await stage.open('/settings/seven')
  await page.getByText('/compat/seven/api').waitFor()
  await page.getByLabel('Sender of messages that name none').fill('Käse!')
  await page.getByLabel('Accept signed requests only').check()
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.locator('.field-error').waitFor()
  expect(await faultsOf(page, 'settings-seven-wrong')).toEqual([])
  await page.getByLabel('Sender of messages that name none').fill('Shop')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Saved.').waitFor()
  expect((await tapline.call('GET', '/v1/seven')).body).toEqual({ sender: 'Shop', requires_signature: true })
  await tapline.call('PATCH', '/v1/seven', { sender: null, requires_signature: false })
  const key = page.getByLabel('Signing key', { exact: true }).locator('code')
  await page.getByRole('button', { name: 'Show' }).click()
  await key.waitFor()
  const former = await key.textContent()
  expect((await tapline.call('GET', '/v1/seven/signing-key')).body).toEqual({ signing_key: former })
  await page.getByRole('button', { name: 'New key' }).click()
  expect(await faultsOf(page, 'settings-seven-rotate')).toEqual([])
  await page.getByRole('button', { name: 'Make a new key' }).click()
  await page.getByText('The new key holds from now on.').waitFor()
  expect(await key.textContent()).not.toBe(former)
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

test('an own short domain is made the default, and that of the installation again', async () => {
  const { tapline } = stage
  await tapline.call('POST', '/v1/short-domains', { url: 'https://go.acme.example' })
  await tapline.call('PATCH', '/v1/account', { short_domain: null })
  const chosen = async () => (await tapline.call('GET', '/v1/account')).body.short_domain
  const page = await stage.open('/settings/domains')
  const isDefault = page.getByRole('row', { name: /go\.acme\.example/ }).locator('strong')
  await page.getByRole('button', { name: 'Make default: go.acme.example' }).click()
  await isDefault.waitFor()
  expect(await chosen()).toBe('go.acme.example')
  expect(await faultsOf(page, 'settings-domains-default')).toEqual([])
  await page.getByRole('button', { name: /^Make default: localhost/ }).click()
  await isDefault.waitFor({ state: 'detached' })
  expect(await chosen()).toBeNull()
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
  const kept = async () => (await stage.tapline.call('GET', '/v1/account')).body
  await expect.poll(kept).toMatchObject({ tracking: 'aggregate', utm: { utm_source: 'sms' } })
  expect(await page.getByRole('row', { name: /Each view and click/ }).textContent()).toContain('13 months')
})

test('a rule that takes people for bots is switched off', async () => {
  const page = await stage.open('/settings/privacy')
  const section = page.getByRole('region', { name: 'Suspicious hits' })
  await section.getByLabel('Many messages at once from one network').uncheck()
  await section.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Saved.').first().waitFor()
  expect((await stage.tapline.call('GET', '/v1/account')).body).toMatchObject({ ignored_suspicions: ['burst'] })
  await section.getByLabel('Many messages at once from one network').check()
  await section.getByRole('button', { name: 'Save changes' }).click()
  await eventually('the rule is on again', async () =>
    (await stage.tapline.call('GET', '/v1/account')).body.ignored_suspicions?.toString() === '' ? true : undefined,
  )
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
  await joinTeam(viewer, { url, email: 'vi@example.com' })
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
  await expect.poll(() => new URL(page.url()).pathname).toBe('/')
  await settled(page)
})

async function chooseLanguage(page: Page, language: 'en' | 'de'): Promise<void> {
  await page.locator('.user-button').click()
  await page.locator('.user-settings select').first().selectOption(language)
  await page.locator(`html[lang=${language}]`).waitFor()
  await page.keyboard.press('Escape')
}
