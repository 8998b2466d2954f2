/** Tables, short and long, in a real browser. */
import { expect, test } from 'vitest'
import { eventually } from '../process.ts'
import { sheetStage } from './sheetStage.ts'

const stage = sheetStage()
const { open } = stage

test('a table is sorted by its heads, and its rows can be chosen', async () => {
  await open('tables')
  const few = stage.page.getByRole('table', { name: 'Few' })
  const firstName = async () => (await few.getByRole('link').allTextContents())[0]
  await expect.poll(firstName).toBe('Message number 6')
  await few.getByRole('button', { name: 'Clicks' }).click()
  await expect.poll(firstName).toBe('Message number 1')
  expect(await few.getByRole('columnheader', { name: 'Clicks' }).getAttribute('aria-sort')).toBe('ascending')
  await few.getByRole('cell', { name: '14', exact: true }).click()
  await stage.page.getByText('Chosen: 3').waitFor()
})

test('a long table draws what is in sight, on a desk and on a phone, and leads where its rows lead', async () => {
  await open('tables')
  const many = stage.page.getByRole('table', { name: 'Many' })
  /** The height follows the width a moment later. */
  const scrollToEnd = () =>
    eventually('the last row is there', async () => {
      await stage.page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)')
      return (await many.getByText('Message number 5000').isVisible()) ? true : undefined
    })
  for (const [width, height] of [
    [1280, 36],
    [390, 64],
  ] as const) {
    await stage.page.setViewportSize({ width, height: 800 })
    await scrollToEnd()
    expect(await many.getByRole('row').count()).toBeLessThan(80)
    expect((await many.getByRole('row').last().boundingBox())?.height).toBeLessThanOrEqual(height + 1)
  }
  expect(await many.getAttribute('aria-rowcount')).toBe('5001')
  await stage.page.setViewportSize({ width: 1280, height: 800 })
  await scrollToEnd()
  await many
    .getByRole('row', { name: /Message number 5000/ })
    .getByRole('cell')
    .last()
    .click()
  await expect.poll(() => new URL(stage.page.url()).pathname).toBe('/tables/5000')
})

test('a list goes on page by page, and says what failed on the way', async () => {
  await open('tables?pages')
  const more = stage.page.getByRole('button', { name: 'Show more' })
  await more.click()
  await stage.page.getByText('page 2').waitFor()
  await more.click()
  await stage.page.getByText('The server cannot be reached.').waitFor()
  await stage.page.getByRole('button', { name: 'Try again' }).click()
  await stage.page.getByText('page 3').waitFor()
  await expect.poll(() => more.count()).toBe(0)
})
