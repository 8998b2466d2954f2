/** The main job as a person does it: start, set up, send, see the preview on the phone, tap, land, read the logbook. */
import { createServer } from 'node:http'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { dataFolder, eventually, startTaplineAnew } from './process.ts'
import { openForTest } from './watched.ts'

/** Without it the browser says that it is headless, and its tap is a bot's, as it should be. */
const DESKTOP = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36'

async function landingPage(): Promise<{ url: string; visits: string[] }> {
  const visits: string[] = []
  const server = createServer((request, answer) => {
    visits.push(request.url ?? '')
    answer.setHeader('content-type', 'text/html')
    answer.end('<title>Spring sale</title><h1>Spring sale</h1>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { url: `http://localhost:${address.port}/spring`, visits }
}

test('one tracked SMS, end to end: one click by that recipient on that link, and a view apart from it', async () => {
  const landing = await landingPage()
  const tapline = await startTaplineAnew({ dataDir: dataFolder() })
  const setupUrl = /http:\/\/localhost:\d+\/setup\?token=\S+/.exec(tapline.output())?.[0]
  if (setupUrl === undefined) throw new Error(`no setup link in:\n${tapline.output()}`)
  const page = await openForTest({ viewport: { width: 1280, height: 800 }, userAgent: DESKTOP })

  await page.goto(setupUrl)
  await page.fill('input[name=email]', 'ada@example.com')
  await page.fill('input[name=password]', 'correct horse battery')
  await page.getByRole('button').click()
  await expect.poll(() => page.textContent('body')).toMatch(/tl_[0-9A-Za-z]{41}/)

  const sent = await tapline.call('POST', '/v1/messages', {
    to: ['+4915112345678', '+4915112345680'],
    from: 'Acme',
    text: `Spring sale: ${landing.url}`,
  })
  expect(sent.status).toBe(202)
  const [first, second] = sent.body.messages as { id: string; links: { short_link: string }[] }[]
  const read = async (id: string | undefined) => (await tapline.call('GET', `/v1/messages/${id}`)).body
  await eventually('the message is delivered and its phone has fetched the preview', async () => {
    const message = await read(first?.id)
    return message.state === 'delivered' && message.views === 1 ? true : undefined
  })
  expect(await read(first?.id)).toMatchObject({ clicks: 0, views: 1 })

  await page.goto(`${tapline.baseUrl}/developer/phones?number=%2B4915112345678`)
  const popup = page.waitForEvent('popup')
  await page.locator(`.phone-bubble p a[href="${first?.links[0]?.short_link}"]`).click()
  const landed = await popup
  await landed.waitForLoadState()
  expect(landed.url()).toBe(landing.url)
  expect(await landed.title()).toBe('Spring sale')
  expect(landing.visits).toContain('/spring')

  const message = await eventually('the click is in the logbook', async () => {
    const found = await read(first?.id)
    return found.clicks === 1 ? found : undefined
  })
  expect(message).toMatchObject({ clicks: 1, views: 1, links: [{ clicks: 1, views: 1, destination: landing.url }] })
  expect(await read(second?.id)).toMatchObject({ clicks: 0 })
  const stats = await tapline.call('GET', '/v1/stats?by=link')
  expect(stats.body).toMatchObject({ hits: { total_clicks: 1, unique_clicks: 1, clickers: 1, views: 2 } })
  expect((await tapline.end('SIGTERM')).code).toBe(0)
})
