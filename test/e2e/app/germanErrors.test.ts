/** What the server refuses is said in German to those who read German; where the code does not tell all, the server is quoted, marked as English. */
import { beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { appStage } from './appStage.ts'
import { faultsOf } from './looks.ts'

const stage = appStage()
const REFUSED = /status of 4\d\d/

beforeAll(async () => {
  const { page, tapline } = stage
  const headers = { origin: tapline.baseUrl, 'sec-fetch-site': 'same-origin' }
  await page.request.patch(`${tapline.baseUrl}/v1/session`, { data: { language: 'de' }, headers })
  await tapline.call('POST', '/v1/groups', { name: 'Stammkunden' })
})

const english = (page: Page) => page.getByRole('dialog').locator('[lang=en]')

test('a number that is none is said beside its field', async () => {
  stage.expectProblems(REFUSED)
  const page = await stage.open('/contacts?new=yes')
  const dialog = page.getByRole('dialog', { name: 'Kontakt hinzufügen' })
  await dialog.getByLabel('Nummer').fill('12')
  await dialog.getByRole('button', { name: 'Speichern' }).click()
  await dialog.getByText('Das ist keine Telefonnummer. Schreiben Sie sie mit Landesvorwahl, etwa +49 151 12345678.').waitFor()
  expect(await english(page).count()).toBe(0)
  expect(await faultsOf(page, 'german-field-error')).toEqual([])
})

test('a name that is taken is said with what to do', async () => {
  stage.expectProblems(REFUSED)
  const page = await stage.open('/contacts/groups?new=yes')
  const dialog = page.getByRole('dialog', { name: 'Gruppe anlegen' })
  await dialog.getByLabel('Name').fill('Stammkunden')
  await dialog.getByRole('button', { name: 'Gruppe anlegen' }).click()
  const note = dialog.getByRole('alert')
  await note.waitFor()
  expect(await note.textContent()).toBe('Eine Gruppe heißt schon so.Wählen Sie einen anderen Namen oder nehmen Sie diese Gruppe.')
})

test('what only the server knows is quoted below, as English', async () => {
  stage.expectProblems(REFUSED)
  const page = await stage.open('/developer/webhooks?new=yes')
  const dialog = page.getByRole('dialog', { name: 'Webhook anlegen' })
  await dialog.getByRole('textbox', { name: 'Adresse' }).fill('http://10.0.0.1/hook')
  await dialog.getByRole('button', { name: 'Webhook anlegen' }).click()
  await dialog.getByText('An diese Adresse lässt sich nichts senden.').waitFor()
  expect(await english(page).textContent()).toContain('10.0.0.1')
  expect(await faultsOf(page, 'german-quoted-error')).toEqual([])
})

test('a text that cannot be sent is said in the composer', async () => {
  const page = await stage.open('/compose')
  await page.getByRole('textbox', { name: 'Text', exact: true }).fill('Hallo https://{first_name}.example/x')
  await page.getByText('So lässt sich der Text nicht senden. Prüfen Sie seine Felder und Zeichen.').waitFor()
  expect(await page.locator('.field-error [lang=en]').textContent()).toContain('{first_name}')
})
