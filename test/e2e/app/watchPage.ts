import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Runs before any script of the page. What the content policy stops is told to the document, and only there with all its particulars. */
const reportViolations = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('content policy: ' + event.violatedDirective + ' stopped ' + event.blockedURI + ' in ' + event.sourceFile + ':' + event.lineNumber + ' ' + event.sample))`

/** Tells of every error in the console, every uncaught exception and every violation of the content policy. */
export async function watchPage(page: Page, tell: (problem: string) => void): Promise<void> {
  await page.addInitScript(reportViolations)
  page.on('console', (message) => {
    if (message.type() === 'error') tell(`${message.text()} (${page.url()} asked for ${message.location().url})`)
  })
  page.on('pageerror', (error) => tell(`uncaught: ${error.message}`))
}

/** Fails with all of them in sight. */
export const expectNone = (problems: readonly string[]): void => expect(problems).toEqual([])
