/** The logbook: searching it, the card of a message, its page, and the way back, by mouse and by keyboard. */
import { beforeAll, expect, test } from 'vitest'
import { appStage, settled } from './appStage.ts'
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
  expect(await page.locator('tbody tr').count()).toBe(5)
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
  const text = await card.textContent()
  expect(text).toContain(story.links[0] ?? 'no link')
  expect(text).toContain('https://acme.example/spring?c=12')
  expect(text).toContain('2 clicks')
  expect(text).toContain('EUR 79.90')
  expect(text).toContain('1 request of a bot, left out')
  expect(await card.locator('a').count()).toBe(0)
  expect(await faultsOf(page, 'logbook-card')).toEqual([])
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'hidden' })
})
