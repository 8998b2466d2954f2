/** The lists beside the contacts: groups, suppressions, opt-outs, replies. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventually } from '../process.ts'
import { appStage } from './appStage.ts'
import { faultsOf } from './looks.ts'

const stage = appStage()

test('groups are made, renamed, filled by numbers and deleted; their contacts stay', async () => {
  await stage.tapline.call('POST', '/v1/contacts/batch', { contacts: [{ phone: '+4915110000001' }, { phone: '+4915110000002' }] })
  const page = await stage.open('/contacts/groups')
  await page.getByRole('button', { name: 'Make a group' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Regulars')
  await page.getByRole('dialog').getByRole('button', { name: 'Make a group' }).click()
  await page.getByRole('button', { name: 'Actions for Regulars' }).click()
  await page.getByRole('menuitem', { name: 'Add numbers' }).click()
  await page.getByLabel('Numbers of contacts').fill('+49 151 10000001\n+4915110000002, +4915199999999')
  await page.getByRole('button', { name: 'Add 3 contacts' }).click()
  await page.getByText('1 number is no contact:').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('row', { name: /Regulars 2/ }).waitFor()
  await page.getByRole('button', { name: 'Actions for Regulars' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Stammkunden')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('row', { name: /Stammkunden 2/ }).waitFor()
  expect(await faultsOf(page, 'contacts-groups')).toEqual([])
  await page.getByRole('button', { name: 'Actions for Stammkunden' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByText('Its 2 contacts stay.').waitFor()
  await page.getByRole('button', { name: 'Delete the group' }).click()
  await page.getByText('Group deleted.').waitFor()
  await eventually('the group is gone', async () => ((await page.getByText('Stammkunden').count()) === 0 ? true : undefined))
})

test('numbers are suppressed by hand and from a file, found, and let free with a reason', async () => {
  const page = await stage.open('/contacts/suppressions')
  await page.getByRole('button', { name: 'Add numbers' }).click()
  await page.getByRole('dialog').getByLabel('Numbers').fill('+4915110000050\nnobody')
  await page.getByRole('button', { name: 'Suppress 2 numbers' }).click()
  await page.getByText('1 added, 0 were suppressed before.').waitFor()
  await page.getByText('Cannot parse phone number "nobody"').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('button', { name: 'From a file' }).click()
  const file = join(stage.tapline.dataDir, 'stop.csv')
  writeFileSync(file, 'when;who\n2026-01-01;+4915110000051\n2026-01-02;+4915110000052\n')
  await page.getByLabel('File').setInputFiles(file)
  await page.getByText('2 numbers found.').waitFor()
  await page.getByRole('button', { name: 'Suppress 2 numbers' }).click()
  await page.getByText('2 added, 0 were suppressed before.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  expect(await faultsOf(page, 'contacts-suppressions')).toEqual([])
  await page.getByLabel('Number').fill('+49 151 10000052')
  await page.getByLabel('Number').press('Enter')
  await eventually('one is left', async () => ((await page.locator('tbody tr').count()) === 1 ? true : undefined))
  await page.getByRole('button', { name: 'Lift: +4915110000052' }).click()
  expect(await page.getByRole('button', { name: 'Send again' }).isDisabled()).toBe(true)
  expect(await faultsOf(page, 'contacts-lift')).toEqual([])
  await page.getByLabel('It was suppressed by mistake').check()
  await page.getByRole('button', { name: 'Send again' }).click()
  await page.getByText('+49 151 10000052 is not suppressed.').waitFor()
})

test('a text that sounds like an opt-out is looked at and dismissed, and the reply stands among the replies', async () => {
  await stage.tapline.call('POST', '/v1/messages', { to: '+4915110000061', from: '4915799999999', text: 'Spring sale' })
  const page = await stage.open('/')
  await page.getByText('delivered').first().waitFor()
  await stage.open('/developer/phones?number=%2B4915110000061')
  await page.getByLabel('Reply', { exact: true }).fill('please do not write to me so often')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('please do not write to me so often').last().waitFor()
  await stage.open('/contacts/opt-outs')
  await page.getByText('please do not write to me so often').waitFor()
  expect(await faultsOf(page, 'contacts-opt-outs')).toEqual([])
  await page.getByRole('button', { name: 'It is none: send again' }).click()
  await page.getByText('There is nothing to review.').waitFor()
  await page.getByLabel('Show').selectOption('dismissed')
  await page.getByText('please do not write to me so often').waitFor()
  await stage.open('/contacts/replies')
  await page.getByText('please do not write to me so often').waitFor()
  expect(await faultsOf(page, 'contacts-replies')).toEqual([])
  await stage.tapline.call('POST', '/v1/contacts', { phone: '+4915110000061' })
  await page.getByRole('link', { name: '+4915110000061' }).first().click()
  await page.getByRole('heading', { name: /110000061|110 000061|1000 0061/, level: 1 }).waitFor()
})

test('long names, other scripts and a million stay readable, in German too', async () => {
  const name = 'Prinzessin Maximiliane-Friederike von und zu Hohenlohe-Langenburg'
  await stage.tapline.call('POST', '/v1/contacts', {
    phone: '+4915110000077',
    fields: { first_name: name, Ort: 'مدينة الكويت 👩🏽‍🚀', Notiz: '<script>alert(1)</script>'.repeat(8), umsatz: 1_234_567 },
    groups: [name, 'مجموعة الربيع', 'Spring buyers'],
    consent: { source: '"><img src=x onerror=alert(1)>', wording: 'Ja\n'.repeat(12) },
  })
  await stage.tapline.call('POST', '/v1/messages', { to: '+4915110000077', from: 'Acme', text: 'مرحبا 👋🏽 <b>x</b> '.repeat(12) })
  const page = await stage.open('/contacts')
  await page.locator('.user-button').click()
  await page.getByLabel('Language').selectOption('de')
  await page.getByRole('heading', { name: 'Kontakte', level: 1 }).waitFor()
  await page.keyboard.press('Escape')
  expect(await faultsOf(page, 'contacts-hostile-de')).toEqual([])
  await page.getByRole('link', { name: '+4915110000077' }).click()
  await page.getByRole('table', { name: 'Nachrichten' }).waitFor()
  expect(await page.locator('main img, main script').count()).toBe(0)
  expect(await faultsOf(page, 'contact-hostile-de')).toEqual([])
  await stage.open('/contacts/groups')
  expect(await faultsOf(page, 'contacts-groups-hostile-de')).toEqual([])
  await page.locator('.user-button').click()
  await page.getByLabel('Sprache').selectOption('en')
  await page.getByRole('heading', { name: 'Groups', level: 1 }).waitFor()
})
