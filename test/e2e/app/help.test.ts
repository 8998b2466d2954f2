/** The help: the keys of the page, what figures count, and that its key is no nuisance to those who type or speak. */
import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { metrics } from '../../../src/contract/metrics.ts'
import { appStage } from './appStage.ts'
import { faultsOf } from './looks.ts'

const stage = appStage()

const help = (page: Page) => page.getByRole('dialog', { name: 'Help' })

test('a question mark opens the keys of the page and the definition of each figure, and Escape closes it', async () => {
  const page = await stage.open('/logbook')
  await page.locator('h1').click()
  await page.keyboard.press('?')
  await help(page).getByText('go from row to row, in the same column').waitFor()
  for (const { name, counts } of Object.values(metrics)) {
    expect(await help(page).getByRole('term').getByText(name, { exact: true }).count()).toBe(1)
    expect(await help(page).getByText(`${counts}.`, { exact: true }).count()).toBe(1)
  }
  expect(await faultsOf(page, 'help')).toEqual([])
  await page.keyboard.press('Escape')
  await help(page).waitFor({ state: 'detached' })
  await stage.open('/settings/account')
  await page.locator('h1').click()
  await page.keyboard.press('?')
  await help(page).getByText('This page has no keys of its own.').waitFor()
})

test('a question mark that is typed stays what it is, and so it does over an open dialog', async () => {
  const page = await stage.open('/links')
  const words = page.getByLabel('Words of the destination')
  await words.focus()
  await page.keyboard.type('what?')
  expect(await words.inputValue()).toBe('what?')
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Where to, or what to find' })
  await field.waitFor()
  await expect.poll(() => page.evaluate('document.activeElement.role')).toBe('combobox')
  await page.keyboard.type('why?')
  expect(await field.inputValue()).toBe('why?')
  expect(await help(page).count()).toBe(0)
})

test('the key can be switched off in this browser; the button in the rail still opens it', async () => {
  const page = await stage.open('/links')
  await page.getByRole('button', { name: 'Help' }).click()
  await help(page).getByRole('switch', { name: '? opens this help' }).uncheck()
  await page.keyboard.press('Escape')
  await help(page).waitFor({ state: 'detached' })
  await page.locator('h1').click()
  await page.keyboard.press('?')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Search and go to' }).waitFor()
  expect(await help(page).count()).toBe(0)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Search and go to' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Help' }).click()
  await help(page).getByRole('switch', { name: '? opens this help' }).check()
  await page.reload()
  await page.locator('h1').click()
  await page.keyboard.press('?')
  await help(page).waitFor()
})

test('on a phone both stand behind "More", in German too', async () => {
  // A try before this one may have left the screens in German.
  const { page, tapline } = stage
  const headers = { origin: tapline.baseUrl, 'sec-fetch-site': 'same-origin' }
  await page.request.patch(`${tapline.baseUrl}/v1/session`, { data: { language: null }, headers })
  await stage.open('/links')
  await page.setViewportSize({ width: 390, height: 800 })
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('dialog', { name: 'More' }).getByRole('button', { name: 'Help' }).click()
  await help(page).waitFor()
  await page.keyboard.press('Escape')
  await help(page).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('dialog', { name: 'More' }).getByLabel('Language').selectOption('de')
  await page.getByRole('dialog', { name: 'Mehr' }).getByRole('button', { name: 'Finden' }).click()
  await page.getByRole('dialog', { name: 'Suchen und springen' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Suchen und springen' }).waitFor({ state: 'detached' })
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('button', { name: 'Hilfe' }).click()
  await page.getByRole('dialog', { name: 'Hilfe' }).getByText('Was die Zahlen zählen').waitFor()
  expect(await faultsOf(page, 'help-german')).toEqual([])
})
