import { expect, test } from 'vitest'
import { contactsApi } from '../../test/helpers/contacts.ts'
import { caller } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { newAccount } from '../../test/helpers/messaging.ts'

const db = await testDatabase()
const { call, app, accountId, get, importFile, upload, work, contacts, rejections } = await contactsApi(db)
const german = { default_country: 'DE' }
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()

test('a file becomes contacts, by the headings of its columns', async () => {
  const done = await importFile(
    'Handynummer;First Name;city;Straße/Nr.\r\n+4915100000001;Ana;"Köln; Süd";Weg 1\r\n0151 00000002;Bea;;\r\n',
    german,
  )
  expect(done).toMatchObject({ state: 'done', delimiter: ';', encoding: 'utf-8', progress: 1, rows: 2, created: 2, rejected: 0 })
  expect(done.columns.map(({ target }) => target)).toEqual(['phone', 'first_name', 'city', 'strasse_nr'])
  expect(await contacts('&phone=%2B49151000000')).toMatchObject([
    { phone: '+4915100000002', fields: { first_name: 'Bea' } },
    { phone: '+4915100000001', fields: { first_name: 'Ana', city: 'Köln; Süd', strasse_nr: 'Weg 1' } },
  ])
})

test.each([
  ['UTF-8', Buffer.from('phone,name\n+4915100000101,Jörg €\n'), 'utf-8'],
  ['UTF-8 with a mark', Buffer.from('\ufeffphone,name\n+4915100000101,Jörg €\n'), 'utf-8'],
  ['UTF-16 LE with a mark', Buffer.from('\ufeffphone,name\n+4915100000101,Jörg €\n', 'utf16le'), 'utf-16le'],
  ['UTF-16 LE', Buffer.from('phone,name\n+4915100000101,Jörg €\n', 'utf16le'), 'utf-16le'],
  ['UTF-16 BE with a mark', utf16be('\ufeffphone,name\n+4915100000101,Jörg €\n'), 'utf-16be'],
  ['Windows-1252', Buffer.from('phone,name\n+4915100000101,J\xf6rg \x80\n', 'latin1'), 'windows-1252'],
])('%s is found and read', async (_name, file, encoding) => {
  expect(await importFile(file, { rule: 'replace' })).toMatchObject({ state: 'done', encoding, rejected: 0 })
  expect(await contacts('&phone=%2B4915100000101')).toMatchObject([{ fields: { name: 'Jörg €' } }])
})

test('a few wrong bytes in UTF-8 cost their rows only', async () => {
  const rows = Buffer.concat([
    Buffer.from('phone,name\n+4915100000201,Jörg\n+4915100000202,Zoë\n+4915100000203,'),
    Buffer.from([0xe4, 0x0a]),
  ])
  const done = await importFile(rows)
  expect(done).toMatchObject({ encoding: 'utf-8', created: 2, rejected: 1 })
  expect(await rejections(done.id)).toContain('not UTF-8')
})

test('columns are led where the mapping says, by heading or by number', async () => {
  const mapping = JSON.stringify({ Nr: 'phone', 2: 'nickname', phone: 'ignore' })
  const done = await importFile('Nr,Name,phone\n+4915100000301,Ana,landline\n', { mapping })
  expect(done).toMatchObject({ created: 1, columns: [{ target: 'phone' }, { target: 'nickname' }, { target: 'ignore' }] })
  expect(await contacts('&phone=%2B4915100000301')).toMatchObject([{ fields: { nickname: 'Ana' } }])
})

test.each([
  ['no column for the number', 'a,b\n1,2\n', {}, 'mapping_invalid'],
  ['a column that is not there', 'phone\n1\n', { mapping: '{"x": "name"}' }, 'mapping_invalid'],
  ['two columns for one field', 'phone,a,b\n1,2,3\n', { mapping: '{"a": "x", "b": "x"}' }, 'mapping_invalid'],
  ['a target that is no name', 'phone,a\n1,2\n', { mapping: '{"a": "first name"}' }, 'mapping_invalid'],
  ['a mapping that is no JSON', 'phone,a\n1,2\n', { mapping: '{' }, 'mapping_invalid'],
  ['a consent without a source', 'phone\n1\n', { consent_at: '2026-01-01T00:00:00Z' }, 'query_invalid'],
  ['an empty file', '', {}, 'file_invalid'],
  ['an empty heading', '\n\n\n', {}, 'file_invalid'],
  ['a heading without end', 'x'.repeat(100_000), {}, 'file_invalid'],
])('%s is refused before the file is kept', async (_name, file, query, code) => {
  expect((await upload(file, query)).body).toMatchObject({ code })
  const [row] = await db<{ count: number }[]>`select count(*)::int from contact_import_chunks`
  expect(row?.count).toBe(0)
})

test('a file that is not declared as one is refused', async () => {
  expect((await upload('{}', {}, 'application/json')).body).toMatchObject({ code: 'media_type_unsupported' })
  expect((await upload('phone\n', {}, 'text/plain')).body).toMatchObject({ code: 'media_type_unsupported' })
})

test('a number that stands in the file twice counts once, in one slice or in many, and is told', async () => {
  const rows = Array.from({ length: 7_000 }, (_, at) => `+49160${1_000_000 + (at % 6_999)},n${at}`)
  const done = await importFile(`phone,name\n+491601000000,first\n+491601000000,second\n${rows.join('\n')}\n`)
  expect(done).toMatchObject({ state: 'done', rows: 7_002, created: 6_999, duplicates: 3, updated: 0 })
  const told = await rejections(done.id)
  expect(told.split('\r\n')).toHaveLength(5)
  expect(told).toContain('+491601000000,second,3,"The number stands in line 2 already')
  expect(await contacts('&phone=%2B491601000000')).toMatchObject([{ fields: { name: 'first' } }])
})

test.each([
  ['skip', { skipped: 1, updated: 0 }, { name: 'old', city: 'Bonn' }],
  ['update', { skipped: 0, updated: 1 }, { name: 'new', city: 'Bonn' }],
  ['replace', { skipped: 0, updated: 1 }, { name: 'new' }],
])('the rule %s holds for numbers that are there already; groups are joined under each', async (rule, counts, fields) => {
  const phone = { skip: '+4915100000401', update: '+4915100000402', replace: '+4915100000403' }[rule] ?? ''
  await call('POST', '/v1/contacts', { phone, fields: { name: 'old', city: 'Bonn' } })
  const done = await importFile(`phone,name,city\n${phone},new,\n${phone},again,\n`, { rule, group: 'From file' })
  expect(done).toMatchObject({ rows: 2, created: 0, duplicates: 1, ...counts })
  expect(await contacts(`&phone=${encodeURIComponent(phone)}`)).toMatchObject([{ fields, groups: [{ name: 'From file' }] }])
})

test('rejected rows come with their reasons, and are taken once mended', async () => {
  const done = await importFile('phone,name\n+4915100000501,Ana\n12,=Bea()\n+4930123456,Cid\n,Dan\n\n+4915100000502,Eva\n', {
    rule: 'update',
  })
  expect(done).toMatchObject({ rows: 5, created: 2, rejected: 3 })
  const file = await rejections(done.id)
  expect(file.split('\r\n').map((line) => line.split(',').slice(0, 3).join(','))).toEqual([
    '\ufeffphone,name,rejected_line',
    "12,'=Bea(),3",
    '+4930123456,Cid,4',
    ',Dan,5',
    '',
  ])
  expect(file).toContain('no mobile number')
  const again = await importFile(
    file.replace('12,', '+4915100000503,').replace('+4930123456', '+4915100000504').replace(',Dan', '+4915100000505,Dan'),
  )
  expect(again).toMatchObject({ rows: 3, created: 3, rejected: 0 })
  expect(await contacts('&phone=%2B4915100000503')).toMatchObject([{ fields: { name: '=Bea()' } }])
})

test('what is hostile in a file costs its rows only', async () => {
  const file = [
    'phone,name',
    '+4915100000601,ok',
    `+4915100000602,${'x'.repeat(10_000_000)}`,
    `+4915100000603,"${'y'.repeat(10_000_000)}"`,
    `+4915100000604${',x'.repeat(1_000_000)}`,
    `+4915100000605${',x'.repeat(600)}`,
    '+4915100000606,nul\0byte',
    '+4915100000608,ok',
    '+4915100000609,a,b',
    `+4915100000610,${'z'.repeat(3_000)}`,
    '+4915100000611,"x" y',
    '+4915100000607,"unfinished',
    '+4915100000612,\u0007',
    '+4915100000613,ok',
  ].join('\n')
  const done = await importFile(file)
  expect(done).toMatchObject({ state: 'done', rows: 13, created: 3, rejected: 10 })
  const told = await rejections(done.id)
  for (const reason of [
    '256 kB',
    '500 columns',
    'NUL byte',
    'does not close',
    '3 cells',
    '3000 characters',
    'middle of a cell',
    'control characters',
  ])
    expect(told).toContain(reason)
  expect(told.length).toBeLessThan(100_000)
})

test('a consent is recorded for each row, its own or that of the file', async () => {
  await importFile('phone,consent_source,consent_at,consent_wording\n+4915100000701,,,\n+4915100000702,fair,2026-05-01,Yes please\n', {
    consent_source: 'shop',
    consent_at: '2026-02-01T00:00:00Z',
    consent_wording: 'I agree.',
  })
  const consents = async (phone: string) => (await call('GET', `/v1/contacts/${encodeURIComponent(phone)}`)).body.consents
  expect(await consents('+4915100000701')).toMatchObject([{ source: 'shop', at: '2026-02-01T00:00:00.000Z', wording: 'I agree.' }])
  expect(await consents('+4915100000702')).toMatchObject([{ source: 'fair', at: '2026-05-01T00:00:00.000Z', wording: 'Yes please' }])
  const bad = await importFile('phone,consent_source,consent_at\n+4915100000703,x,yesterday\n+4915100000704,x,0000-01-01\n')
  expect(bad).toMatchObject({ rejected: 2, created: 0 })
})

test('an import that is cancelled forgets its file, and what ended cannot be cancelled or resumed', async () => {
  const { body } = await upload('phone\n+4915100000901\n')
  const path = `/v1/contacts/imports/${body.id}`
  expect((await call('POST', `${path}/resume`)).body).toMatchObject({ code: 'import_not_resumable' })
  expect((await call('POST', `${path}/cancel`)).body).toMatchObject({ state: 'cancelled', rows: 0 })
  await work()
  expect(await contacts('&phone=%2B4915100000901')).toEqual([])
  expect((await call('POST', `${path}/cancel`)).body).toMatchObject({ code: 'import_not_cancellable' })
  const [row] = await db<{ count: number }[]>`select count(*)::int from contact_import_chunks`
  expect(row?.count).toBe(0)
})

test('ten files of an account are kept at a time', async () => {
  const files = await Promise.all(Array.from({ length: 10 }, () => upload('phone\n+4915100000902\n')))
  expect(files.every(({ status }) => status === 202)).toBe(true)
  expect((await upload('phone\n+4915100000902\n')).body).toMatchObject({ code: 'too_many_imports' })
  await work()
  expect((await upload('phone\n+4915100000902\n')).status).toBe(202)
  await work()
})

test("no account sees another's imports", async () => {
  const done = await importFile('phone\n+4915100000903\n12\n')
  const stranger = caller(app, (await newAccount(db)).secretKey)
  for (const path of ['', '/rejections']) expect((await stranger('GET', `/v1/contacts/imports/${done.id}${path}`)).status).toBe(404)
  for (const path of ['/cancel', '/resume']) expect((await stranger('POST', `/v1/contacts/imports/${done.id}${path}`)).status).toBe(404)
  expect((await stranger('GET', '/v1/contacts/imports')).body).toMatchObject({ imports: [], next_cursor: null })
})

test('imports are listed newest first, and the end of one is an event', async () => {
  const done = await importFile('phone\n+4915100000904\n12\n')
  const page: unknown = JSON.parse(await get('/v1/contacts/imports?limit=1'))
  expect(page).toMatchObject({ imports: [{ id: done.id }], next_cursor: expect.any(String) })
  const [event] = await db<{ type: string; data: object }[]>`
    select type, data from outbox where account_id = ${accountId} order by xid desc, id desc limit 1`
  expect(event).toMatchObject({ type: 'contact_import.done', data: { import_id: done.id, rows: 2, created: 1, rejected: 1 } })
})
