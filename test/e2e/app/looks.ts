import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { settled } from './settled.ts'

const looks = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 390 },
] as const

/** Waits for what moves and ends by itself: a colour on its way would be measured halfway. */
const still = `Promise.all(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().endTime < 10000)
  .map((one) => one.finished.catch(() => undefined))).then(() => undefined)`

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What is wrong with a page as it stands, in light and dark, on a desk and on a phone: violations of axe, and whether it scrolls sideways.
 * With `PICTURES=folder` it leaves a picture of each look there.
 * @param name of the pictures
 * @returns sentences; none when all is well
 */
export async function faultsOf(page: Page, name: string): Promise<string[]> {
  const faults: string[] = []
  for (const { scheme, width } of looks) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 800 })
    await settled(page)
    await page.evaluate(still)
    const found = [...(await axeFaults(page)), ...(await overflow(page))]
    faults.push(...found.map((fault) => `${name}, ${scheme}, ${width} px: ${fault}`))
    await picture(page, `${name}-${scheme}-${width}`)
  }
  // The colours first: with motion they would fade, and the next look would measure them halfway.
  await page.emulateMedia({ colorScheme: null, reducedMotion: 'reduce' })
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
  await page.setViewportSize({ width: 1280, height: 800 })
  return faults
}

/** Takes a picture where somebody wants to look at it. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES
  if (folder === undefined || folder === '') return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

async function axeFaults(page: Page): Promise<string[]> {
  // By the debugger's own door, since the content policy lets no script in that is not the app's; once for each document that is loaded.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source)
  const results: AxeResults = await page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] })`)
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
}

async function overflow(page: Page): Promise<string[]> {
  const over: number = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  return over > 0 ? [`it scrolls sideways by ${over} px`] : []
}
