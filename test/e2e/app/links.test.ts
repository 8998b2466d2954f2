/** Links: their figures, and changing where they lead, when they end and whether they work at all. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { eventually } from '../process.ts'
import { tap } from '../taps.ts'
import { appStage } from './appStage.ts'
import { settled } from './settled.ts'
import { faultsOf } from './looks.ts'
import { sendOne, sendStory, type Sent } from './story.ts'

const stage = appStage()
let story: Sent

beforeAll(async () => {
  story = await sendStory(stage.tapline)
  await sendOne(stage.tapline, {
    to: { phone: '+4915112345671', values: { page_url: 'https://acme.example/own' } },
    text: 'Yours: {page_url}',
  })
  const long = `https://acme.example/${'a-very-long-path/'.repeat(12)}?q=${encodeURIComponent('مرحبا 👋🏽 <b>')}`
  await sendOne(stage.tapline, { to: '+4915112345672', text: `Long: ${long}` })
})

test('each link stands with its figures, people counted once and bots left out until they are asked for', async () => {
  const page = await stage.open('/links')
  const row = rowOf(page, 'https://acme.example/spring?c=12')
  expect(await row.locator('td.end .figure').allTextContents()).toEqual(['1', '2', '1', '1'])
  expect(await page.getByRole('row', { name: /from the merge field page_url/ }).count()).toBe(1)
  expect(await faultsOf(page, 'links')).toEqual([])
  await page.getByLabel('Show bots').check()
  await page.waitForURL('**/links?bots=show')
  const other = rowOf(page, 'https://acme.example/new')
  await expect.poll(() => other.locator('td.end .figure').allTextContents()).toEqual(['0', '0', '0', '0', '1'])
  expect(await page.locator('main a[href*="acme.example"]').count()).toBe(0)
})

test('words of the destination find a link, by the address alone too', async () => {
  const page = await stage.open('/links')
  await page.getByLabel('Words of the destination').fill('ACME.example/spring')
  await page.getByRole('button', { name: 'Search' }).click()
  await eventually('one link', async () => ((await page.locator('tbody tr').count()) === 1 ? true : undefined))
  await page.getByLabel('State').selectOption('taken_down')
  await page.getByText('No link matches these filters.').waitFor()
  await page.reload()
  await settled(page)
  expect(await page.textContent('main')).toContain('No link matches these filters.')
})

test('a link is led elsewhere, a bad destination is refused with a sentence, and those who have it get there', async () => {
  stage.expectProblems(/status of 422/)
  const page = await stage.open('/links')
  await choose(page, 'https://acme.example/spring?c=12', 'Change destination')
  const dialog = page.getByRole('dialog', { name: 'Lead this link elsewhere' })
  expect(await faultsOf(page, 'links-change')).toEqual([])
  await dialog.getByLabel('New destination').fill('javascript:alert(1)')
  await dialog.getByRole('button', { name: 'Change destination' }).click()
  await dialog.locator('.note.error, .field-error').first().waitFor()
  await dialog.getByLabel('New destination').fill('https://acme.example/summer')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await rowOf(page, 'https://acme.example/summer').waitFor()
  await leadsTo(story.links[0] ?? '', 302)
})

test('a link gets an end, which has passed at once, and loses it again', async () => {
  const page = await stage.open('/links')
  await choose(page, 'https://acme.example/new', 'Set an end')
  const dialog = page.getByRole('dialog', { name: 'When this link ends' })
  await dialog.getByRole('button', { name: 'Set the end' }).click()
  await dialog.getByText('Choose a day and a time.').waitFor()
  await dialog.getByLabel('Ends at').fill('2026-01-01T09:00')
  expect(await faultsOf(page, 'links-expiry')).toEqual([])
  await dialog.getByRole('button', { name: 'Set the end' }).click()
  const row = rowOf(page, 'https://acme.example/new')
  await row.getByText('expired').waitFor()
  await leadsTo(story.links[1] ?? '', 410)
  await choose(page, 'https://acme.example/new', 'Change the end')
  expect(await dialog.getByLabel('Ends at').inputValue()).toBe('2026-01-01T09:00')
  await dialog.getByRole('button', { name: 'Take the end away' }).click()
  await row.getByText('active').waitFor()
  await leadsTo(story.links[1] ?? '', 302)
})

test('a link is taken down and restored, each after it was confirmed, by the keyboard alone', async () => {
  const page = await stage.open('/links?words=acme.example/new')
  await page.getByRole('button', { name: 'Change the link to https://acme.example/new' }).focus()
  await page.keyboard.press('ArrowDown')
  await page.locator('[role=menuitem]:focus').waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Take this link down?' })
  await dialog.waitFor()
  expect(await faultsOf(page, 'links-down')).toEqual([])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await choose(page, 'https://acme.example/new', 'Take down')
  await dialog.getByRole('button', { name: 'Take down' }).click()
  const row = rowOf(page, 'https://acme.example/new')
  await row.getByText('taken down').waitFor()
  await leadsTo(story.links[1] ?? '', 410)
  await choose(page, 'https://acme.example/new', 'Restore')
  await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click()
  await row.getByText('active').waitFor()
})

test('in German too', async () => {
  const page = await stage.open('/links')
  const ours = { headers: { 'sec-fetch-site': 'same-origin' } }
  await page.request.patch(`${stage.tapline.baseUrl}/v1/session`, { data: { language: 'de' }, ...ours })
  await page.reload()
  await settled(page)
  expect(await page.textContent('main')).toContain('Eindeutige Klicks')
  expect(await faultsOf(page, 'links-de')).toEqual([])
  await page.request.patch(`${stage.tapline.baseUrl}/v1/session`, { data: { language: 'en' }, ...ours })
})

/** By where it leads, since its text may hold other links. */
const rowOf = (page: Page, destination: string) =>
  page.locator('tbody tr').filter({ has: page.locator('td:first-child', { hasText: destination.replace('https://', '') }) })

async function choose(page: Page, destination: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Change the link to ${destination}` }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

/** Every node looks for changes each 2 s. */
const leadsTo = (url: string, status: number) =>
  eventually(`${url} answers ${status}`, async () =>
    (await tap({ url, code: '', userAgent: 'curl/8.5.0' })).status === status ? true : undefined,
  )
