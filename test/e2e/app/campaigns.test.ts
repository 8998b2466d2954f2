/** Campaigns: the list, the report of one, and what can be done to it. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { appStage } from './appStage.ts'
import { settled } from './settled.ts'
import { makeCampaign, makeContacts, start, tapLink, untilState } from './campaignSends.ts'
import { faultsOf } from './looks.ts'

const stage = appStage()
const people = Array.from({ length: 24 }, (_, at) => String(700_100 + at))
const phone = (at: number) => `+4915112${people[at]}`

test('without a campaign the list says what to do, and an address that leads to none says so', async () => {
  stage.expectProblems(/status of 404/)
  const page = await stage.open('/campaigns')
  await page.getByText('No campaign yet.').waitFor()
  expect(await page.getByRole('link', { name: 'Write the first campaign' }).getAttribute('href')).toContain('/compose')
  expect(await faultsOf(page, 'campaigns-empty')).toEqual([])
  await page.goto(`${stage.tapline.baseUrl}/campaigns/999`)
  await page.getByText('This is not here.').waitFor()
  expect(await faultsOf(page, 'campaign-missing')).toEqual([])
})

test('a campaign is watched while it goes out: paused, resumed, done, and its report moves without a reload', async () => {
  const { tapline } = stage
  const group = await makeContacts(tapline, { group: 'Spring buyers', endings: people })
  const id = await makeCampaign(tapline, { group, name: 'Spring sale', settings: { messages_per_second: 4 } })
  const page = await stage.open(`/campaigns/${id}`)
  await page.getByText('This is a draft').waitFor()
  expect(await faultsOf(page, 'campaign-draft')).toEqual([])
  await start(tapline, id)
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByText('Paused by hand.').waitFor()
  expect(await faultsOf(page, 'campaign-paused')).toEqual([])
  await page.getByRole('button', { name: 'Resume' }).click()
  await page.getByText(/% handed over, \d+ of 24 sent/).waitFor()
  await page.getByRole('progressbar').waitFor()
  await page.getByText(/^Sent from/).waitFor({ timeout: 30_000 })
  const funnel = page.locator('.funnel')
  await funnel.locator('.reached', { hasText: '100.0% of sent' }).waitFor({ timeout: 30_000 })
  for (const at of [0, 1, 2, 3, 4, 5]) await tapLink(tapline, { id, phone: phone(at) })
  await tapLink(tapline, { id, phone: phone(6), link: 1 })
  await funnel.locator('.clicked .funnel-figure', { hasText: /^7$/ }).waitFor({ timeout: 30_000 })
  await funnel.locator('.clicked', { hasText: '29.2% of reached' }).waitFor()
  expect(await faultsOf(page, 'campaign')).toEqual([])
})

test('a press on a row narrows the report down, the address keeps it, and Escape lets go', async () => {
  const id = await idOf('Spring sale')
  const page = await stage.open(`/campaigns/${id}`)
  await page.getByRole('button', { name: 'acme.example/terms' }).click()
  await page.locator('.funnel .clicked .funnel-figure', { hasText: /^1$/ }).waitFor()
  expect(new URL(page.url()).searchParams.get('link')).toMatch(/^\d+$/)
  await page.getByRole('button', { name: /Remove the filter Link: acme.example\/terms/ }).waitFor()
  const recipients = page.getByRole('table', { name: 'Recipients' })
  await recipients.getByText(phone(0)).waitFor({ state: 'detached' })
  await recipients.getByText(phone(6)).waitFor()
  expect(await faultsOf(page, 'campaign-narrowed')).toEqual([])
  await page.reload()
  await page.locator('.funnel .clicked .funnel-figure', { hasText: /^1$/ }).waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.funnel .clicked .funnel-figure', { hasText: /^7$/ }).waitFor()
  expect(new URL(page.url()).search).toBe('')
  const order = { name: 'order', phone: phone(0), value: '49.90', currency: 'EUR', order_id: 'S-1' }
  expect((await stage.tapline.call('POST', '/v1/conversions', order)).body).toMatchObject({ conversions: [{ state: 'attributed' }] })
  await page.reload()
  const devices = page.getByRole('table', { name: 'Devices' })
  await devices
    .getByRole('row', { name: /Phone/ })
    .getByText(/49\.90/)
    .waitFor()
  await devices.scrollIntoViewIfNeeded()
  expect(await faultsOf(page, 'campaign-converted')).toEqual([])
  await page.getByRole('button', { name: 'Phone', exact: true }).click()
  await page.getByText('No rate here').waitFor()
})

test('the charts are one key away from the same numbers as a table', async () => {
  const page = await stage.open(`/campaigns/${await idOf('Spring sale')}`)
  await page.locator('.plot canvas').first().waitFor()
  const over = page.getByRole('region', { name: /^Over time/ })
  await over.getByRole('button', { name: 'As a table' }).focus()
  await page.keyboard.press('t')
  await over.getByRole('table', { name: 'Over time' }).waitFor()
  const counts = await over.getByRole('row').locator('td:nth-child(2)').allTextContents()
  expect(counts.reduce((sum, text) => sum + Number(text), 0)).toBe(7)
  expect(await faultsOf(page, 'campaign-time-table')).toEqual([])
  const week = page.getByRole('region', { name: /^When people click/ })
  await week.getByRole('button', { name: 'As a table' }).click()
  const hours = await week.getByRole('table').locator('td').allTextContents()
  expect(hours).toHaveLength(7 * 24)
  expect(hours.reduce((sum, text) => sum + Number(text), 0)).toBe(7)
  expect(await faultsOf(page, 'campaign-week-table')).toEqual([])
})

test('those who did not click are listed, saved as a file, and become a group', async () => {
  stage.expectProblems(/status of 409/)
  const page = await stage.open(`/campaigns/${await idOf('Spring sale')}`)
  await page.getByLabel('Who').selectOption('not_clicked')
  const table = page.getByRole('table', { name: 'Recipients' })
  await table.getByText(phone(0)).waitFor({ state: 'detached' })
  await table.getByText(phone(7)).waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Save as CSV' }).click()])
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(lines).toHaveLength(1 + people.length - 7)
  expect(lines.slice(1).every((line) => line.startsWith('+4915112'))).toBe(true)
  await page.getByRole('button', { name: 'Make a group' }).click()
  const dialog = page.getByRole('dialog', { name: 'Make a group of recipients' })
  expect(await dialog.getByLabel('Name of the group').inputValue()).toBe('Spring sale: did not click')
  await dialog.getByLabel('Name of the group').fill('Spring buyers')
  await dialog.getByRole('button', { name: 'Make the group' }).click()
  await dialog.getByText('There is a group named "Spring buyers" already.').waitFor()
  await dialog.getByLabel('Name of the group').fill('Silent')
  expect(await faultsOf(page, 'campaign-group')).toEqual([])
  await dialog.getByRole('button', { name: 'Make the group' }).click()
  await dialog.getByText('17 people are in “Silent”.').waitFor()
})

test('the tables of a report are saved as they are seen, and start no formula', async () => {
  const page = await stage.open(`/campaigns/${await idOf('Spring sale')}`)
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV: save Links' }).click()])
  expect(file.suggestedFilename()).toBe('Spring-sale-Links.csv')
  const [head, ...rows] = readFileSync(await file.path(), 'utf8')
    .replace('\ufeff', '')
    .trim()
    .split('\r\n')
  expect(head).toBe('Link,People,Taps,Views,Bots,Conversions,Value')
  expect(rows.map((row) => row.split(',').slice(0, 3).join(','))).toEqual([
    'https://acme.example/spring,6,6',
    'https://acme.example/terms,1,1',
  ])
})

test('a campaign that failed too often says so, and shows for whom', async () => {
  const { tapline } = stage
  const endings = Array.from({ length: 60 }, (_, at) => `${10 + at}0001`)
  const group = await makeContacts(tapline, { group: 'Rejected', endings })
  const id = await makeCampaign(tapline, {
    group,
    name: '=HYPERLINK("https://x.example") مرحبا 👋🏽 a name that goes on and on, so that it fits nowhere',
    settings: { messages_per_second: 10, pause_at_failures: { rate: 0.3, after: 10 } },
  })
  await start(tapline, id)
  await untilState(tapline, id, 'paused')
  const page = await stage.open(`/campaigns/${id}`)
  await page.getByText('Paused by itself: too many messages failed.').waitFor()
  await page.getByRole('link', { name: 'See who did not get it' }).click()
  await page.getByRole('table', { name: 'Recipients' }).getByText('rejected').first().waitFor()
  expect(await faultsOf(page, 'campaign-failures')).toEqual([])
  await page.getByRole('button', { name: 'More to do' }).click()
  await page.getByRole('menuitem', { name: 'Cancel the campaign' }).click()
  await page.getByRole('dialog', { name: 'Cancel this campaign?' }).waitFor()
  expect(await faultsOf(page, 'campaign-cancel')).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the campaign' }).click()
  await page.locator('.page-header .badge', { hasText: 'cancelled' }).waitFor()
})

test('campaigns are found by name and state, and the address keeps what was asked', async () => {
  const page = await stage.open('/campaigns')
  const table = page.getByRole('table', { name: 'Campaigns' })
  await table.getByText('Spring sale').waitFor()
  expect(await faultsOf(page, 'campaigns')).toEqual([])
  await page.getByLabel('Search by name').fill('spring')
  await page.waitForURL('**/campaigns?q=spring')
  await table.getByText('مرحبا').waitFor({ state: 'detached' })
  await page.getByLabel('State').selectOption('cancelled')
  await page.getByText('Nothing matches.').waitFor()
  expect(await faultsOf(page, 'campaigns-no-match')).toEqual([])
  await page.getByRole('button', { name: 'Clear all filters' }).click()
  await table.getByText('Spring sale').waitFor()
  await expect.poll(() => page.getByLabel('Search by name').inputValue()).toBe('')
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^CSV: save/ }).click()])
  const text = readFileSync(await file.path(), 'utf8')
  expect(text).toContain(`"'=HYPERLINK(""https://x.example"")`)
})

test('a campaign is cloned, scheduled, taken off the schedule, and its draft deleted', async () => {
  const { tapline } = stage
  const page = await stage.open(`/campaigns/${await idOf('Spring sale')}`)
  await page.getByRole('button', { name: 'Clone' }).click()
  await page.getByRole('heading', { name: 'Spring sale (copy)' }).waitFor()
  const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await start(tapline, id, { send_at: new Date(Date.now() + 3 * 3_600_000).toISOString() })
  await page.getByText(/^Goes out in [23] hr/).waitFor({ timeout: 30_000 })
  expect(await faultsOf(page, 'campaign-scheduled')).toEqual([])
  await page.getByRole('button', { name: 'Take it off the schedule' }).click()
  await page.getByText('This is a draft').waitFor()
  await page.getByRole('button', { name: 'More to do' }).click()
  await page.getByRole('menuitem', { name: 'Delete the draft' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the draft' }).click()
  await page.waitForURL('**/campaigns')
  await settled(page)
  await expect.poll(() => page.getByText('Spring sale (copy)').count()).toBe(0)
})

test('all of it in German', async () => {
  const page = await stage.open(`/campaigns/${await idOf('Spring sale')}`)
  await page.locator('.user-button').click()
  await page.getByLabel('Language').selectOption('de')
  await page.getByRole('heading', { name: 'Wann geklickt wird' }).waitFor()
  expect(await faultsOf(page, 'campaign-de')).toEqual([])
  await page.goto(`${stage.tapline.baseUrl}/campaigns`)
  await settled(page)
  expect(await faultsOf(page, 'campaigns-de')).toEqual([])
  await page.locator('.user-button').click()
  await page.getByLabel('Sprache').selectOption('en')
})

test('a viewer sees every figure and no number, and nothing to press that would be refused', async () => {
  const { baseUrl } = stage.tapline
  const page = await stage.invited('viewer')
  await page.goto(`${baseUrl}/campaigns/${await idOf('Spring sale')}`)
  await page.locator('.funnel .clicked .funnel-figure', { hasText: /^7$/ }).waitFor()
  const recipients = page.getByRole('table', { name: 'Recipients' })
  await recipients.getByRole('row').nth(1).waitFor()
  expect(await page.textContent('main')).not.toMatch(/\+49\d{6}/)
  for (const name of ['Clone', 'Make a group']) expect(await page.getByRole('button', { name }).count()).toBe(0)
  expect(await faultsOf(page, 'campaign-viewer')).toEqual([])
  await page.goto(`${baseUrl}/campaigns`)
  await settled(page)
  expect(await page.getByRole('link', { name: 'New campaign' }).count()).toBe(0)
})

async function idOf(name: string): Promise<string> {
  const { body } = await stage.tapline.call('GET', `/v1/campaigns?search=${encodeURIComponent(name)}`)
  const campaigns = body.campaigns as { id: string; name: string }[]
  return campaigns.find((campaign) => campaign.name === name)?.id ?? ''
}
