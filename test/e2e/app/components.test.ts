/** Each component by itself, in a real browser, under the app's content policy. */
import { expect, test } from 'vitest'
import { faultsOf } from './looks.ts'
import { sheetStage } from './sheetStage.ts'

const stage = sheetStage()
const { open, text, focused, press } = stage

test('every component is free of faults that axe finds, in both schemes and widths, and in German', async () => {
  for (const sheet of ['fields', 'floating', 'states', 'tables', 'states?language=de']) {
    await open(sheet)
    expect(await faultsOf(stage.page, `sheet-${sheet.replace('?', '-')}`)).toEqual([])
  }
})

test('fields say what is wrong beside themselves, and what belongs to none stands above the form', async () => {
  await open('fields')
  const name = stage.page.getByLabel('Name')
  expect(await name.getAttribute('aria-invalid')).toBe('true')
  expect(await stage.page.locator(`[id="${String(await name.getAttribute('aria-describedby')).split(' ')[1]}"]`).textContent()).toContain(
    'Too short',
  )
  expect(await stage.page.getByRole('alert').textContent()).toBe('Some of this cannot be used yet.settings.label: Too long')
})

test('the keyboard alone fills a form', async () => {
  await open('fields')
  await stage.page.getByLabel('Name').focus()
  await stage.page.keyboard.type('Spring')
  await press('Tab', 'Tab', 'B', 'Tab', 'ArrowDown', 'Tab', 'Space', 'Tab', 'Space')
  const values = async () => JSON.parse((await stage.page.locator('output').textContent()) ?? '')
  await expect.poll(values).toMatchObject({ name: 'Spring', zone: 'berlin', when: 'later', agreed: true, live: true })
})

test('a busy button takes no second press', async () => {
  await open('fields')
  await stage.page.getByRole('button', { name: 'Busy' }).click({ force: true })
  await stage.page.getByRole('button', { name: 'Press' }).click()
  await expect.poll(() => stage.page.locator('output').textContent()).toContain('"presses":1')
})

test('a combobox offers, marks with arrows, takes by Enter, and leaves out what is disabled', async () => {
  await open('fields')
  const city = stage.page.getByRole('combobox', { name: 'City' })
  await city.fill('ber')
  const offers = stage.page.getByRole('listbox', { name: 'City' }).getByRole('option')
  await expect.poll(() => offers.allTextContents()).toEqual(['Berlin', 'Bern'])
  await press('ArrowDown', 'ArrowDown', 'Enter')
  expect(await stage.page.getByText('Chosen: Bern').count()).toBe(0)
  await press('ArrowDown')
  const marked = async () => stage.page.locator(`[id="${await city.getAttribute('aria-activedescendant')}"]`).allTextContents()
  await expect.poll(marked).toEqual(['Berlin'])
  await press('Enter')
  await stage.page.getByText('Chosen: Berlin').waitFor()
  await city.fill('xyz')
  await stage.page.getByText('No such city.').waitFor()
  await city.fill('p')
  await press('Escape')
  await expect.poll(() => city.getAttribute('aria-expanded')).toBe('false')
  await city.fill('ro')
  await offers.filter({ hasText: 'Rome' }).click()
  await stage.page.getByText('Chosen: Rome').waitFor()
})

test('a menu goes by arrows and letters, skips nothing, and gives the focus back', async () => {
  await open('floating')
  await stage.page.getByRole('button', { name: 'Actions', exact: true }).focus()
  await press('ArrowDown')
  await expect.poll(focused).toBe('Rename')
  await press('ArrowUp')
  await expect.poll(focused).toBe('Delete')
  await press('c')
  await expect.poll(focused).toBe('Copy')
  await press('m', 'Enter')
  await stage.page.getByText('Done: nothing').waitFor()
  await press('End', 'Enter')
  await stage.page.getByText('Done: deleted').waitFor()
  await expect.poll(focused).toBe('Actions')
  await press('Enter', 'Escape')
  await expect.poll(() => stage.page.getByRole('menu').count()).toBe(0)
  await expect.poll(focused).toBe('Actions')
})

test('a dialog keeps the focus, and closes by Escape, by its sign and by a press beside it', async () => {
  await open('floating')
  for (const [kind, close] of [
    ['box', () => press('Escape')],
    ['sheet', () => stage.page.getByRole('button', { name: 'Close' }).click()],
    ['box', () => stage.page.mouse.click(10, 10)],
  ] as const) {
    await stage.page.getByRole('button', { name: `Open ${kind}` }).click()
    const dialog = stage.page.getByRole('dialog', { name: 'Delete it?' })
    await dialog.waitFor()
    await press('Tab', 'Tab', 'Tab')
    expect(
      await stage.page.evaluate(
        'document.activeElement === document.body || document.querySelector("dialog").contains(document.activeElement)',
      ),
    ).toBe(true)
    await close()
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(focused).toBe(`Open ${kind}`)
  }
})

test('an open dialog has no fault that axe finds', async () => {
  for (const kind of ['box', 'sheet']) {
    await open('floating')
    await stage.page.getByRole('button', { name: `Open ${kind}` }).click()
    expect(await faultsOf(stage.page, `sheet-dialog-${kind}`)).toEqual([])
  }
})

test('a popover opens beside its button, inside the window, and Escape gives the focus back', async () => {
  await open('floating')
  await stage.page.setViewportSize({ width: 390, height: 800 })
  await stage.page.getByRole('button', { name: 'Filter' }).click()
  const box = await stage.page.getByRole('dialog', { name: 'Filter' }).boundingBox()
  expect(box?.x).toBeGreaterThanOrEqual(0)
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390)
  await press('Tab', 'Enter')
  await stage.page.getByText('Done: filtered').waitFor()
  await press('Escape')
  await expect.poll(focused).toBe('Filter')
  await stage.page.setViewportSize({ width: 1280, height: 800 })
})

test('a hover card opens for the mouse and for the keyboard, and Escape closes it', async () => {
  await open('floating')
  const card = stage.page.getByText('Delivered, 2 clicks')
  const anchor = stage.page.getByRole('button', { name: '2 clicks, performance' })
  await anchor.hover()
  await card.waitFor()
  await card.hover()
  await press('Escape')
  await card.waitFor({ state: 'detached' })
  await anchor.focus()
  await card.waitFor()
  expect(await faultsOf(stage.page, 'sheet-hover-card')).toEqual([])
})

test('a figure says what it counts, in the words of the documentation', async () => {
  await open('floating')
  await stage.page.getByText('click rate').focus()
  await stage.page.locator('.metric-name', { hasText: 'click rate' }).hover()
  await stage.page.getByText('click rate: clicked / reached.').waitFor()
  expect(await stage.page.locator('.hover-card:popover-open').count()).toBe(1)
})

test('a toast says what was done, offers to undo it, and stays while somebody is on it', async () => {
  await open('floating')
  await stage.page.getByRole('button', { name: 'Save' }).click()
  const toast = stage.page.getByRole('status').getByText('Saved.')
  await toast.waitFor()
  await stage.page.getByRole('button', { name: 'Undo' }).click()
  await stage.page.getByText('Done: undone').waitFor()
  await toast.waitFor({ state: 'detached' })
  expect(await stage.page.locator('.toast').count()).toBe(0)
})

test('filters stand in the address, each with a way off, and Escape takes all of them off', async () => {
  await open('states')
  await stage.page.getByText('Only delivered').click()
  await stage.page.getByText('Only long').click()
  await expect.poll(() => new URL(stage.page.url()).search).toContain('state=delivered&text=Gr%C3%BC%C3%9Fe')
  await stage.page.reload()
  await stage.page.getByRole('button', { name: 'Remove the filter State: delivered' }).click()
  await expect.poll(() => stage.page.url()).not.toContain('state=')
  await press('Escape')
  await stage.page.getByText('all', { exact: true }).waitFor()
  await expect.poll(() => new URL(stage.page.url()).search).toBe('')
})

test('what breaks is kept apart from the rest of the page', async () => {
  await open('states')
  await stage.page.getByRole('button', { name: 'Break' }).click()
  await stage.page.getByText('This page stopped through a fault of ours.').waitFor()
  expect(await stage.page.getByText('Nothing here yet.').count()).toBe(1)
})

test('numbers, money and times are written in the language and in the zone of the account', async () => {
  await open('states')
  expect(await text()).toContain('7,654,321 – 16.8% EUR 0.075 EUR 180.60 Mon, 1 Jul 2024, 00:30')
  await open('states?language=de')
  expect(await text()).toContain('7.654.321 – 16,8 % 0,075 EUR 180,60 EUR Mo., 1. Juli 2024, 00:30')
})
