/** One product, one browser and one owner who is signed in, for all tests of a file. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { copyCluster, setupUrlOf, spawnTapline, type Tapline } from '../process.ts'
import { expectNone, openWatched } from '../watched.ts'
import { settled } from './settled.ts'

/** Without it the browser says that it is headless, and its tap is a bot's, as it should be. */
export const DESKTOP = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36'
export const OWNER = { email: 'ada@example.com', password: 'correct horse battery' }

export type AppStage = {
  readonly tapline: Tapline
  /** The owner's page. */
  readonly page: Page
  /** Opens an address of the app in the owner's page and waits until it is read. */
  open(path: string): Promise<Page>
  /** Another person in a browser of their own, who is not signed in. */
  stranger(options?: BrowserContextOptions): Promise<Page>
  /** Another person in a browser of their own, who came in by an invitation to this role. */
  invited(role: string): Promise<Page>
  /** What this test provokes on purpose, such as the browser's own complaint about an answer of 401; only for this test. */
  expectProblems(pattern: RegExp): void
}

type Held = { tapline: Tapline; page: Page; browsers: Browser[]; kill: () => void; dataDir: string }

/**
 * Call it once, at the top of a test file. Every test fails on an error in the console of any page, and on any violation of the content policy.
 * @param env settings of the product beside the usual ones
 */
export function appStage({ env = {} }: { env?: Record<string, string> } = {}): AppStage {
  let held: Held | undefined
  let problems: string[] = []
  let expected: RegExp[] = []
  const now = () => held ?? fail()
  let guests = 0
  const newPage = async (browsers: Browser[], options: BrowserContextOptions = {}) => {
    const looks = { viewport: { width: 1280, height: 800 }, userAgent: DESKTOP, locale: 'en-GB' }
    const { browser, page } = await openWatched((problem) => problems.push(problem), { ...looks, ...options })
    browsers.push(browser)
    return page
  }

  beforeAll(async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tapline-e2e-'))
    let kill = () => undefined as void
    copyCluster({ dataDir, env })
    const tapline = await spawnTapline({ dataDir, env, onSpawn: (end) => (kill = end) })
    const browsers: Browser[] = []
    held = { tapline, page: await newPage(browsers), browsers, kill, dataDir }
    await setUp(held.page, setupUrlOf(tapline))
  })
  afterEach(() => {
    const unexpected = problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)))
    problems = []
    expected = []
    expectNone(unexpected)
  })
  afterAll(async () => {
    if (held === undefined) return
    for (const browser of held.browsers) await browser.close()
    await held.tapline.end('SIGTERM').catch(() => undefined)
    held.kill()
    rmSync(held.dataDir, { recursive: true, force: true })
  })

  return {
    get tapline() {
      return now().tapline
    },
    get page() {
      return now().page
    },
    async open(path) {
      await now().page.goto(`${now().tapline.baseUrl}${path}`)
      await settled(now().page)
      return now().page
    },
    stranger: (options) => newPage(now().browsers, options),
    async invited(role) {
      const page = await newPage(now().browsers)
      // Another try of a test invites another person.
      await joinTeam(page, { url: await invite(now(), role), email: `guest${++guests}@example.com` })
      return page
    },
    expectProblems: (pattern) => void expected.push(pattern),
  }
}

function fail(): never {
  throw new Error('the stage is set up before the first test, not while the file is read')
}

/** Makes the owner by the link of the first start, as a person does. */
async function setUp(page: Page, setupUrl: string): Promise<void> {
  await page.goto(setupUrl)
  await page.fill('input[name=email]', OWNER.email)
  await page.fill('input[name=password]', OWNER.password)
  await page.locator('form button').click()
  await page
    .getByText(/tl_[0-9A-Za-z]{41}/)
    .first()
    .waitFor()
}

async function invite({ page, tapline: { baseUrl } }: Held, role: string): Promise<string> {
  const headers = { origin: baseUrl, 'sec-fetch-site': 'same-origin' }
  const made = await page.request.post(`${baseUrl}/v1/team/invitations`, { data: { role }, headers })
  const { url }: { url: string } = await made.json()
  return url
}

/** Takes an invitation as a person does. */
export async function joinTeam(page: Page, { url, email }: { url: string; email: string }): Promise<void> {
  await page.goto(url)
  await page.fill('input[name=email]', email)
  await page.fill('input[name=password]', 'many words to remember')
  await page.getByRole('button', { name: /^Join/ }).click()
  await page.waitForURL(({ pathname }) => pathname === '/')
  await settled(page)
}
