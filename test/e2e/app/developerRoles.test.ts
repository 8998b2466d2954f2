/** What each part of the developer section leaves out for somebody who only looks. */
import { expect, test } from 'vitest'
import { appStage } from './appStage.ts'
import { settled } from './settled.ts'
import { faultsOf } from './looks.ts'

const stage = appStage()

test('a viewer reads webhooks and the reference, and is offered nothing that would be refused', async () => {
  const { body } = await stage.tapline.call('POST', '/v1/webhooks/endpoints', { url: 'https://shop.example/hooks' })
  const page = await stage.invited('viewer')
  await page.goto(`${stage.tapline.baseUrl}/developer`)
  await settled(page)
  expect(new URL(page.url()).pathname).toBe('/developer/webhooks')
  const tabs = page.getByRole('navigation', { name: 'Developer' }).getByRole('link')
  expect(await tabs.allTextContents()).toEqual(['Webhooks', 'API reference'])
  await page.getByRole('link', { name: 'https://shop.example/hooks' }).click()
  await page.getByText('How it does').waitFor()
  expect(new URL(page.url()).pathname).toBe(`/developer/webhooks/${String(body.id)}`)
  for (const name of ['Send a test event', 'Pause', 'Edit', 'Delete', 'Show', 'New secret', 'Replay'])
    expect([name, await page.getByRole('button', { name, exact: true }).count()]).toEqual([name, 0])
  expect(await faultsOf(page, 'webhook-viewer')).toEqual([])

  await page.goto(`${stage.tapline.baseUrl}/developer/reference`)
  await page.getByText('Put a key of yours in the place of YOUR_API_KEY.').waitFor()
  for (const [path, sentence] of [
    ['keys', 'Your role does not make keys.'],
    ['phones', 'Your role does not use the simulated phones.'],
  ] as const) {
    await page.goto(`${stage.tapline.baseUrl}/developer/${path}`)
    await page.getByText(sentence).waitFor()
  }
})
