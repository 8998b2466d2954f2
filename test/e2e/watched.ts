import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'

/** Runs before any script of a page. What the content policy stops is told to the document, and only there with all its particulars. */
const reportViolations = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('content policy: ' + event.violatedDirective + ' stopped ' + event.blockedURI + ' in ' + event.sourceFile + ':' + event.lineNumber + ' ' + event.sample))`

/**
 * A page in a browser of its own; the only way for a test to get one, so that none is left alone.
 * @param tell hears of every error in the console, every uncaught exception, every violation of the content policy and every window that a
 * script puts up, of this page and of all that it opens
 */
export async function openWatched(
  tell: (problem: string) => void,
  options: BrowserContextOptions = {},
): Promise<{ browser: Browser; page: Page }> {
  const browser = await launchBrowser()
  const context = await browser.newContext(options)
  await watch(context, tell)
  return { browser, page: await context.newPage() }
}

async function watch(context: BrowserContext, tell: (problem: string) => void): Promise<void> {
  await context.addInitScript(reportViolations)
  context.on('console', (message) => {
    const asked = `${message.page()?.url() ?? 'a page'} asked for ${message.location().url}`
    if (message.type() === 'error') tell(`${message.text()} (${asked})`)
  })
  context.on('weberror', (error) => tell(`uncaught: ${String(error.error())}`))
  context.on('dialog', (dialog) => {
    tell(`a script put up a window: ${dialog.message()}`)
    void dialog.dismiss()
  })
}

/** The same for one test, which fails with what was told, and closes the browser. */
export async function openForTest(options: BrowserContextOptions = {}): Promise<Page> {
  const problems: string[] = []
  const { browser, page } = await openWatched((problem) => problems.push(problem), options)
  onTestFinished(async () => {
    await browser.close()
    expectNone(problems)
  })
  return page
}

/** Fails with all of them in sight. */
export const expectNone = (problems: readonly string[]): void => expect(problems).toEqual([])
