/** Texts that compete, from the composer to the winner. */
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { withDatabase } from '../database.ts'
import { eventually } from '../process.ts'
import { appStage } from './appStage.ts'
import { makeCampaign, makeContacts, tapLink } from './campaignSends.ts'
import { chooseGroup, freshComposer, textField, who } from './composeStage.ts'
import { faultsOf } from './looks.ts'

const stage = appStage()
const PLAIN = 'Our spring sale has begun: https://acme.example/spring'
const MOST_OF_A_NETWORK = 10
const LIVELY = 'Spring is here, and you get 20% off: https://acme.example/spring?v=b'

const card = (page: Page, name: string) => page.getByRole('group', { name: `Variant ${name}`, exact: true })
const textOf = (page: Page, name: string) => card(page, name).getByRole('textbox', { name: `Text of ${name}`, exact: true })

/** Another try has contacts of its own. */
let tries = 0
async function opened(count: number): Promise<Page> {
  tries++
  const name = `Round ${tries} of buyers`
  const endings = Array.from({ length: count }, (_, at) => String(820_000 + tries * 100 + at))
  await makeContacts(stage.tapline, { group: name, endings })
  const page = await freshComposer(stage)
  await chooseGroup(page, name)
  await who(page, `${count} people will get it`)
  return page
}

const idOf = (page: Page) => /\/compose\/(\d+)/.exec(page.url())?.[1] ?? ''
const saved = (page: Page) => page.getByText(/^Saved /).waitFor()

test('a test of two texts is designed, sent to people, watched without a reload, and decided by hand', { timeout: 240_000 }, async () => {
  const page = await opened(24)
  await textField(page).fill(PLAIN)
  await page.getByRole('button', { name: 'Compare with another text' }).click()
  await textOf(page, 'B').fill(LIVELY)
  await page.getByLabel('Test, then the winner').check()
  await page.getByLabel('Part for the test, in %').fill('90')
  await page.getByLabel('Waiting time in minutes').fill('1')
  await saved(page)
  await page.getByText(/^24 recipients now; each variant is tested with 10\./).waitFor()
  await page.getByText(/are needed to win: there will be no winner\.$/).waitFor()
  expect(await faultsOf(page, 'compose-variants')).toEqual([])
  await page.getByRole('button', { name: 'Review and send' }).click()
  await page.getByRole('heading', { name: 'Before it goes out' }).waitFor()
  for (const text of [PLAIN, LIVELY]) await page.locator('.compose-review-facts').getByText(text).waitFor()
  await page.getByText('90.0%').first().waitFor()
  expect(await faultsOf(page, 'compose-variants-review')).toEqual([])
  const id = idOf(page)
  await page.getByRole('button', { name: 'Send to 24 people' }).click()
  await page.getByText('On its way to 24 people.').waitFor({ timeout: 20_000 })
  await page.getByRole('link', { name: 'Open the campaign' }).click()
  const panel = page.getByRole('region', { name: 'Experiment' })
  await panel.getByText('No variant has won yet.').waitFor()
  await panel.getByText(/^Nothing to compare yet/).waitFor()
  await tapAll(id)
  await watchBriefly(id)
  // What was seen moves the figures, and then the verdict, before the eyes of whoever looks.
  await panel.getByRole('img', { name: /^B: [1-9]/ }).waitFor({ timeout: 60_000 })
  await panel.getByRole('img', { name: /^A: 0\.0%/ }).waitFor()
  await panel.getByText(/^Nothing to compare yet/).waitFor({ state: 'detached' })
  expect(await faultsOf(page, 'experiment-seen')).toEqual([])
  await byKeyboard(page)
  await panel.getByText('B was chosen by hand for all others.').first().waitFor({ timeout: 30_000 })
  await panel.getByText('No variant has won yet.').waitFor({ state: 'detached' })
  await eventually('all others got the winner', async () => {
    const { body } = await stage.tapline.call('GET', `/v1/messages?campaign_id=${id}&limit=50`)
    return (body.messages as unknown[]).length === 24 ? true : undefined
  })
})

/** Of those who got the lively text so many tap as one network may for one text, and nobody else. */
async function tapAll(id: string): Promise<void> {
  const lively = await eventually('the test is out', async () => {
    const { body } = await stage.tapline.call('GET', `/v1/messages?campaign_id=${id}&limit=50`)
    const messages = body.messages as { phone: string; text: string; state: string }[]
    const isOut = messages.length > 0 && messages.every(({ state }) => state === 'delivered')
    return isOut ? messages.filter(({ text }) => text.startsWith('Spring is here')) : undefined
  })
  for (const { phone } of lively.slice(0, MOST_OF_A_NETWORK)) await tapLink(stage.tapline, { id, phone })
}

/** A minute of watching takes a second here. */
const watchBriefly = (id: string) =>
  withDatabase(stage.tapline, (db) =>
    eventually('the experiment is watched', async () => {
      const rows = await db`update experiments set watch_seconds = 1, next_look_at = now() where campaign_id = ${id} returning 1`
      return rows.length === 1 ? true : undefined
    }),
  )

/** Chooses B for the others without a mouse. */
async function byKeyboard(page: Page): Promise<void> {
  const choose = page.getByRole('button', { name: 'Choose a variant' })
  await choose.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('A', { exact: true }).focus()
  await page.keyboard.press('ArrowDown')
  const send = dialog.getByRole('button', { name: 'Send B to all others' })
  await send.focus()
  await page.keyboard.press('Enter')
}

test('shares that do not add up are said at once, and are mended by a press', async () => {
  const page = await opened(20)
  await textField(page).fill(PLAIN)
  await page.getByRole('button', { name: 'Compare with another text' }).click()
  await page.getByRole('button', { name: 'Duplicate B' }).click()
  await card(page, 'C').waitFor()
  await saved(page)
  await card(page, 'A').getByLabel('Share in %').fill('60')
  await page.getByText('The shares add up to 126.6%, not to 100%: 26.6% too much.').waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Review and send' }).isDisabled()).toBe(true)
  expect(await faultsOf(page, 'compose-shares')).toEqual([])
  await card(page, 'B').getByLabel('Share in %').fill('30')
  await card(page, 'C').getByLabel('Share in %').fill('10')
  await page.getByText(/^The shares add up/).waitFor({ state: 'detached' })
  await saved(page)
  const weights = async () => {
    const { body } = await stage.tapline.call('GET', `/v1/campaigns/${idOf(page)}`)
    return (body.variants as { weight: number }[]).map(({ weight }) => weight).join()
  }
  await expect.poll(weights).toBe('600,300,100')
  await card(page, 'C').getByLabel('Share in %').fill('1')
  await page.getByRole('button', { name: 'Share evenly' }).click()
  await expect.poll(weights).toBe('1,1,1')
  await page.getByRole('button', { name: 'Remove C' }).click()
  await expect.poll(weights).toBe('1,1')
})

test('a goal that nothing can measure is said before anything is sent', async () => {
  const page = await opened(20)
  await textField(page).fill(PLAIN)
  await page.getByRole('button', { name: 'Compare with another text' }).click()
  await textOf(page, 'B').fill('Our spring sale has begun: come by')
  await page.getByText(/^B: nobody could tell what recipients do\./).waitFor()
  await page.getByLabel('Decided by').selectOption('conversions')
  await page.getByText('A letter, then letters, digits and . _ -, such as order.').waitFor()
  await page.getByLabel('Name of the conversion').fill('order')
  await saved(page)
  await page.getByText(/No conversion “order” ever came in/).waitFor()
  await page.getByRole('button', { name: 'Review and send' }).click()
  await page.getByText(/^B: nobody could tell what recipients do\./).waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Send to 20 people' }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: 'Back to the text' }).click()
  await page.getByLabel('No comparison').check()
  await page.getByText(/^B: nobody could tell/).waitFor({ state: 'detached' })
})

test('what the composer has no field for stays as it was told over the API, with each variant and its sender', async () => {
  tries++
  const group = await makeContacts(stage.tapline, { group: `Kept ${tries}`, endings: [String(830_000 + tries)] })
  const experiment = { way: 'continuous', goal: { kind: 'value', currency: 'EUR' }, floor: 0.1, confidence: 0.9, min_per_variant: 500 }
  const variants = [
    { name: 'Short', text: PLAIN, weight: 2, links: [{ position: 0, tracked: true, utm: { utm_content: 'short' } }] },
    { name: 'Long', text: LIVELY, weight: 5, from: 'Acme Shop' },
  ]
  const settings = { flash: true, link_validity_days: 9, tracking: 'aggregate', pause_at_failures: { rate: 0.5, after: 20 } }
  const id = await makeCampaign(stage.tapline, { group, name: `Kept ${tries}`, text: undefined, variants, experiment, settings })
  const before = (await stage.tapline.call('GET', `/v1/campaigns/${id}`)).body
  const page = await stage.open(`/campaigns/${id}`)
  await page.getByRole('link', { name: 'Go on writing' }).click()
  await card(page, 'Long').getByLabel('Own sender').waitFor()
  await textOf(page, 'Short').fill(`${PLAIN} today`)
  await saved(page)
  const after = (await stage.tapline.call('GET', `/v1/campaigns/${id}`)).body
  const [short, long] = before.variants as Record<string, unknown>[]
  expect(after).toMatchObject({ experiment: before.experiment, audience: before.audience, from: before.from })
  expect(after.variants).toEqual([{ ...short, text: `${PLAIN} today` }, long])
  expect(after.settings).toMatchObject({ ...settings, ...(before.settings as object) })
})

const speak = async (page: Page, language: 'de' | 'en') => {
  await page.locator('.user-button').click()
  await page.getByLabel(/^(?:Language|Sprache)$/).selectOption(language)
  await page.getByRole('heading', { name: language === 'de' ? 'Verfassen' : 'Compose' }).waitFor()
  await page.keyboard.press('Escape')
}

test('six texts with hostile words stay side by side and break no layout, in German too', { timeout: 180_000 }, async () => {
  const page = await opened(20)
  await textField(page).fill(`مرحبا 👋🏽 <b>${'Überlang'.repeat(12)}</b> https://acme.example/عرض?q=1`)
  await page.getByRole('button', { name: 'Compare with another text' }).click()
  await card(page, 'B').waitFor()
  for (const name of ['C', 'D', 'E', 'F']) {
    await page.getByRole('button', { name: 'Duplicate B' }).click()
    await card(page, name).waitFor()
  }
  await page.getByText('A campaign has at most 6 variants.').waitFor()
  expect(await page.getByRole('button', { name: /^Duplicate/ }).count()).toBe(0)
  await card(page, 'F')
    .getByLabel('Name')
    .fill(`${'Sehr langer Name '.repeat(5)}مرحبا`)
  await page.getByLabel('Continuous').check()
  await page.getByLabel('Decided by').selectOption('value')
  await page.getByLabel('Currency').fill('EUR')
  await saved(page)
  expect(await page.locator('main :is(b, script)').count()).toBe(0)
  await speak(page, 'de')
  await page.getByText('Wie sie sich messen').first().waitFor()
  expect(await faultsOf(page, 'compose-six-de')).toEqual([])
  await page.getByRole('button', { name: 'Prüfen und senden' }).click()
  await page.getByRole('heading', { name: 'Bevor es hinausgeht' }).waitFor()
  await page.getByText('Was sich zeigen kann').waitFor()
  expect(await faultsOf(page, 'compose-six-review-de')).toEqual([])
  await page.goBack()
  await page.getByRole('heading', { name: 'Verfassen' }).waitFor()
  await speak(page, 'en')
})
