/** The section of contacts: list, import, contact, segments, erase, and what a viewer sees. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventually } from '../process.ts'
import { appStage } from './appStage.ts'
import { settled } from './settled.ts'
import { faultsOf } from './looks.ts'

const stage = appStage()

test('an empty account is told what to begin with, on every page', async () => {
  const page = await stage.open('/contacts')
  expect(await page.title()).toBe('Contacts · Tapline')
  for (const [path, sentence] of [
    ['/contacts', 'No contacts yet.'],
    ['/contacts/groups', 'No groups yet.'],
    ['/contacts/segments', 'No segments yet.'],
    ['/contacts/imports', 'No file has been imported yet.'],
    ['/contacts/suppressions', 'No number is suppressed.'],
    ['/contacts/opt-outs', 'There is nothing to review.'],
    ['/contacts/replies', 'Nobody has written yet.'],
  ] as const) {
    await stage.open(path)
    await page.getByText(sentence).waitFor()
    expect(await faultsOf(page, `contacts-empty${path.replaceAll('/', '-')}`)).toEqual([])
  }
})

test('a file with bad rows is looked at, imported, mended and imported again', async () => {
  const page = await stage.open('/contacts/imports/new')
  const folder = stage.tapline.dataDir
  const file = join(folder, 'kunden.csv')
  writeFileSync(
    file,
    'Handy;Vorname;Ort;Notiz\r\n0151 10000001;Ana;Köln;x\r\n0151 10000002;Ben;Bonn;y\r\n01x;Cem;Ulm;z\r\n0151 10000004;<b>D</b> مرحبا 👋🏽;Köln;\r\n',
  )
  await page.getByLabel('CSV file').setInputFiles(file)
  await page.getByText('4 of the first 4 rows would be rejected').waitFor()
  await page.getByLabel('Country of numbers without a country code').selectOption('DE')
  await page.getByText('1 of the first 4 rows would be rejected').waitFor()
  await page.getByText('Cannot parse phone number "01x"').waitFor()
  await page.getByLabel('Vorname becomes').selectOption('+')
  await page.getByLabel('Name of the field').fill('first_name')
  await page.getByLabel('Name of the field').press('Enter')
  await eventually('the column becomes first_name', async () =>
    (await page.getByLabel('Vorname becomes').inputValue()) === 'first_name' ? true : undefined,
  )
  await page.getByLabel('Notiz becomes').selectOption('ignore')
  await page.getByLabel('Add all to groups').fill('Spring buyers')
  expect(await faultsOf(page, 'contacts-import-new')).toEqual([])
  await page.getByRole('button', { name: 'Import the file' }).click()
  await page.getByText('done', { exact: true }).waitFor()
  await page.getByRole('heading', { name: 'Rejected rows' }).waitFor()
  expect(await page.textContent('.import-counts')).toBe('Rows4New3Updated0Left as they were0Twice in the file0Rejected1')
  expect(await faultsOf(page, 'contacts-import')).toEqual([])

  const link = page.getByRole('link', { name: 'Download the rejected rows' })
  const download = await page.request.get(`${stage.tapline.baseUrl}${(await link.getAttribute('href')) ?? ''}`)
  const rejected = await download.text()
  expect(rejected).toContain('01x,Cem,Ulm,z,4,')
  const mended = join(folder, 'mended.csv')
  writeFileSync(mended, rejected.replace('01x', '0151 10000003'))
  await page.getByRole('link', { name: 'Import the mended file' }).click()
  await page.getByText('are those of the import before').waitFor()
  let shownTooEarly: number | undefined
  await page.route(/preview\?.*mapping=/, async (route) => {
    shownTooEarly = await page.getByLabel('Vorname becomes').count()
    await route.continue()
  })
  await page.getByLabel('CSV file').setInputFiles(mended)
  await page.getByText('1 row was looked at, and it can be imported.').waitFor()
  expect(shownTooEarly).toBe(0)
  await page.unrouteAll()
  expect(await page.getByLabel('Vorname becomes').inputValue()).toBe('first_name')
  expect(await page.getByLabel('Add all to groups').inputValue()).toBe('Spring buyers')
  await page.getByRole('button', { name: 'Import the file' }).click()
  await page.getByText('done', { exact: true }).waitFor()
  expect(await page.textContent('.import-counts')).toContain('New1')
  await page.getByRole('link', { name: 'See the contacts' }).click()
  await page.getByRole('link', { name: '+4915110000003' }).waitFor()
  expect(await page.locator('main b').count()).toBe(0)
  await stage.open('/contacts/imports')
  expect(await page.getByRole('row').count()).toBe(3)
  expect(await faultsOf(page, 'contacts-imports')).toEqual([])
})

test('the list is searched and filtered in the address, and says who is suppressed', async () => {
  await stage.tapline.call('POST', '/v1/suppressions', { phones: ['+4915110000002'] })
  const page = await stage.open('/contacts')
  const rows = page.locator('tbody tr')
  await page.getByText('suppressed', { exact: true }).waitFor()
  expect(await rows.count()).toBe(4)
  await page.getByLabel('Search').fill('Ana')
  await page.waitForURL('**/contacts?search=Ana')
  await eventually('only Ana is left', async () => ((await rows.count()) === 1 ? true : undefined))
  await page.getByLabel('Search').fill('+49 151 1000000')
  await page.getByRole('button', { name: 'Remove the filter Number begins with: +49 151 1000000' }).waitFor()
  await eventually('all are back', async () => ((await rows.count()) === 4 ? true : undefined))
  await page.getByLabel('Can be sent to').selectOption('false')
  await eventually('the suppressed one is gone', async () => ((await rows.count()) === 3 ? true : undefined))
  await page.getByLabel('Field').selectOption('Ort')
  await page.getByLabel('Its value').fill('Köln')
  await eventually('two live in Köln', async () => ((await rows.count()) === 2 ? true : undefined))
  expect(page.url()).toContain('field=Ort&value=K%C3%B6ln')
  expect(await faultsOf(page, 'contacts-list')).toEqual([])
  await page.getByRole('button', { name: 'Clear all filters' }).click()
  await eventually('all are back', async () => ((await rows.count()) === 4 ? true : undefined))
  await expect.poll(() => page.getByLabel('Search').inputValue()).toBe('')
})

test('a contact is added, edited, put into a group, and shows what it got and did', async () => {
  const page = await stage.open('/contacts')
  await page.getByRole('button', { name: 'Add a contact' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a contact' })
  await dialog.getByLabel('Number').fill('12')
  await dialog.getByRole('button', { name: 'Save' }).click()
  stage.expectProblems(/status of 422/)
  await dialog.getByText('Cannot parse phone number "12"').waitFor()
  expect(await faultsOf(page, 'contacts-add')).toEqual([])
  await dialog.getByLabel('Number').fill('+4915110000009')
  await dialog.getByRole('textbox', { name: 'first_name' }).fill('Eva')
  await dialog.getByLabel('Where it was given').fill('checkout form')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: '+4915110000009', level: 1 }).waitFor()
  await page.getByText('checkout form').waitFor()

  await page.getByRole('combobox', { name: 'Add to a group' }).fill('spring')
  await page.getByRole('option', { name: 'Spring buyers' }).click()
  await page.getByRole('button', { name: 'Remove from Spring buyers' }).waitFor()
  await page.getByRole('button', { name: 'Edit' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit +4915110000009' })
  await edit.getByRole('textbox', { name: 'first_name' }).fill('Evi')
  await edit.getByRole('button', { name: 'Save' }).click()
  await page.locator('.facts').getByText('Evi').waitFor()

  await stage.tapline.call('POST', '/v1/messages', { to: '+4915110000009', from: 'Acme', text: 'Hi: https://acme.example/spring' })
  await stage.tapline.call('POST', '/v1/conversions', {
    name: 'order',
    phone: '+4915110000009',
    value: '19.90',
    currency: 'EUR',
    order_id: 'A-7',
  })
  await stage.open(new URL(page.url()).pathname)
  await page.getByRole('table', { name: 'Messages' }).getByText('delivered').waitFor()
  await page.getByRole('table', { name: 'Conversions' }).getByText('A-7').waitFor()
  expect(await faultsOf(page, 'contact')).toEqual([])
})

test('a segment is built, counted as it changes, saved, read in words and changed', async () => {
  const page = await stage.open('/contacts/segments/new')
  await page.getByText('Fill in each condition').waitFor()
  await page.getByLabel('Name of the field').fill('Ort')
  await page.getByLabel('Value').fill('Köln')
  await page.getByText('2 contacts belong to it now.').waitFor()
  await page.getByRole('button', { name: 'Add a block of conditions' }).click()
  const block = page.locator('.rule-block')
  await block.getByLabel('Condition', { exact: true }).last().selectOption('group')
  await block.getByLabel('Group').selectOption({ label: 'Spring buyers' })
  await block.getByLabel('Contacts for whom').selectOption('none_of')
  await page.getByText('0 contacts belong to it now.').waitFor()
  await page.getByLabel('Contacts for whom').first().selectOption('any_of')
  await page.getByText('2 contacts belong to it now.').waitFor()
  expect(await faultsOf(page, 'contacts-segment')).toEqual([])
  await page.getByLabel('Name', { exact: true }).fill('Köln')
  await page.getByRole('button', { name: 'Save the segment' }).click()
  await page.getByText('Segment saved.').waitFor()
  await stage.open('/contacts/segments')
  await page.getByText('one of (Ort is “Köln”; not: is in the group “Spring buyers”)').waitFor()
  expect(await faultsOf(page, 'contacts-segments')).toEqual([])
  await page.getByRole('link', { name: 'Köln' }).click()
  await page.getByLabel('Value').fill('Bonn')
  await page.getByText('1 contact belongs to it now.').waitFor()
  await page.getByText('0 of them can be sent to.').waitFor()
  await page.getByText('Left out: 1 suppressed.').waitFor()
  await page.getByRole('button', { name: 'Save the segment' }).click()
  await page.getByText('Segment saved.').waitFor()
})

test('a person is exported and erased after what goes and what stays was read', async () => {
  const page = await stage.open('/contacts?search=Evi')
  await page.getByRole('link', { name: '+4915110000009' }).click()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export all on the person' }).click()
  expect((await download).suggestedFilename()).toBe('person-4915110000009.json')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Erase the person' }).click()
  const erase = page.getByRole('button', { name: 'Erase for good' })
  expect(await erase.isDisabled()).toBe(true)
  expect(await faultsOf(page, 'contacts-erase')).toEqual([])
  await page.getByLabel('Type +4915110000009 to confirm').fill('+49 151 10000009')
  await erase.click()
  await page.getByText('Erased. 1 message lost number and text.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor()
  const { status } = await stage.tapline.call('GET', '/v1/contacts/%2B4915110000009')
  expect(status).toBe(404)
})

test('a viewer sees numbers in part, is told so, and is offered nothing that would be refused', async () => {
  const page = await stage.invited('viewer')
  await page.goto(`${stage.tapline.baseUrl}/contacts`)
  await settled(page)
  expect(await page.textContent('main')).not.toContain('+491511')
  await page.getByTitle(/Your role is not shown numbers/).waitFor()
  for (const name of ['Add a contact', 'Import', 'More'])
    expect(await page.locator('main').getByText(name, { exact: true }).count()).toBe(0)
  await page.getByLabel('Search').fill('Ana')
  await page.waitForURL('**/contacts?search=Ana')
  await eventually('only Ana is left', async () => ((await page.locator('tbody tr').count()) === 1 ? true : undefined))
  expect(await faultsOf(page, 'contacts-viewer')).toEqual([])
  await page.locator('tbody a').first().click()
  await page.locator('.contact-facts').waitFor()
  expect(await page.textContent('main')).not.toContain('+491511')
  expect(await page.getByRole('button', { name: 'Edit' }).count()).toBe(0)
  await page.goto(`${stage.tapline.baseUrl}/contacts/suppressions`)
  await settled(page)
  await page.getByText('cannot search for them').waitFor()
  expect(await page.getByRole('button', { name: /^Lift/ }).count()).toBe(0)
  expect(await faultsOf(page, 'contacts-viewer-suppressions')).toEqual([])
})
