import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
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
  /** What the browser is known by, and the same given to another. */
  cookies(): Promise<Cookies>
  enter(cookies: Cookies): Promise<void>
  close(): Promise<void>
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>

/** One browser with one page, at a scale that stays. */
export async function openCamera({
  baseUrl,
  folder,
  scale,
  format,
}: {
  baseUrl: string
  folder: string
  scale: number
  format: Format
}): Promise<Camera> {
  mkdirSync(folder, { recursive: true })
  const browser = await launchBrowser()
  const context = await browser.newContext({
    deviceScaleFactor: scale,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  })
  const page = await context.newPage()
  return {
    page,
    async take({ name, path, look: { scheme, width, height }, prepare, whole = false }) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height })
      await page.goto(`${baseUrl}${path}`)
      await settled(page)
      await prepare?.(page)
      return shoot(page, { file: join(folder, `${name}.${format}`), format, whole })
    },
    cookies: () => context.cookies(),
    enter: (cookies) => context.addCookies(cookies),
    close: () => browser.close(),
  }
}

const QUALITY = 82
/** Of a whole page: what is longer is cut, since nobody looks at it. */
const MAX_HEIGHT = 4_000

/** WebP by the debugger's own door: a quarter of a PNG, and sharp enough for letters. */
async function shoot(page: Page, { file, format, whole }: { file: string; format: Format; whole: boolean }): Promise<number> {
  const session = await page.context().newCDPSession(page)
  const clip = whole ? { clip: { x: 0, y: 0, ...(await sizeOf(page)), scale: 1 }, captureBeyondViewport: true } : {}
  const { data } = await session.send('Page.captureScreenshot', { format, ...(format === 'webp' ? { quality: QUALITY } : {}), ...clip })
  await session.detach()
  const bytes = Buffer.from(data, 'base64')
  writeFileSync(file, bytes)
  return bytes.length
}

async function sizeOf(page: Page): Promise<{ width: number; height: number }> {
  const height: number = await page.evaluate('document.documentElement.scrollHeight')
  return { width: page.viewportSize()?.width ?? 0, height: Math.min(height, MAX_HEIGHT) }
}
