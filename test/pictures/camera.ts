import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { launchBrowser } from '../helpers/browser.ts'
import { settled } from '../e2e/app/settled.ts'

/** How a picture is taken: colours, width and height in pixels of the page, and how many of the picture stand for one of them. */
export type Look = { scheme: 'light' | 'dark'; width: number; height: number; scale: number }

/** What is shown. `prepare`: what somebody does there first; `whole`: the page to its end instead of the window. */
export type Shot = { name: string; path: string; look: Look; prepare?: (page: Page) => Promise<unknown>; whole?: boolean }

/** `webp` for pages that people load, `png` where each pixel counts. */
export type Format = 'webp' | 'png'

export type Camera = {
  page: Page
  /** @returns bytes of the picture */
  take(shot: Shot): Promise<number>
  close(): Promise<void>
}

/** One browser with one page. */
export async function openCamera({ baseUrl, folder, format }: { baseUrl: string; folder: string; format: Format }): Promise<Camera> {
  mkdirSync(folder, { recursive: true })
  const browser = await launchBrowser()
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'Europe/Berlin' })
  const page = await context.newPage()
  return {
    page,
    async take({ name, path, look: { scheme, width, height, scale }, prepare, whole = false }) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height })
      await page.goto(`${baseUrl}${path}`)
      await settled(page)
      await prepare?.(page)
      const size = { width, height: whole ? await heightOf(page) : height }
      return shoot(page, { file: join(folder, `${name}.${format}`), format, size, scale })
    },
    close: () => browser.close(),
  }
}

const QUALITY = 82
/** Of a whole page: what is longer is cut, since nobody looks at it. */
const MAX_HEIGHT = 4_000

type Picture = { file: string; format: Format; size: { width: number; height: number }; scale: number }

/** By the debugger's own door, which knows WebP: a quarter of a PNG, and sharp enough for letters. */
async function shoot(page: Page, { file, format, size, scale }: Picture): Promise<number> {
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', {
    ...{ format, clip: { x: 0, y: 0, ...size, scale }, captureBeyondViewport: true },
    ...(format === 'webp' ? { quality: QUALITY } : {}),
  })
  await session.detach()
  const bytes = Buffer.from(data, 'base64')
  writeFileSync(file, bytes)
  return bytes.length
}

async function heightOf(page: Page): Promise<number> {
  const height: number = await page.evaluate('document.documentElement.scrollHeight')
  return Math.min(height, MAX_HEIGHT)
}
