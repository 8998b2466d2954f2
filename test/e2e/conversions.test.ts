/** Conversions in a real browser, in the four ways of docs/conversions.md. One browser for each visit: one context is all that it bears. */
import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { freePort } from '../helpers/freePort.ts'
import { dataFolder, eventually, startTapline, type Tapline } from './process.ts'
import { shopPages, type ShopPages } from './shopPages.ts'
import { openForTest } from './watched.ts'

/** A phone: a desktop seconds after the send would look like a scanner. */
const PHONE = 'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36'

type Stage = { tapline: Tapline; shop: ShopPages; landing: string; pay: string; linkPort: string }

async function stage(settings: Record<string, unknown>): Promise<Stage> {
  const shop = await shopPages()
  const linkPort = String(await freePort())
  const tapline = await startTapline({ dataDir: dataFolder(), env: { LINK_PORT: linkPort, LINK_URL: `http://go.localhost:${linkPort}` } })
  const [landing, pay] = [`http://www.shop.localhost:${shop.port}`, `http://pay.shop.localhost:${shop.port}`]
  const changed = await tapline.call('PATCH', '/v1/conversions/settings', { origins: [landing, pay], ...settings })
  expect(changed.status).toBe(200)
  return { tapline, shop, landing, pay, linkPort }
}

async function codeOf(tapline: Tapline, query = ''): Promise<Record<'script' | 'inline' | 'pixel' | 'tagManager', string>> {
  const { body } = await tapline.call('GET', `/v1/conversions/snippet?domain=shop.localhost${query}`)
  return { script: String(body.script), inline: String(body.inline), pixel: String(body.pixel), tagManager: String(body.tag_manager) }
}

/** Sends a message to the landing page. @returns its id and its short link */
async function send({ tapline, landing }: Stage, more: Record<string, unknown> = {}): Promise<{ id: string; link: string }> {
  const { body } = await tapline.call('POST', '/v1/messages', {
    to: '+4915112345670',
    from: 'Acme',
    text: `Sale: ${landing}/landing`,
    ...more,
  })
  const [message] = body.messages as { id: string; links: { short_link: string }[] }[]
  await eventually('the message is sent', async () =>
    (await tapline.call('GET', `/v1/messages/${message?.id}`)).body.state === 'delivered' ? true : undefined,
  )
  return { id: message?.id ?? '', link: message?.links[0]?.short_link ?? '' }
}

type ThirdPartyCookies = 'allowed' | 'blocked'
const both: [ThirdPartyCookies][] = [['allowed'], ['blocked']]

/** A browser as Chrome is, or with third-party cookies blocked, as Safari and Firefox do for everybody. */
async function openPhone(cookies: ThirdPartyCookies): Promise<Page> {
  const page = await openForTest({ userAgent: PHONE })
  if (cookies === 'allowed') return page
  const devTools = await page.context().newCDPSession(page)
  const restriction = {
    enableThirdPartyCookieRestriction: true,
    disableThirdPartyCookieMetadata: true,
    disableThirdPartyCookieHeuristics: true,
  }
  await devTools.send('Network.enable')
  await devTools.send('Network.setCookieControls', restriction)
  // It holds from the next document on.
  await page.goto('about:blank')
  return page
}

const convert = (what: Record<string, unknown>) => `<script>tapline('convert', ${JSON.stringify(what)})</script>`
const order = (orderId: string) => ({ name: 'order', value: 49.9, currency: 'EUR', orderId })

/** The order with this id, once it is decided. */
const orderOf = ({ tapline }: Stage, orderId: string) =>
  eventually(`order ${orderId} is there`, async () => {
    const { body } = await tapline.call('GET', `/v1/conversions?order_id=${orderId}`)
    const [found] = body.conversions as Record<string, unknown>[]
    return found === undefined || found.state === 'pending' ? undefined : found
  })
const attributed = (id: string) => ({
  state: 'attributed',
  reason: 'click_id',
  message_id: id,
  source: 'browser',
  value: { amount: '49.90', currency: 'EUR' },
})

test.each(both)(
  'way A, third-party cookies %s: the click id in the address, kept across two origins, a tab closed at once',
  async (cookies) => {
    const scene = await stage({ parameter: 'tl' })
    const { script } = await codeOf(scene.tapline, '&strip=true')
    scene.shop.put('/landing', script + convert({ name: 'sign_up', orderId: 'a-0' }))
    scene.shop.put('/thanks', script)
    const { id, link } = await send(scene)
    const page = await openPhone(cookies)
    await page.goto(link)
    await page.waitForURL(`${scene.landing}/landing`)
    expect(scene.shop.visits.map(({ search }) => search)).toContainEqual(expect.stringMatching(/^\?tl=[0-9A-Za-z]{22}$/))
    await page.goto(`${scene.pay}/thanks`)
    await page.evaluate(`tapline('convert', ${JSON.stringify(order('a-1'))})`)
    await page.close()
    expect(await orderOf(scene, 'a-1')).toMatchObject(attributed(id))
    expect(await orderOf(scene, 'a-0')).toMatchObject({ name: 'sign_up', state: 'attributed', message_id: id, value: null })
  },
)

test('way A with consent given late: nothing is kept or sent before, all after', async () => {
  const scene = await stage({ parameter: 'tl' })
  const { inline } = await codeOf(scene.tapline, '&consent=wait')
  scene.shop.put('/landing', inline + convert(order('late-1')))
  const { id, link } = await send(scene)
  const page = await openPhone('allowed')
  await page.goto(link)
  expect(await page.evaluate('document.cookie')).toBe('')
  expect((await scene.tapline.call('GET', '/v1/conversions')).body.conversions).toEqual([])
  await page.evaluate("tapline('consent', true)")
  expect(await page.evaluate('document.cookie')).toMatch(/^tlp_\w{8}=[0-9A-Za-z]{22}$/)
  expect(await orderOf(scene, 'late-1')).toMatchObject(attributed(id))
})

test.each(both)(
  "way B, third-party cookies %s: the short domain below the shop's sets the cookie, and the address stays clean",
  async (cookies) => {
    const scene = await stage({ cookie_days: 30, cookie_domain: 'shop.localhost' })
    const domain = `go.shop.localhost:${scene.linkPort}`
    expect((await scene.tapline.call('POST', '/v1/short-domains', { url: `http://${domain}` })).status).toBe(201)
    const { tagManager } = await codeOf(scene.tapline)
    scene.shop.put('/thanks', tagManager + convert(order('b-1')))
    const { id, link } = await send(scene, { short_domain: domain })
    const page = await openPhone(cookies)
    await page.goto(link)
    expect(page.url()).toBe(`${scene.landing}/landing`)
    await page.goto(`${scene.pay}/thanks`)
    expect(await orderOf(scene, 'b-1')).toMatchObject(attributed(id))
  },
)

test('way C: the shop keeps the click id with the order and reports it from its server', async () => {
  const scene = await stage({ parameter: 'tl' })
  const { id, link } = await send(scene)
  const page = await openPhone('blocked')
  await page.goto(link)
  const click_id = scene.shop.visits.find(({ searchParams }) => searchParams.has('tl'))?.searchParams.get('tl')
  const reported = { name: 'order', click_id, order_id: 'c-1', value: '49.90', currency: 'EUR' }
  expect((await scene.tapline.call('POST', '/v1/conversions', reported)).body).toMatchObject({ recorded: 1 })
  expect(await orderOf(scene, 'c-1')).toMatchObject({ ...attributed(id), source: 'server' })
})

test('way D: the cookie of the short domain reaches beacon and pixel of a browser that allows third-party cookies', async () => {
  const scene = await stage({ cookie_days: 30 })
  const { script, pixel } = await codeOf(scene.tapline)
  scene.shop.put('/thanks', script + convert(order('d-1')) + pixel.replace('A-17', 'd-2'))
  const { id, link } = await send(scene)
  const page = await openPhone('allowed')
  await page.goto(link)
  expect(page.url()).toBe(`${scene.landing}/landing`)
  await page.goto(`${scene.pay}/thanks`)
  for (const orderId of ['d-1', 'd-2']) expect(await orderOf(scene, orderId)).toMatchObject(attributed(id))
})

test('way D finds nothing where third-party cookies are blocked', async () => {
  const scene = await stage({ cookie_days: 30, parameter: 'tl' })
  const { script, pixel } = await codeOf(scene.tapline)
  scene.shop.put('/thanks', script + convert(order('x-1')) + pixel.replace('A-17', 'x-2'))
  const { link } = await send(scene)
  const page = await openPhone('blocked')
  await page.goto(link)
  const answered = [page.waitForResponse(/\/c$/), page.waitForResponse(/\/p\.gif/)]
  await page.goto(`${scene.pay}/thanks`)
  expect((await Promise.all(answered)).map((answer) => answer.status())).toEqual([204, 200])
  // What came before this one is decided when this one is there.
  const click = scene.shop.visits.find(({ searchParams }) => searchParams.has('tl'))?.searchParams.get('tl')
  const { public_name } = (await scene.tapline.call('GET', '/v1/conversions/settings')).body
  const body = JSON.stringify({ a: public_name, n: 'order', c: [click], o: 'marker' })
  await fetch(`${scene.tapline.linkUrl}/c`, { method: 'POST', headers: { origin: scene.pay }, body })
  await orderOf(scene, 'marker')
  expect((await scene.tapline.call('GET', '/v1/conversions')).body.conversions).toMatchObject([{ order_id: 'marker' }])
})
