/** On paper: the report of a campaign, a message and the logbook, in black on white, without what only a screen needs, and whole. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { appStage } from './appStage.ts'
import { makeCampaign, makeContacts, start, tapLink, untilState } from './campaignSends.ts'
import { picture } from './looks.ts'
import { sendStory, type Sent } from './story.ts'

const stage = appStage()
/** More than a table draws at once. */
const MANY = 90
/** A sheet of A4 at 96 px to the inch, without its margins. */
const SHEET = { width: 733, height: 1_024 }
let story: Sent
let campaign: string

beforeAll(async () => {
  const { tapline } = stage
  const endings = Array.from({ length: MANY }, (_, at) => String(1_100 + at))
  const group = await makeContacts(tapline, { group: 'Paper', endings })
  campaign = await makeCampaign(tapline, { group, name: 'Spring sale' })
  await start(tapline, campaign)
  await untilState(tapline, campaign, 'done')
  await tapLink(tapline, { id: campaign, phone: '+4915112001100' })
  story = await sendStory(tapline)
})
afterEach(async () => {
  await stage.page.emulateMedia({ media: null, colorScheme: null })
  await stage.page.setViewportSize({ width: 1280, height: 800 })
})

/** The page as a sheet shows it, of somebody whose screen is dark. */
async function lay(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.setViewportSize(SHEET)
  await expect.poll(() => page.evaluate('document.documentElement.dataset.scheme')).toBe('light')
  await picture(page, `print-${name}`)
}

/** What stands on the sheet and should not. */
async function superfluous(page: Page): Promise<string[]> {
  const onlyOnScreens = [
    '.rail',
    '.bottom-bar',
    '.tabs',
    '.filter-bar',
    '[role=search]',
    '.button',
    '.link-button',
    '.live-stamp',
    '[popover]',
    'dialog',
  ]
  const seen = await Promise.all(onlyOnScreens.map(async (place) => ((await page.locator(`${place}:visible`).count()) > 0 ? [place] : [])))
  const paper = await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
  const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  return [
    ...seen.flat(),
    ...(paper === 'rgb(255, 255, 255)' ? [] : [`paper of ${String(paper)}`]),
    ...(wide === 0 ? [] : [`${String(wide)} px too wide`]),
  ]
}

/** Whole cells: none ends in dots. */
const cutCells = (page: Page): Promise<number> =>
  page.evaluate(`[...document.querySelectorAll('.data-table td')].filter((cell) => cell.scrollWidth > cell.clientWidth + 1).length`)

/** The browser's own way to paper, where it has one. */
async function pdfOf(page: Page, name: string): Promise<number> {
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true })
  const folder = process.env.PICTURES
  if (folder !== undefined && folder !== '') {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `print-${name}.pdf`), pdf)
  }
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
}

test('the logbook prints all rows that are loaded, in light colours, and is as before afterwards', async () => {
  const page = await stage.open('/logbook?state=delivered')
  const rows = page.locator('.data-table tbody tr:not(.spacer)')
  expect(await rows.count()).toBeLessThan(MANY)
  await lay(page, 'logbook')
  await expect.poll(() => rows.count()).toBe(MANY + 1)
  expect(await superfluous(page)).toEqual([])
  expect(await cutCells(page)).toBe(0)
  expect(await page.getByText('State delivered').isVisible()).toBe(true)
  expect(await page.locator('.frame-foot .print-only').textContent()).toMatch(/^As of \w{3}, \d+ \w+ 20\d\d, \d\d:\d\d \(\S+\)$/)
  expect(await pdfOf(page, 'logbook')).toBeGreaterThan(2)
  await page.emulateMedia({ media: null, colorScheme: 'dark' })
  await expect.poll(() => page.evaluate("'scheme' in document.documentElement.dataset")).toBe(false)
  await expect.poll(() => rows.count()).toBeLessThan(MANY)
})

test('a browser that only says "before printing" gets all rows too', async () => {
  const page = await stage.open('/logbook')
  const rows = page.locator('.data-table tbody tr:not(.spacer)')
  await page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
  expect(await rows.count()).toBe(MANY + 1)
  await page.evaluate("window.dispatchEvent(new Event('afterprint'))")
  expect(await rows.count()).toBeLessThan(MANY)
})

test('the report of a campaign prints with its charts and all recipients that are loaded, and says when there are more', async () => {
  const page = await stage.open(`/campaigns/${campaign}`)
  await page.locator('.plot-box canvas').first().waitFor()
  await page.getByRole('table', { name: 'Recipients' }).waitFor()
  await lay(page, 'report')
  expect(await superfluous(page)).toEqual([])
  expect(await cutCells(page)).toBe(0)
  expect(await page.getByText('The list goes on').isVisible()).toBe(true)
  const chart = await page.locator('.plot-box canvas').first().boundingBox()
  expect((chart?.x ?? 0) + (chart?.width ?? 0)).toBeLessThanOrEqual(SHEET.width)
  expect(await pdfOf(page, 'report')).toBeGreaterThan(1)
})

test('a message prints with its whole story', async () => {
  const page = await stage.open(`/logbook/${story.id}`)
  await page.getByText('order 5512').waitFor()
  await lay(page, 'message')
  expect(await superfluous(page)).toEqual([])
  expect(await page.locator('.timeline-step:visible').count()).toBeGreaterThan(5)
  expect(await pdfOf(page, 'message')).toBeGreaterThan(0)
})
