/** The pages that the server makes: before somebody is signed in, and behind short links. Names in them are hostile. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { appStage, OWNER } from './appStage.ts'
import { NAME } from './hostileAccount.ts'
import { faultsOf } from './looks.ts'
import { sendOne } from './story.ts'

const MAIN = fileURLToPath(new URL('../../../dist/main.js', import.meta.url))
const stage = appStage()
let page: Page

beforeAll(async () => {
  await stage.tapline.call('PATCH', '/v1/account', { name: NAME })
  page = await stage.stranger()
})

/** A link for a new password, as the operator makes one. */
function passwordLink(): string {
  const { dataDir, baseUrl, linkUrl } = stage.tapline
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: new URL(baseUrl).port, LINK_PORT: new URL(linkUrl).port }
  const { stdout } = spawnSync(process.execPath, [MAIN, 'user', 'link', '--email', OWNER.email], { env, encoding: 'utf8' })
  return /http\S+/.exec(stdout)?.[0] ?? `no link in ${stdout}`
}

const faultsAt = async (name: string, url: string) => {
  await page.goto(url)
  return faultsOf(page, `server-${name}`)
}

test('the pages for a password, for an invitation and for signing in, alive and dead', async () => {
  stage.expectProblems(/status of 4\d\d/)
  const { baseUrl } = stage.tapline
  const headers = { origin: baseUrl, 'sec-fetch-site': 'same-origin' }
  const invited = await stage.page.request.post(`${baseUrl}/v1/team/invitations`, { data: { role: 'viewer' }, headers })
  const { url } = (await invited.json()) as { url: string }
  expect(await faultsAt('invitation', url)).toEqual([])
  expect(await page.textContent('body')).toContain('<img src=x onerror=alert(1)>')
  expect(await faultsAt('password', passwordLink())).toEqual([])
  await page.fill('input[name=password]', 'short')
  await page.locator('form button').click()
  await page.locator('#password-error').waitFor()
  expect(await faultsOf(page, 'server-password-refused')).toEqual([])
  for (const path of ['/sign-in', '/setup?token=dead', '/invitation?token=dead'])
    expect(await faultsAt(path.slice(1, 6), `${baseUrl}${path}`)).toEqual([])
})

test('the pages behind short links: opting out, a link that ended, one that was withdrawn, one that never was', async () => {
  stage.expectProblems(/status of 4\d\d/)
  const { tapline } = stage
  const { id, links } = await sendOne(tapline, {
    to: '+4915112345671',
    text: `${NAME} https://acme.example/spring {opt_out_link}`,
    label: NAME,
  })
  const [link = ''] = links
  const { text } = (await tapline.call('GET', `/v1/messages/${id}`)).body as { text: string }
  const optOut = new RegExp(`${tapline.linkUrl}/[0-9A-Za-z]{14}(?![0-9A-Za-z])`).exec(text)?.[0] ?? ''
  expect(await faultsAt('opt-out', optOut)).toEqual([])
  await page.getByRole('button', { name: 'Stop the messages' }).click()
  await page.getByRole('heading', { name: 'Done' }).waitFor()
  expect(await faultsOf(page, 'server-opted-out')).toEqual([])
  const { body } = await tapline.call('GET', '/v1/links')
  await tapline.call('POST', `/v1/links/${(body.links as { id: string }[])[0]?.id}/takedown`, {})
  await expect.poll(async () => (await page.request.get(link, { maxRedirects: 0 })).status()).toBe(410)
  expect(await faultsAt('gone', link)).toEqual([])
  expect(await faultsAt('unknown', `${tapline.linkUrl}/zzzzzzzz`)).toEqual([])
})
