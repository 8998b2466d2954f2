/** The page of one link: figures, what happened over time, what was changed and who did it. */
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { appStage, OWNER } from './appStage.ts'
import { makeCampaign, makeContacts, start, tapLink, untilState } from './campaignSends.ts'
import { faultsOf } from './looks.ts'
import { settled } from './settled.ts'
import { sendStory } from './story.ts'

const stage = appStage()
const SPRING = 'https://acme.example/spring?c=12'
let link = ''
let other = ''

beforeAll(async () => {
  await sendStory(stage.tapline)
  link = await linkTo(SPRING)
  other = await linkTo('https://acme.example/new')
})

test('the list leads to it, and it tells what became of the link, in which text and how to find the message', async () => {
  const page = await stage.open('/links')
  await page.getByRole('link', { name: 'acme.example/spring?c=12' }).click()
  await page.waitForURL(`**/links/${link}`)
  await page.getByRole('heading', { name: 'acme.example/spring?c=12', level: 1 }).waitFor()
  await settled(page)
  await expect.poll(() => page.locator('.stat-value').allTextContents()).toEqual(['1', '2', '1', '1', '0'])
  expect(await page.textContent('.message-text')).toContain('and the new shop: https://acme.example/new')
  await page.locator('.plot canvas').first().waitFor()
  expect(await faultsOf(page, 'link')).toEqual([])
  expect(await page.locator('main a[href*="acme.example"]').count()).toBe(0)
  await page.getByRole('link', { name: 'Show in the logbook' }).click()
  await page.getByRole('heading', { name: /\+4915112345670/ }).waitFor()
})

test('a figure says what it counts, and the hours stand as a table too', async () => {
  const page = await stage.open(`/links/${link}`)
  await page.getByText('Unique clicks', { exact: true }).hover()
  await page.getByText('pairs of recipient and link with at least one click.').waitFor()
  await page.mouse.move(0, 0)
  await page.getByRole('button', { name: 'As a table' }).click()
  await page.waitForURL('**/links/*?table=time')
  await expect.poll(() => page.locator('.chart-table tbody .figure').allTextContents()).toEqual(['2', '1', '1', '0'])
  expect(await faultsOf(page, 'link-table')).toEqual([])
})

test('its hours are drawn also in a browser whose language no formatter knows', async () => {
  const page = await stage.open(`/links/${link}`)
  await page.addInitScript("Object.defineProperty(Navigator.prototype, 'language', { get: () => 'en-US@posix' })")
  await page.reload()
  await expect.poll(() => page.locator('.plot canvas').count()).toBeGreaterThan(0)
})

test('what is changed stands in its history with who did it', async () => {
  // As it was sent, also for another try.
  await stage.tapline.call('PATCH', `/v1/links/${other}`, { destination: 'https://acme.example/new' })
  await stage.tapline.call('POST', `/v1/links/${other}/restore`)
  const page = await stage.open(`/links/${other}`)
  await page.getByRole('button', { name: 'Change destination' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('New destination').fill('https://acme.example/summer')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'acme.example/summer', level: 1 }).waitFor()
  const history = page.getByRole('region', { name: 'History' }).getByRole('listitem')
  await history
    .filter({ hasText: `https://acme.example/new → https://acme.example/summer by ${OWNER.email}` })
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Take down' }).click()
  await dialog.getByRole('button', { name: 'Take down' }).click()
  await page.getByRole('heading', { level: 1 }).locator('..').getByText('taken down').waitFor()
  await history
    .filter({ hasText: `Taken down by ${OWNER.email}` })
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Restore' }).click()
  await dialog.getByRole('button', { name: 'Restore' }).click()
  await history
    .filter({ hasText: `Restored by ${OWNER.email}` })
    .first()
    .waitFor()
  expect(await faultsOf(page, 'link-history')).toEqual([])
  await stage.tapline.call('PATCH', `/v1/links/${other}`, { destination: 'https://acme.example/new' })
  await history.filter({ hasText: 'https://acme.example/summer → https://acme.example/new by API key' }).first().waitFor()
})

test('a viewer may look and finds nothing to change; a link that is not there is said', async () => {
  stage.expectProblems(/status of 404/)
  const page = await stage.invited('viewer')
  await page.goto(`${stage.tapline.baseUrl}/links/${link}`)
  await page.locator('.stat-value').first().waitFor()
  await settled(page)
  expect(await page.locator('.page-actions button').count()).toBe(0)
  await page.goto(`${stage.tapline.baseUrl}/links/999999`)
  await page.getByText('This is not here.').waitFor()
  await page.close()
})

test('two variants with one destination are told apart in a report, and each row leads to the page of its link', async () => {
  const group = await makeContacts(stage.tapline, { group: 'Buyers', endings: ['7101', '7102', '7103', '7104'] })
  const text = (greeting: string) => `${greeting} https://acme.example/same`
  const id = await makeCampaign(stage.tapline, {
    ...{ group, name: 'Same place', text: undefined },
    variants: [
      { name: 'Short', text: text('Look:'), weight: 50 },
      { name: 'Kind', text: text('Have a look, please:'), weight: 50 },
    ],
  })
  await start(stage.tapline, id)
  await untilState(stage.tapline, id, 'done')
  await tapLink(stage.tapline, { id, phone: '+4915112007101' })
  const page = await stage.open(`/campaigns/${id}`)
  const links = page.getByRole('table', { name: 'Links' })
  await expect.poll(() => namesIn(links)).toEqual(['Variant Kind', 'Variant Short'])
  await links
    .getByRole('row', { name: /Variant Kind/ })
    .getByRole('link')
    .click()
  await page.waitForURL('**/links/*')
  await page.getByText(', variant Kind').waitFor()
  await page.getByRole('link', { name: 'Same place' }).click()
  await page.waitForURL(`**/campaigns/${id}`)
  // Programs and link cards alone make no row of a device.
  await page.getByRole('row', { name: /^Phone/ }).waitFor()
  expect(await page.getByRole('table', { name: 'Devices' }).locator('tbody tr').count()).toBe(1)
})

test('in German too', async () => {
  const ours = { headers: { 'sec-fetch-site': 'same-origin' } }
  const page = await stage.open(`/links/${link}`)
  await page.request.patch(`${stage.tapline.baseUrl}/v1/session`, { data: { language: 'de' }, ...ours })
  await page.reload()
  await page.getByText('Im Logbuch zeigen').waitFor()
  expect(await faultsOf(page, 'link-de')).toEqual([])
  await page.request.patch(`${stage.tapline.baseUrl}/v1/session`, { data: { language: 'en' }, ...ours })
})

async function linkTo(destination: string): Promise<string> {
  const { body } = await stage.tapline.call('GET', '/v1/links')
  const links = body.links as { id: string; destination: string }[]
  return links.find((one) => one.destination === destination)?.id ?? `nothing leads to ${destination}`
}

const namesIn = async (table: ReturnType<Page['getByRole']>) => (await table.locator('.bar-beside').allTextContents()).toSorted()
