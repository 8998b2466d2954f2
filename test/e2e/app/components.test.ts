/** Each component by itself, in a real browser, under the app's content policy. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../helpers/browser.ts'
import { eventually } from '../process.ts'
import { faultsOf } from './looks.ts'
import { serveSheets, type SheetServer } from './sheetStage.ts'
import { expectNone, watchPage } from './watchPage.ts'

let sheets: SheetServer
let browser: Browser
let page: Page
let problems: string[] = []

beforeAll(async () => {
  sheets = await serveSheets()
  browser = await launchBrowser()
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })).newPage()
  await watchPage(page, (problem) => problems.push(problem))
})
afterEach(() => {
  expectNone(problems.filter((problem) => !problem.includes('on purpose')))
  problems = []
})
afterAll(async () => {
  await browser.close()
  await sheets.close()
})

const open = async (sheet: string) => {
  await page.goto(`${sheets.url}/${sheet}`)
  await page.locator('h1').waitFor()
}
/** Numbers and their units are kept together by spaces that do not break. */
const text = async () => ((await page.textContent('main')) ?? '').replaceAll(/\s/g, ' ')
const focused = () => page.evaluate('document.activeElement.textContent').then(String)
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

test('every component is free of faults that axe finds, in both schemes and widths, and in German', async () => {
  for (const sheet of ['fields', 'floating', 'states', 'tables', 'states?language=de']) {
    await open(sheet)
    expect(await faultsOf(page, `sheet-${sheet.replace('?', '-')}`)).toEqual([])
  }
})

test('fields say what is wrong beside themselves, and what belongs to none stands above the form', async () => {
  await open('fields')
  const name = page.getByLabel('Name')
  expect(await name.getAttribute('aria-invalid')).toBe('true')
  expect(await page.locator(`[id="${String(await name.getAttribute('aria-describedby')).split(' ')[1]}"]`).textContent()).toContain(
    'Too short',
  )
  expect(await page.getByRole('alert').textContent()).toBe('Some of this cannot be used yet.settings.label: Too long')
})

test('the keyboard alone fills a form', async () => {
  await open('fields')
  await page.getByLabel('Name').focus()
  await page.keyboard.type('Spring')
  await press('Tab', 'Tab', 'B', 'Tab', 'ArrowDown', 'Tab', 'Space', 'Tab', 'Space')
  const values = JSON.parse((await page.locator('output').textContent()) ?? '')
  expect(values).toMatchObject({ name: 'Spring', zone: 'berlin', when: 'later', agreed: true, live: true })
})

test('a busy button takes no second press', async () => {
  await open('fields')
  await page.getByRole('button', { name: 'Busy' }).click({ force: true })
  await page.getByRole('button', { name: 'Press' }).click()
  expect(await page.locator('output').textContent()).toContain('"presses":1')
})

test('a combobox offers, marks with arrows, takes by Enter, and leaves out what is disabled', async () => {
  await open('fields')
  const city = page.getByRole('combobox', { name: 'City' })
  await city.fill('ber')
  const offers = page.getByRole('listbox', { name: 'City' }).getByRole('option')
  expect(await offers.allTextContents()).toEqual(['Berlin', 'Bern'])
  await press('ArrowDown', 'ArrowDown', 'Enter')
  expect(await page.getByText('Chosen: Bern').count()).toBe(0)
  await press('ArrowDown')
  const marked = await city.getAttribute('aria-activedescendant')
  expect(await page.locator(`[id="${marked}"]`).textContent()).toBe('Berlin')
  await press('Enter')
  await page.getByText('Chosen: Berlin').waitFor()
  await city.fill('xyz')
  await page.getByText('No such city.').waitFor()
  await city.fill('p')
  await press('Escape')
  expect(await city.getAttribute('aria-expanded')).toBe('false')
  await city.fill('ro')
  await offers.filter({ hasText: 'Rome' }).click()
  await page.getByText('Chosen: Rome').waitFor()
})

test('a menu goes by arrows and letters, skips nothing, and gives the focus back', async () => {
  await open('floating')
  await page.getByRole('button', { name: 'Actions', exact: true }).focus()
  await press('ArrowDown')
  expect(await focused()).toBe('Rename')
  await press('ArrowUp')
  expect(await focused()).toBe('Delete')
  await press('c')
  expect(await focused()).toBe('Copy')
  await press('m', 'Enter')
  await page.getByText('Done: nothing').waitFor()
  await press('End', 'Enter')
  await page.getByText('Done: deleted').waitFor()
  expect(await focused()).toBe('Actions')
  await press('Enter', 'Escape')
  expect(await page.getByRole('menu').count()).toBe(0)
  expect(await focused()).toBe('Actions')
})

test('a dialog keeps the focus, and closes by Escape, by its sign and by a press beside it', async () => {
  await open('floating')
  for (const [kind, close] of [
    ['box', () => press('Escape')],
    ['sheet', () => page.getByRole('button', { name: 'Close' }).click()],
    ['box', () => page.mouse.click(10, 10)],
  ] as const) {
    await page.getByRole('button', { name: `Open ${kind}` }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete it?' })
    await dialog.waitFor()
    await press('Tab', 'Tab', 'Tab')
    expect(
      await page.evaluate('document.activeElement === document.body || document.querySelector("dialog").contains(document.activeElement)'),
    ).toBe(true)
    await close()
    await dialog.waitFor({ state: 'detached' })
    expect(await focused()).toBe(`Open ${kind}`)
  }
})

test('an open dialog has no fault that axe finds', async () => {
  for (const kind of ['box', 'sheet']) {
    await open('floating')
    await page.getByRole('button', { name: `Open ${kind}` }).click()
    expect(await faultsOf(page, `sheet-dialog-${kind}`)).toEqual([])
  }
})

test('a popover opens beside its button, inside the window, and Escape gives the focus back', async () => {
  await open('floating')
  await page.setViewportSize({ width: 390, height: 800 })
  await page.getByRole('button', { name: 'Filter' }).click()
  const box = await page.getByRole('dialog', { name: 'Filter' }).boundingBox()
  expect(box?.x).toBeGreaterThanOrEqual(0)
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390)
  await press('Tab', 'Enter')
  await page.getByText('Done: filtered').waitFor()
  await press('Escape')
  expect(await focused()).toBe('Filter')
  await page.setViewportSize({ width: 1280, height: 800 })
})

test('a hover card opens for the mouse and for the keyboard, and Escape closes it', async () => {
  await open('floating')
  const card = page.getByText('Delivered, 2 clicks')
  const anchor = page.getByRole('button', { name: '2 clicks, performance' })
  await anchor.hover()
  await card.waitFor()
  await card.hover()
  await press('Escape')
  await card.waitFor({ state: 'detached' })
  await anchor.focus()
  await card.waitFor()
  expect(await faultsOf(page, 'sheet-hover-card')).toEqual([])
})

test('a figure says what it counts, in the words of the documentation', async () => {
  await open('floating')
  await page.getByText('click rate').focus()
  await page.locator('.metric-name', { hasText: 'click rate' }).hover()
  await page.getByText('click rate: clicked / reached.').waitFor()
  expect(await page.locator('.hover-card:popover-open').count()).toBe(1)
})

test('a toast says what was done, offers to undo it, and stays while somebody is on it', async () => {
  await open('floating')
  await page.getByRole('button', { name: 'Save' }).click()
  const toast = page.getByRole('status').getByText('Saved.')
  await toast.waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Done: undone').waitFor()
  await toast.waitFor({ state: 'detached' })
  expect(await page.locator('.toast').count()).toBe(0)
})

test('filters stand in the address, each with a way off, and Escape takes all of them off', async () => {
  await open('states')
  await page.getByText('Only delivered').click()
  await page.getByText('Only long').click()
  expect(new URL(page.url()).search).toContain('state=delivered&text=Gr%C3%BC%C3%9Fe')
  await page.reload()
  await page.getByRole('button', { name: 'Remove the filter State: delivered' }).click()
  expect(page.url()).not.toContain('state=')
  await press('Escape')
  await page.getByText('all', { exact: true }).waitFor()
  expect(new URL(page.url()).search).toBe('')
})

test('what breaks is kept apart from the rest of the page', async () => {
  await open('states')
  await page.getByRole('button', { name: 'Break' }).click()
  await page.getByText('This page stopped through a fault of ours.').waitFor()
  expect(await page.getByText('Nothing here yet.').count()).toBe(1)
})

test('numbers, money and times are written in the language and in the zone of the account', async () => {
  await open('states')
  expect(await text()).toContain('7,654,321 – 16.8% EUR 0.075 EUR 180.60 Mon, 1 Jul 2024, 00:30')
  await open('states?language=de')
  expect(await text()).toContain('7.654.321 – 16,8 % 0,075 EUR 180,60 EUR Mo., 1. Juli 2024, 00:30')
})

test('a table is sorted by its heads, and its rows can be chosen', async () => {
  await open('tables')
  const few = page.getByRole('table', { name: 'Few' })
  const names = () => few.getByRole('link').allTextContents()
  expect((await names())[0]).toBe('Message number 6')
  await few.getByRole('button', { name: 'Clicks' }).click()
  expect((await names())[0]).toBe('Message number 1')
  expect(await few.getByRole('columnheader', { name: 'Clicks' }).getAttribute('aria-sort')).toBe('ascending')
  await few.getByRole('cell', { name: '14', exact: true }).click()
  await page.getByText('Chosen: 3').waitFor()
})

test('a long table draws what is in sight, on a desk and on a phone, and leads where its rows lead', async () => {
  await open('tables')
  const many = page.getByRole('table', { name: 'Many' })
  /** The height follows the width a moment later. */
  const scrollToEnd = () =>
    eventually('the last row is there', async () => {
      await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)')
      return (await many.getByText('Message number 5000').isVisible()) ? true : undefined
    })
  for (const [width, height] of [
    [1280, 36],
    [390, 64],
  ] as const) {
    await page.setViewportSize({ width, height: 800 })
    await scrollToEnd()
    expect(await many.getByRole('row').count()).toBeLessThan(80)
    expect((await many.getByRole('row').last().boundingBox())?.height).toBeLessThanOrEqual(height + 1)
  }
  expect(await many.getAttribute('aria-rowcount')).toBe('5001')
  await page.setViewportSize({ width: 1280, height: 800 })
  await scrollToEnd()
  await many
    .getByRole('row', { name: /Message number 5000/ })
    .getByRole('cell')
    .last()
    .click()
  expect(new URL(page.url()).pathname).toBe('/tables/5000')
})
