/** Every screen of the app, in an account where every text is hostile: nothing runs, nothing is stopped by the content policy, and axe finds nothing. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { receivers } from '../../helpers/receivers.ts'
import { appStage } from './appStage.ts'
import { makeHostileAccount, NAME, type Things } from './hostileAccount.ts'
import { faultsOf } from './looks.ts'
import { settled } from './settled.ts'

const shop = await receivers()
const stage = appStage({ env: { TAPLINE_PRIVATE_ORIGINS: shop.origin } })
let things: Things

beforeAll(async () => {
  things = await makeHostileAccount(stage.tapline, shop)
  const { baseUrl } = stage.tapline
  const headers = { origin: baseUrl, 'sec-fetch-site': 'same-origin' }
  await stage.page.request.post(`${baseUrl}/v1/keys`, { data: { name: NAME, scopes: ['messages:read'] }, headers })
})

const FOLDER = join(import.meta.dirname, '../../../web/pages')
/** The addresses of all screens, as the app itself has them. */
const routes = readdirSync(FOLDER)
  .filter((section) => readdirSync(FOLDER).includes(section) && !section.includes('.'))
  .flatMap((section) =>
    [...readFileSync(join(FOLDER, section, 'routes.ts'), 'utf8').matchAll(/path: '([^']+)'/g)].map(([, path]) => path ?? ''),
  )

/** Where a screen of one thing stands, or what an address of its own shows besides. */
const more: Readonly<Record<string, () => readonly string[]>> = {
  '/compose/:id?': () => ['/compose', `/compose/${things.draft}`],
  '/campaigns/:id': () => [`/campaigns/${things.campaign}`, `/campaigns/${things.draft}`],
  '/logbook/:id': () => [`/logbook/${things.message}`],
  '/links/:id': () => [`/links/${things.link}`],
  '/contacts/segments/:id': () => [`/contacts/segments/${things.segment}`],
  '/contacts/imports/:id': () => [`/contacts/imports/${things.import}`],
  // By its number, as replies and opt-outs lead to it.
  '/contacts/:id': () => [`/contacts/${things.contact}`],
  '/developer/webhooks/:id': () => [`/developer/webhooks/${things.webhook}`],
  '/developer/phones': () => [`/developer/phones?number=${things.contact}`],
}
const addressesOf = (route: string): readonly string[] => more[route]?.() ?? [route]

/** Those that show nothing which somebody else has named. */
const ofOurs = [
  ...['/contacts/segments/new', '/contacts/imports/new', '/contacts/suppressions', '/developer', '/developer/reference', '/settings'],
  ...['conversions', 'privacy', 'domains', 'carriers', 'seven', 'team', 'you'].map((page) => `/settings/${page}`),
]

test('the app has no screen that is not looked at here', () => {
  expect(routes.length).toBeGreaterThan(30)
  expect(routes.filter((route) => route.includes(':') && more[route] === undefined)).toEqual([])
})

test.each(routes)('%s', async (route) => {
  for (const [number, address] of addressesOf(route).entries()) {
    const page = await stage.open(address)
    await expect.poll(() => wordsOf(page)).toContain(ofOurs.includes(route) ? '' : '<img src=x onerror=alert(')
    await page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    expect(await faultsOf(page, `screen${route.replaceAll(/[/:?]+/g, '-')}${number}`)).toEqual([])
    // Each card opens for a moment, and reads what it shows.
    await page.evaluate("for (const one of [...document.querySelectorAll('main .hover-target')].slice(0, 20)) one.focus()")
    await settled(page)
    // What is made of the texts would be made by now: no element of theirs may be among ours.
    expect(await page.locator(`main ${hostileElements}`).count()).toBe(0)
  }
})

/** What opens over a screen and names or shows something hostile: where, and what is pressed. */
const dialogs: readonly (readonly [name: string, address: () => string, presses: readonly string[]])[] = [
  ['a delivery with its answer', () => `/developer/webhooks/${things.webhook}`, ['main tbody td button']],
  ['ending a key', () => '/developer/keys', ['main tr:has-text("onerror") button']],
  ['renaming a group', () => '/contacts/groups', ['main tr:has-text("onerror") [aria-haspopup]', '[role=menuitem]']],
  ['a group of recipients', () => `/campaigns/${things.campaign}`, ['main button:has-text("Make a group")']],
]

test.each(dialogs)('%s', async (name, address, presses) => {
  const page = await stage.open(address())
  for (const press of presses) await page.locator(press).first().click()
  const dialog = page.getByRole('dialog')
  const words = () => wordsOf(page, 'dialog[open]')
  await dialog.waitFor()
  await expect.poll(words).toContain('<img src=x onerror=alert(')
  expect(await faultsOf(page, `screen-${name.replaceAll(' ', '-')}`)).toEqual([])
  expect(await dialog.locator(hostileElements).count()).toBe(0)
})

/** What the texts would be, were they taken for HTML. */
const hostileElements = ':is(img[src="x"], svg[onload], script, a[href^="javascript:"])'

/** All that can be read in a place, fields among it. */
const wordsOf = (page: Page, place = 'main') =>
  page
    .evaluate(
      `[...document.querySelectorAll('${place}, ${place} input, ${place} textarea')].map(({ value, textContent }) => value ?? textContent).join(' ')`,
    )
    .then(String)
