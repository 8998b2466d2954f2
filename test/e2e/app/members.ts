import type { Page } from 'playwright-core'
import { settled, type AppStage } from './appStage.ts'

/** Somebody else in a browser of their own, who came in by an invitation. The address is new each time, so that a second try is somebody new. */
export async function joinAs(stage: AppStage, role: string): Promise<Page> {
  const { baseUrl } = stage.tapline
  const invited = await stage.page.request.post(`${baseUrl}/v1/team/invitations`, { data: { role }, headers: { origin: baseUrl } })
  const made: unknown = await invited.json()
  const url = typeof made === 'object' && made !== null && 'url' in made ? String(made.url) : ''
  const page = await stage.stranger()
  await page.goto(url)
  await page.fill('input[name=email]', `${role}-${Date.now()}@example.com`)
  await page.fill('input[name=password]', 'correct horse battery')
  await page.locator('form button').click()
  await settled(page)
  return page
}
