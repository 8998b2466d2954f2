/** Keys and the reference of the API, as a developer uses them. */
import { expect, test } from 'vitest'
import { appStage } from './appStage.ts'
import { faultsOf } from './looks.ts'

const stage = appStage()
const v1 = (path: string, key: string, init: RequestInit = {}) =>
  fetch(`${stage.tapline.baseUrl}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${key}`, ...(init.body === undefined ? {} : { 'content-type': 'application/json' }) },
  })

test('a key is made with what it may, shown once, used, and ended', async () => {
  const page = await stage.open('/developer')
  expect(new URL(page.url()).pathname).toBe('/developer/keys')
  await page.getByRole('button', { name: 'Make a key' }).click()
  const dialog = page.getByRole('dialog', { name: 'Make an API key' })
  await dialog.getByRole('button', { name: 'Nothing' }).click()
  await dialog.getByRole('button', { name: 'Make a key' }).click()
  await dialog.getByText('A key without a scope can do nothing').waitFor()
  await dialog.getByText('Say where the key is used').waitFor()
  expect(await faultsOf(page, 'key-form')).toEqual([])
  await dialog.getByLabel('Name').fill('Web <b>shop</b>')
  await dialog.getByLabel('messages:write').check()
  await dialog.getByLabel('messages:read').check()
  await dialog.getByRole('button', { name: 'Make a key' }).click()
  await dialog.waitFor({ state: 'detached' })
  const key = (await page.locator('.key-made code').first().textContent()) ?? ''
  expect(key).toMatch(/^tl_[0-9A-Za-z]{41}$/)
  expect(await page.locator('.key-made').textContent()).toContain(`Authorization: Bearer ${key}`)
  expect(await faultsOf(page, 'key-made')).toEqual([])

  const body = JSON.stringify({ to: '+4915112345678', from: 'Acme', text: 'Hi' })
  expect((await v1('/v1/messages', key, { method: 'POST', body })).status).toBe(202)
  expect((await v1('/v1/contacts', key)).status).toBe(403)
  await page.getByRole('button', { name: 'I have copied it' }).click()
  await expect.poll(() => page.textContent('main')).not.toContain(key)

  const row = page.getByRole('row', { name: /Web <b>shop<\/b>/ })
  await row.getByText('2 scopes').waitFor()
  await row.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('button', { name: 'Revoke for good' }).click()
  await row.getByText('revoked').waitFor()
  expect((await v1('/v1/messages', key)).status).toBe(401)
  expect(await faultsOf(page, 'keys')).toEqual([])
})

test('the reference finds an operation by words, and shows what it takes and answers', async () => {
  const page = await stage.open('/developer/reference')
  await page.getByRole('heading', { name: 'Send a message to one or many recipients' }).waitFor()
  await page.getByLabel('Search').fill('webhooks secret')
  const found = page.getByRole('navigation', { name: 'Operations' }).getByRole('link')
  await expect.poll(() => found.count()).toBe(2)
  await found.filter({ hasText: 'Show the signing secret' }).click()
  await page.getByRole('heading', { name: 'Show the signing secret', level: 2 }).waitFor()
  expect(await page.locator('.operation').textContent()).toContain('/v1/webhooks/endpoints/{id}/secret')
  expect(await page.locator('.operation').textContent()).toContain('webhooks:write')
  await page.locator('.operation-related').getByRole('link', { name: 'List endpoints' }).click()
  await page.getByRole('heading', { name: 'List endpoints', level: 2 }).waitFor()
  expect(await faultsOf(page, 'reference')).toEqual([])
  await page.getByLabel('Search').fill('no such words')
  await page.getByText('No operation has these words.').waitFor()
})

test('an operation has an address of its own, and its fields lead to what they name', async () => {
  const page = await stage.open(`/developer/reference?at=${encodeURIComponent('get /v1/messages/{id}')}`)
  await page.getByRole('heading', { name: 'Read a message with its links and timeline', level: 2 }).waitFor()
  await page.locator('.operation').getByRole('link', { name: 'campaign_id' }).first().click()
  await page.getByRole('heading', { name: 'Read a campaign and how far it has come', level: 2 }).waitFor()
  expect(new URL(page.url()).searchParams.get('at')).toBe('get /v1/campaigns/{id}')
})

test('a call carries a test key that is made at a press, and runs as it stands', async () => {
  const page = await stage.open('/developer/reference')
  const call = page.locator('.reference-call .code-block code').first()
  expect(await call.textContent()).toContain('YOUR_API_KEY')
  await page.getByRole('button', { name: 'Make a test key' }).click()
  await page.getByText('A test key of yours stands in the calls.').waitFor()
  for (const language of ['Python', 'PHP', 'TypeScript']) {
    await page.getByText(language, { exact: true }).click()
    expect(await call.textContent()).toMatch(/tl_[0-9A-Za-z]{41}/)
  }
  expect(await faultsOf(page, 'reference-send')).toEqual([])
  const script = (await call.textContent()) ?? ''
  const said: unknown[] = []
  await new Function('console', `return (async () => { ${script} })()`)({ log: (value: unknown) => said.push(value) })
  expect(said).toMatchObject([{ queued: 1, messages: [{ phone: '+4915112345678' }] }])
  const { body } = await stage.tapline.call('GET', '/v1/messages?phone=%2B4915112345678&test=true')
  expect(body.messages).toMatchObject([{ test: true, text: expect.stringContaining('our spring sale') }])
})

test('what only reads is read from the page, and an answer is shown as text', async () => {
  await stage.tapline.call('POST', '/v1/messages', { to: '+4915112345679', from: 'Acme', text: '<img src=x onerror=alert(1)>' })
  const page = await stage.open(`/developer/reference?at=${encodeURIComponent('get /v1/messages')}`)
  await page.getByRole('button', { name: 'Read it now' }).click()
  const result = page.locator('.operation .code-block')
  await result.getByText('<img src=x onerror=alert(1)>').waitFor()
  expect(await page.locator('main img').count()).toBe(0)
})

test('in German everything stands in German', async () => {
  const page = await stage.open('/developer/keys')
  await chooseLanguage('Language', 'de')
  await page.getByRole('heading', { name: 'API-Schlüssel', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Schlüssel anlegen' }).click()
  await page.getByText('Nachrichten senden, vorab ansehen und zurücknehmen').waitFor()
  expect(await faultsOf(page, 'key-form-de')).toEqual([])
  await stage.open('/developer/reference')
  await page.getByRole('button', { name: 'Testschlüssel anlegen' }).waitFor()
  expect(await faultsOf(page, 'reference-de')).toEqual([])
  await chooseLanguage('Sprache', 'en')
})

async function chooseLanguage(label: string, language: string): Promise<void> {
  await stage.page.locator('.user-button').click()
  await stage.page.getByLabel(label).selectOption(language)
  await stage.page.keyboard.press('Escape')
}
