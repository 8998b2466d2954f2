/** The frame around every page, and the page that one arrives at. */
import { expect, test } from 'vitest'
import { appStage, OWNER } from './appStage.ts'
import { makeCampaign, makeContacts, start, tapLink, untilState } from './campaignSends.ts'
import { settled } from './settled.ts'
import { faultsOf } from './looks.ts'

const stage = appStage()

test('from the setup link to the home page, which says what to do first', async () => {
  const page = await stage.open('/')
  expect(await page.title()).toBe('Home · Tapline')
  expect(await page.locator('.onboarding li:not(.done)').count()).toBe(5)
  expect(await page.textContent('main')).toContain('Nothing has been sent yet.')
  expect(await faultsOf(page, 'home-empty')).toEqual([])
})

test('what is sent appears by itself, and a step that it does is ticked off', async () => {
  const page = await stage.open('/')
  const sent = await stage.tapline.call('POST', '/v1/messages', {
    to: '+4915112345678',
    from: 'Acme',
    text: 'Spring: https://acme.example/spring',
  })
  expect(sent.status).toBe(202)
  const row = page.getByRole('row', { name: /\+4915112345678/ })
  await row.getByText('delivered').waitFor()
  await page.getByText('live, as of').waitFor()
  await page.locator('.onboarding li.done', { hasText: 'Say who it is from' }).waitFor()
  expect(await faultsOf(page, 'home')).toEqual([])
})

test('a campaign stands there with its figures, and its messages leave the single ones in sight', async () => {
  const group = await makeContacts(stage.tapline, { group: 'Readers', endings: ['7301', '7302'] })
  const id = await makeCampaign(stage.tapline, { group, name: 'Two readers' })
  await start(stage.tapline, id)
  await untilState(stage.tapline, id, 'done')
  await tapLink(stage.tapline, { id, phone: '+4915112007301' })
  const page = await stage.open('/')
  const row = page.getByRole('row', { name: /Two readers/ }).first()
  await expect.poll(() => row.locator('td.end .figure').allTextContents()).toEqual(expect.arrayContaining(['2', '1', '50.0%', '0']))
  const single = page.getByRole('table', { name: 'Last single messages' })
  await single.getByText('+4915112345678').waitFor()
  expect(await single.getByText('+4915112007301').count()).toBe(0)
  expect(await faultsOf(page, 'home-campaign')).toEqual([])
  // A card tells of a draft what there is, and no row of dashes.
  await makeCampaign(stage.tapline, { group, name: 'Not yet' })
  await page.setViewportSize({ width: 390, height: 800 })
  const draft = page.getByRole('row', { name: /Not yet/ }).first()
  await draft.getByText('draft').waitFor()
  expect(await draft.innerText()).not.toContain('–')
  await page.setViewportSize({ width: 1_280, height: 800 })
})

test('hostile texts stay texts, in the table and in its titles', async () => {
  const text = '<img src=x onerror=alert(1)> "\'&amp; مرحبا 👋🏽 {{x}}'
  await stage.tapline.call('POST', '/v1/messages', { to: '+4915112345679', from: 'Acme', text })
  const page = await stage.open('/')
  await page.getByRole('row', { name: /\+4915112345679/ }).waitFor()
  expect(await page.locator('main img').count()).toBe(0)
  expect(await page.textContent('main')).toContain('<img src=x onerror=alert(1)> "\'&amp; مرحبا 👋🏽 {x}')
})

test('the keyboard alone goes round the frame: skip link, sections, user menu', async () => {
  const page = await stage.open('/')
  await page.keyboard.press('Tab')
  await expect.poll(() => focused(page)).toBe('Skip to the content')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate('location.hash')).toBe('#content')
  await page.locator('.user-button').focus()
  await page.keyboard.press('Enter')
  const menu = page.getByRole('dialog', { name: `You: ${OWNER.email}` })
  await menu.getByLabel('Language').waitFor()
  await page.keyboard.press('Tab')
  await expect.poll(() => focused(page)).toContain('English')
  await page.keyboard.press('Escape')
  await menu.waitFor({ state: 'hidden' })
  await expect.poll(() => focused(page)).toContain(OWNER.email)
})

test('the language changes at once, and stays with the user', async () => {
  const page = await stage.open('/')
  await page.locator('.user-button').click()
  await page.getByLabel('Language').selectOption('de')
  await page.getByRole('heading', { name: 'Start', level: 1 }).waitFor()
  expect(await page.getAttribute('html', 'lang')).toBe('de')
  expect(await faultsOf(page, 'home-de')).toEqual([])
  await page.reload()
  await settled(page)
  expect(await page.getAttribute('html', 'lang')).toBe('de')
  await page.locator('.user-button').click()
  await page.getByLabel('Sprache').selectOption('en')
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
})

test('the colours that are chosen hold from the first moment of the next page on', async () => {
  const page = await stage.open('/')
  await page.locator('.user-button').click()
  await page.getByLabel('Colours').selectOption('dark')
  await expect.poll(() => page.getAttribute('html', 'data-scheme')).toBe('dark')
  const next = async () => (await page.request.get(stage.tapline.baseUrl, { headers: { accept: 'text/html' } })).text()
  await expect.poll(next).toContain('<html data-scheme="dark" lang="en">')
  await page.getByLabel('Colours').selectOption('system')
  await expect.poll(() => page.getAttribute('html', 'data-scheme')).toBeNull()
})

test('on a phone the rail is a bar at the bottom, and the rest stands behind "More"', async () => {
  const page = await stage.open('/')
  await page.setViewportSize({ width: 390, height: 800 })
  await expect.poll(() => page.locator('.rail').isVisible()).toBe(false)
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  expect(await faultsOf(page, 'more')).toEqual([])
})

test('an address that leads nowhere says so, inside the frame', async () => {
  const page = await stage.open('/nowhere/at/all')
  expect(await page.title()).toBe('There is no such page · Tapline')
  expect(await faultsOf(page, 'not-found')).toEqual([])
  await page.getByRole('link', { name: 'To the start' }).click()
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
  await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('content')
})

test('a session that ends is said over the page, and signing in again leads back to it', async () => {
  stage.expectProblems(/status of 401/)
  const page = await stage.stranger()
  await page.goto(`${stage.tapline.baseUrl}/nowhere?page=2`)
  expect(page.url()).toContain('/sign-in?next=%2Fnowhere%3Fpage%3D2')
  await signIn(page)
  expect(new URL(page.url()).pathname).toBe('/nowhere')
  const other = await page.context().newPage()
  await other.goto(stage.tapline.baseUrl)
  await settled(other)
  await other.locator('.user-button').click()
  await other.getByRole('button', { name: 'Sign out' }).click()
  await other.waitForURL('**/sign-in')
  await page.getByRole('link', { name: 'To the start' }).click()
  await page.getByRole('dialog', { name: 'You are signed out' }).waitFor()
  expect(await faultsOf(page, 'signed-out')).toEqual([])
  await page.getByRole('button', { name: 'Sign in again' }).click()
  await signIn(page)
  expect(new URL(page.url()).pathname).toBe('/')
  await settled(page)
})

test('the page to sign in has no fault that axe finds either', async () => {
  const page = await stage.stranger()
  await page.goto(`${stage.tapline.baseUrl}/sign-in`)
  expect(await faultsOf(page, 'sign-in')).toEqual([])
})

test('where no stream can be had, the page asks every few seconds and says so', async () => {
  stage.expectProblems(/status of 429/)
  const page = await stage.open('/')
  await page.route('**/v1/live', (route) => route.fulfill({ status: 429, body: '' }))
  await page.reload()
  await page.getByText('every few seconds, as of').waitFor()
  expect(await page.getByText('live, as of').count()).toBe(0)
  await page.unroute('**/v1/live')
})

test('without the server the app says so, and with it a press of a button brings everything back', async () => {
  stage.expectProblems(/Failed to load resource/)
  const page = await stage.open('/')
  await page.getByText('live, as of').waitFor()
  await page.getByRole('row', { name: /\+4915112345679/ }).waitFor()
  await page.route('**/v1/**', (route) => route.abort())
  await page.reload()
  await page.getByText('The server cannot be reached.').waitFor()
  await page.unroute('**/v1/**')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('live, as of').waitFor()
  await page.getByRole('row', { name: /\+4915112345679/ }).waitFor()
  expect(await page.getByText('The server cannot be reached.').count()).toBe(0)
})

const focused = (page: { evaluate: (script: string) => Promise<unknown> }) =>
  page.evaluate('document.activeElement.textContent').then((text) => String(text))

async function signIn(page: Awaited<ReturnType<typeof stage.stranger>>): Promise<void> {
  await page.fill('input[name=email]', OWNER.email)
  await page.fill('input[name=password]', OWNER.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
  await settled(page)
}
