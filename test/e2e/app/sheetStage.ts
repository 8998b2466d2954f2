/** Builds the sheets of components as the app is built, and serves them under the app's content policy. */
import { createServer, type Server } from 'node:http'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { expectNone, openWatched } from '../watched.ts'

const ROOT = fileURLToPath(new URL('sheet', import.meta.url))
const CONFIG = fileURLToPath(new URL('../../../vite.config.ts', import.meta.url))
const POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' }

type SheetServer = { url: string; close(): Promise<void> }

async function serveSheets(): Promise<SheetServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tapline-sheets-'))
  await build({ root: ROOT, configFile: CONFIG, build: { outDir: folder, emptyOutDir: true } })
  const server = createServer(({ url = '/' }, answer) => {
    const isAsset = /^\/assets\/[\w.-]+$/.test(url)
    answer.setHeader('content-security-policy', POLICY)
    answer.setHeader('content-type', isAsset ? (types[extname(url)] ?? 'text/plain') : 'text/html; charset=utf-8')
    answer.end(url === '/favicon.ico' ? '' : readFileSync(join(folder, isAsset ? url : 'index.html')))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${portOf(server)}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** A browser with the sheets, for all tests of a file. Each test fails on an error in the console, but for those that are made on purpose. */
export function sheetStage() {
  let held: { sheets: SheetServer; browser: Browser; page: Page } | undefined
  let problems: string[] = []
  const now = () => {
    if (held === undefined) throw new Error('the sheets are served from the first test on')
    return held
  }
  beforeAll(async () => {
    const looks = { viewport: { width: 1280, height: 800 }, locale: 'en-GB' }
    const sheets = await serveSheets()
    held = { sheets, ...(await openWatched((problem) => problems.push(problem), looks)) }
  })
  afterEach(() => {
    const found = problems.filter((problem) => !problem.includes('on purpose'))
    problems = []
    expectNone(found)
  })
  afterAll(async () => {
    await held?.browser.close()
    await held?.sheets.close()
  })
  return {
    get page() {
      return now().page
    },
    async open(sheet: string): Promise<void> {
      await now().page.goto(`${now().sheets.url}/${sheet}`)
      await now().page.locator('h1').waitFor()
    },
    /** All words of the page. Numbers and their units are kept together by spaces that do not break, which are made plain. */
    text: async () => ((await now().page.textContent('main')) ?? '').replaceAll(/\s/g, ' '),
    focused: () => now().page.evaluate('document.activeElement.textContent').then(String),
    async press(...keys: string[]): Promise<void> {
      for (const key of keys) await now().page.keyboard.press(key)
    },
  }
}
