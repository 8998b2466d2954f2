import { expect, test } from 'vitest'
import { launchBrowser } from '../helpers/browser.ts'

test('the browser of the lockfile starts, renders a page and takes its picture', async () => {
  const browser = await launchBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    await page.setContent('<title>Tapline</title><h1>Tap here</h1>')
    expect(await page.title()).toBe('Tapline')
    const heading = await page.locator('h1').boundingBox()
    // Without a font the text has no width, and every picture of a screen would be empty.
    expect(heading?.height).toBeGreaterThan(20)
    const picture = await page.screenshot()
    expect(picture.subarray(1, 4).toString()).toBe('PNG')
  } finally {
    await browser.close()
  }
})
