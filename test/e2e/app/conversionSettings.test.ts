/** The settings of conversions: a shop's page that reports, the trace of what came in, the checker, and what counts. */
import { expect, test } from 'vitest'
import { eventually } from '../process.ts'
import { shopPages } from '../shopPages.ts'
import { appStage } from './appStage.ts'
import { faultsOf } from './looks.ts'

const stage = appStage()

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
  await buyer.evaluate(`tapline('convert', { name: 'order', value: 49.9, currency: 'EUR', orderId: 'A-${shop.port}' })`)
  const row = page.getByRole('row', { name: new RegExp(`order A-${shop.port}`) })
  await row.getByText('attributed', { exact: true }).waitFor()
  expect(await row.textContent()).toContain('browser')
  await page.getByLabel('Address of the landing page, or click id').fill(landed)
  await page.getByRole('button', { name: 'Show what it would follow from' }).click()
  await page.getByText('It would be attributed').waitFor()
  await page.getByText('This is what it follows from.').waitFor()
  expect(await faultsOf(page, 'settings-conversions-used')).toEqual([])
  const signUp = `sign_up_${shop.port}`
  for (const _ of [1, 2]) await buyer.evaluate(`tapline('convert', { name: '${signUp}' })`)
  const repeated = page.getByRole('row', { name: new RegExp(signUp) }).filter({ hasText: 'not counted' })
  await repeated.getByRole('button', { name: signUp }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('a reload or a double tap').waitFor()
  await sheet.getByRole('button', { name: /counts in its stead/ }).click()
  await sheet.getByText('Attributed', { exact: true }).waitFor()
  await sheet.getByText('This is what it follows from.').waitFor()
  await sheet.getByText(origin).waitFor()
  expect(await faultsOf(page, 'settings-conversion-sheet')).toEqual([])
  await page.keyboard.press('Escape')
  await page.waitForURL(({ search }) => search === '')
})

test('windows of single names, days of the page and repetitions are set on the screen, and a name that stands twice is not sent', async () => {
  const page = await stage.open('/settings/conversions')
  const form = page.getByRole('region', { name: 'How it is tracked' })
  await form.getByLabel('Days that your page keeps the click id').fill('45')
  await form.getByLabel('Minutes in which a repetition counts once').fill('5')
  for (const at of [0, 1]) {
    await form.getByRole('button', { name: 'Add a window' }).click()
    await form.getByLabel('Name of the conversion').nth(at).fill('sign_up')
  }
  const save = form.getByRole('button', { name: 'Save changes' })
  await save.click()
  await form.locator('input:invalid').waitFor()
  expect(await faultsOf(page, 'settings-windows')).toEqual([])
  await form.getByLabel('Name of the conversion').nth(1).fill('order')
  await form.getByLabel('Window of order in days').fill('30')
  await save.click()
  await page.getByText('Saved.').waitFor()
  const read = async () => (await stage.tapline.call('GET', '/v1/conversions/settings')).body
  expect(await read()).toMatchObject({ snippet_days: 45, repeat_minutes: 5, windows: { sign_up: 7, order: 30 } })
  await page.getByRole('region', { name: 'Code for your pages' }).getByText('data-days="45"').first().waitFor()
  await form.getByRole('button', { name: 'Remove the window of sign_up' }).click()
  await save.click()
  await eventually('the window is gone', async () => (JSON.stringify((await read()).windows) === '{"order":30}' ? true : undefined))
})

test('a page inside the own network is not fetched, and the screen says so', async () => {
  const page = await stage.open('/settings/conversions')
  await page.getByLabel('Address of the page', { exact: true }).fill('http://127.0.0.1:9/')
  await page.getByRole('button', { name: 'Look at the page' }).click()
  await page.getByText('inside your own network').waitFor()
  expect(await faultsOf(page, 'settings-page-check')).toEqual([])
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
