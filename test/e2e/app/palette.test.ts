/** The palette: pages, actions, and what is found by name, number, id, reference and short link; by the keyboard alone, as the role allows. */
import { beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { appStage } from './appStage.ts'
import { faultsOf } from './looks.ts'
import { settled } from './settled.ts'
import { sendStory, type Sent } from './story.ts'

const stage = appStage()
let story: Sent

beforeAll(async () => {
  const { tapline } = stage
  story = await sendStory(tapline)
  await tapline.call('POST', '/v1/contacts', { phone: '+4915112345670', fields: { first_name: 'Ana' } })
  const audience = { include: [{ kind: 'phones', phones: ['+4915112345670'] }] }
  await tapline.call('POST', '/v1/campaigns', { name: 'Spring sale', from: 'Acme', text: 'Hi', audience })
})

const field = (page: Page) => page.getByRole('combobox', { name: 'Where to, or what to find' })
const option = (page: Page, name: RegExp) => page.getByRole('option', { name })
const marked = async (page: Page) => page.locator(`[id="${await field(page).getAttribute('aria-activedescendant')}"]`).textContent()

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await field(page).waitFor()
  await expect.poll(() => page.evaluate('document.activeElement.role')).toBe('combobox')
}

test('Ctrl-K opens it over any page, arrows mark, Enter goes; Escape and Ctrl-K close it and give the focus back', async () => {
  const page = await stage.open('/links')
  await page.getByRole('link', { name: 'Contacts' }).first().focus()
  await openPalette(page)
  expect(await marked(page)).toBe('Home')
  expect(await faultsOf(page, 'palette')).toEqual([])
  await page.keyboard.press('Escape')
  await field(page).waitFor({ state: 'detached' })
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Contacts')
  await openPalette(page)
  await page.keyboard.press('Control+k')
  await field(page).waitFor({ state: 'detached' })
  await openPalette(page)
  await page.keyboard.press('ArrowUp')
  expect(await marked(page)).toContain('Invite somebody to the team')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  expect(await marked(page)).toBe('Compose')
  await field(page).fill('short dom')
  await expect.poll(() => marked(page)).toContain('Short domains')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/settings/domains')
  await field(page).waitFor({ state: 'detached' })
})

test('an action leads to its page with the form open, and closing the form leaves the address of the page', async () => {
  const page = await stage.open('/')
  for (const { typed, path, dialog } of [
    { typed: 'api key', path: '/developer/keys', dialog: 'Make an API key' },
    { typed: 'add a webhook', path: '/developer/webhooks', dialog: 'Add a webhook' },
    { typed: 'add a contact', path: '/contacts', dialog: 'Add a contact' },
    { typed: 'make a group', path: '/contacts/groups', dialog: 'Make a group' },
    { typed: 'invite', path: '/settings/team', dialog: 'Invite somebody' },
  ]) {
    await openPalette(page)
    await field(page).fill(typed)
    await option(page, new RegExp(`^${typed === 'api key' ? 'Make an API key' : typed}`, 'i')).click()
    await page.waitForURL(`**${path}?new=yes`)
    await page.getByRole('dialog', { name: dialog }).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(1)
    await page.keyboard.press('Escape')
    await page.waitForURL(`**${path}`)
    await page.getByRole('dialog', { name: dialog }).waitFor({ state: 'detached' })
  }
})

test('a campaign is found by a part of its name, a contact by how its number begins, and messages can be searched further', async () => {
  const page = await stage.open('/')
  await openPalette(page)
  await field(page).fill('pring sa')
  await option(page, /Spring sale/).waitFor()
  await option(page, /Messages that say “pring sa”/).waitFor()
  expect(await faultsOf(page, 'palette-found')).toEqual([])
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/campaigns\/\d+$/)
  await openPalette(page)
  await field(page).fill('+49 151-1234567')
  await option(page, /^\+4915112345670 Ana/).click()
  await page.waitForURL(/\/contacts\/\d+$/)
  await openPalette(page)
  await field(page).fill('0151 12345670')
  await option(page, /end with 15112345670/).click()
  await page.waitForURL('**/logbook?ends=15112345670')
  await page.getByRole('row', { name: /\+4915112345670/ }).waitFor()
})

test('a message is found by its id, its reference and its short link, which is told with where it leads', async () => {
  const page = await stage.open('/')
  const [shortLink = ''] = story.links
  for (const typed of [story.id, 'order-5512', shortLink, shortLink.slice(shortLink.lastIndexOf('/') + 1)]) {
    await openPalette(page)
    await field(page).fill(typed)
    await option(page, /^\+4915112345670 delivered/).waitFor()
    expect(await option(page, /leads to https:\/\/acme\.example\/spring\?c=12/).count()).toBe(typed.includes(shortLink.slice(-8)) ? 1 : 0)
    await option(page, /^\+4915112345670 delivered/).click()
    await page.waitForURL(`**/logbook/${story.id}`)
  }
  await openPalette(page)
  await field(page).fill(shortLink)
  await option(page, /leads to https:\/\/acme\.example\/spring\?c=12/).click()
  await page.waitForURL('**/links/*')
  await page.getByText('https://acme.example/spring?c=12').first().waitFor()
})

test('what does not exist is said, in German too', async () => {
  const page = await stage.stranger({ locale: 'de-DE' })
  await page.goto(`${stage.tapline.baseUrl}/sign-in`)
  await page.fill('input[name=email]', 'ada@example.com')
  await page.fill('input[name=password]', 'correct horse battery')
  await page.locator('form button').click()
  await page.waitForURL(({ pathname }) => pathname === '/')
  await settled(page)
  await page.getByRole('button', { name: 'Finden' }).click()
  const german = page.getByRole('combobox', { name: 'Wohin, oder was gesucht wird' })
  await german.fill('+99 999')
  await page.getByText('Nachrichten an Nummern, die mit +99999 beginnen').waitFor()
  await german.fill('!?')
  await page.getByText('Nichts passt dazu.').waitFor()
  await german.fill('schlüssel')
  await page.getByRole('option', { name: 'API-Schlüssel anlegen' }).waitFor()
  expect(await faultsOf(page, 'palette-german')).toEqual([])
})

test('a viewer is offered nothing that the role forbids, and numbers are not searched for', async () => {
  const page = await stage.invited('viewer')
  const asked: string[] = []
  page.on('request', (request) => void asked.push(request.url()))
  await openPalette(page)
  await page.getByRole('option', { name: 'Logbook' }).waitFor()
  expect(await page.getByRole('group', { name: 'Do' }).count()).toBe(0)
  await field(page).fill('+4915112345670')
  await page.getByText('Your role is not shown numbers').waitFor()
  expect(asked.filter((url) => url.includes('15112345670'))).toEqual([])
  await field(page).fill('order-5512')
  await page.getByRole('option', { name: /delivered/ }).waitFor()
  expect(await page.getByRole('listbox').textContent()).not.toContain('+4915112345670')
})
