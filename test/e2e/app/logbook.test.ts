/** The logbook: searching it, the card of a message, its page, and the way back, by mouse and by keyboard. */
import { beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { eventually } from '../process.ts'
import { appStage } from './appStage.ts'
import { settled } from './settled.ts'
import { faultsOf } from './looks.ts'
import { HOSTILE, sendOne, sendStory, type Sent } from './story.ts'

const stage = appStage()
let story: Sent

beforeAll(async () => {
  const { tapline } = stage
  await sendOne(tapline, { to: '+4915112340001', text: 'This one is refused' }, 'rejected')
  await sendOne(tapline, { to: '+4915112340004', text: 'Nobody is there' }, 'undelivered')
  await sendOne(tapline, { to: '+33612345678', text: HOSTILE, reference: 'a reference of sixty characters, which is longer than most are' })
  await sendOne(tapline, { to: '+33612345679', text: 'In totals: https://acme.example/t', tracking: 'aggregate' })
  story = await sendStory(tapline)
})

test('before anything is sent there is a sentence and one thing to do; then each message is a row with its state', async () => {
  const page = await stage.open('/logbook?test=only')
  await page.getByText('No message of a test key yet.').waitFor()
  await page.goto(`${stage.tapline.baseUrl}/logbook`)
  await settled(page)
  await rows(page, 5)
  const row = page.getByRole('row', { name: /\+4915112345670/ })
  expect(await row.textContent()).toContain('Hi Ana, our spring sale is on')
  expect(await row.textContent()).toContain('delivered')
  expect(await page.getByRole('row', { name: /rejected/ }).count()).toBe(1)
  expect(await page.locator('main img').count()).toBe(0)
  expect(await faultsOf(page, 'logbook')).toEqual([])
})

test('the sign of a message opens its card by focus: each link with views and clicks, and the order', async () => {
  const page = await stage.open('/logbook')
  await page.getByRole('button', { name: 'Performance: 1 view, 2 clicks, 1 conversion' }).focus()
  const card = page.locator('.message-card')
  await card.getByText('order 5512').waitFor()
  await card.getByText('1 request of a bot, left out').waitFor()
  const text = await card.textContent()
  expect(text).toContain(story.links[0] ?? 'no link')
  expect(text).toContain('https://acme.example/spring?c=12')
  expect(text).toContain('2 clicks')
  expect(text).toMatch(/EUR\s79\.90/)
  expect(text).toContain('1 request of a bot, left out')
  expect(await card.locator('a').count()).toBe(0)
  expect(await faultsOf(page, 'logbook-card')).toEqual([])
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'hidden' })
})

test('a card that is cut off is scrolled by the keyboard, and Escape leads back to its sign', async () => {
  const page = await stage.open('/logbook')
  await page.setViewportSize({ width: 390, height: 230 })
  const sign = page.getByRole('button', { name: 'Performance: 1 view, 2 clicks, 1 conversion' })
  await sign.focus()
  await page.locator('.message-card').getByText('order 5512').waitFor()
  const card = page.locator('.hover-card:popover-open')
  await expect.poll(() => card.getAttribute('tabindex')).toBe('0')
  await page.keyboard.press('Tab')
  const scrolled = () => page.evaluate("document.querySelector('.hover-card:popover-open').scrollTop > 0")
  for (const [key, isScrolled] of [
    ['End', true],
    ['Home', false],
    ['End', true],
  ] as const) {
    await page.keyboard.press(key)
    await expect.poll(scrolled).toBe(isScrolled)
  }
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'hidden' })
  await page.locator('.hover-target:focus').waitFor()
  await page.setViewportSize({ width: 1_280, height: 800 })
})

test('a search stands in the address as a chip; what cannot be is said; Escape clears, and the address alone shows the same', async () => {
  const page = await stage.open('/logbook')
  await page.getByLabel('Search by').selectOption('ends')
  await page.getByLabel('Search for').fill('67')
  await page.getByLabel('Search for').press('Enter')
  await page.getByText('Type the last 4 digits or more.').waitFor()
  await page.getByLabel('Search for').fill('34-5670')
  await page.getByLabel('Search for').press('Enter')
  await page.waitForURL('**/logbook?ends=345670')
  await rows(page, 1)
  await page.getByLabel('Search by').selectOption('words')
  await page.getByLabel('Search for').fill('no such words')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByText('No message matches these filters.').waitFor()
  expect(await faultsOf(page, 'logbook-filtered')).toEqual([])
  await page.getByRole('button', { name: 'Remove the filter Words of the text: no such words' }).click()
  await rows(page, 1)
  await page.locator('h1').click()
  await page.keyboard.press('Escape')
  await page.waitForURL('**/logbook')
  await rows(page, 5)
  await stage.open('/logbook?state=undelivered&clicks=no&from=2026-01-01')
  await rows(page, 1)
})

test('the page of a message tells everything in order, each hit with verdict and reasons, and holds no anchor to its links', async () => {
  const page = await stage.open(`/logbook/${story.id}`)
  const steps = page.locator('.timeline-step')
  await page.getByText('order 5512').waitFor()
  expect(await steps.locator('strong').allTextContents()).toEqual(
    expect.arrayContaining(['Created', 'Handed to the carrier', 'Delivered', 'View', 'Click', 'Click', 'Bot', 'Conversion']),
  )
  const text = (await page.textContent('main')) ?? ''
  expect(text).toContain('A messaging app or its server fetched the link to draw a preview card.')
  expect(text).toContain('A program fetched the link, not a browser')
  expect(text).toContain('curl/8.5.0')
  for (const link of story.links) expect(await page.locator(`a[href*="${new URL(link).pathname}"]`).count()).toBe(0)
  expect(await faultsOf(page, 'message')).toEqual([])
})

test('the keyboard alone goes along the rows, opens a card and a page, and comes back to the same row', async () => {
  const page = await stage.open('/logbook')
  await page.getByRole('link', { name: '+4915112345670' }).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => focused(page)).toBe('+33612345678')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'To +33612345678' }).waitFor()
  expect(await faultsOf(page, 'message-hostile')).toEqual([])
  await page.goBack()
  await page.getByRole('heading', { name: 'Logbook' }).waitFor()
  await page.locator('a:focus', { hasText: '+33612345678' }).waitFor()
  await page.keyboard.press('Tab')
  await page.locator('.message-card').waitFor()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await page.locator('.message-card').getByText('order 5512').waitFor()
})

test('a message that changes is shown so without a reload', async () => {
  const page = await stage.open('/logbook')
  await page.getByText('live, as of').waitFor()
  await sendOne(stage.tapline, { to: '+4915112345699', text: 'Just now' })
  const row = page.getByRole('row', { name: /\+4915112345699/ })
  await row.getByText('delivered').waitFor()
  expect(await row.textContent()).toContain('Just now')
})

test('a campaign can be one row, whose card has the figures of all of it, beside messages of no campaign', async () => {
  const { call } = stage.tapline
  const contacts = [1, 2, 3].map((at) => ({ phone: `+4915117700${at}00` }))
  await call('POST', '/v1/contacts/batch', { contacts })
  const { body } = await call('POST', '/v1/campaigns', {
    ...{ name: 'Autumn', from: 'Acme', text: 'Autumn: https://acme.example/autumn', audience: { include: [{ kind: 'all' }] } },
  })
  await call('POST', `/v1/campaigns/${String(body.id)}/start`, {})
  await eventually('the campaign is done', async () =>
    (await call('GET', `/v1/campaigns/${String(body.id)}`)).body.state === 'done' ? true : undefined,
  )
  const page = await stage.open('/logbook?state=queued')
  await page.getByLabel('Campaigns').selectOption('campaigns')
  await page.waitForURL('**/logbook?rows=campaigns')
  // The newest one: a try before this one may have left another.
  await page
    .getByRole('row', { name: /Autumn/ })
    .first()
    .waitFor()
  expect(await page.getByRole('row', { name: /\+4915117700/ }).count()).toBe(0)
  expect(await page.getByRole('row', { name: /\+4915112345670/ }).count()).toBe(1)
  await page.getByRole('button', { name: 'The whole campaign' }).first().focus()
  await page.locator('.message-card-campaign').getByText('reached', { exact: true }).first().waitFor()
  // The last receipt may come after the campaign is done.
  await expect.poll(() => page.locator('.message-card-campaign dd').first().textContent()).toBe('3')
  expect(await faultsOf(page, 'logbook-campaigns')).toEqual([])
  await stage.open(`/logbook?campaign=${String(body.id)}`)
  await rows(page, 3)
})

test('in German too', async () => {
  const page = await stage.open(`/logbook/${story.id}`)
  await page.request.patch(`${stage.tapline.baseUrl}/v1/session`, {
    data: { language: 'de' },
    headers: { 'sec-fetch-site': 'same-origin' },
  })
  await page.reload()
  await settled(page)
  await page.getByText('Eine Nachrichten-App oder ihr Server hat den Link geholt').waitFor()
  await page.goto(`${stage.tapline.baseUrl}/logbook?clicks=yes`)
  await settled(page)
  expect(await page.title()).toBe('Logbuch · Tapline')
  expect(await faultsOf(page, 'logbook-de')).toEqual([])
  await page.request.patch(`${stage.tapline.baseUrl}/v1/session`, {
    data: { language: 'en' },
    headers: { 'sec-fetch-site': 'same-origin' },
  })
})

const rows = (page: Page, count: number) =>
  eventually(`${count} rows`, async () => ((await page.locator('tbody tr').count()) === count ? true : undefined))
const focused = (page: Page) => page.evaluate('document.activeElement?.textContent').then((text) => String(text))
