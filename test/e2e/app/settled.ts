import type { Page } from 'playwright-core'

/** Waits until the page stands: its title is there and nothing is a skeleton any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').waitFor()
  // No waitForFunction: it evaluates text inside the page, which the content policy forbids there as everywhere.
  await page.locator('.skeleton').first().waitFor({ state: 'detached' })
}
