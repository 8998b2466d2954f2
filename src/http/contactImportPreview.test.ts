import { expect, test } from 'vitest'
import { contactsApi } from '../../test/helpers/contacts.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { signInAs, visitor } from '../../test/helpers/people.ts'

const db = await testDatabase()
const { app, accountId, secretKey, importFile, rejections } = await contactsApi(db)

async function preview(file: string | Buffer, query: Record<string, string> = {}) {
  const answer = await app.inject({
    ...{ method: 'POST', url: '/v1/contacts/imports/preview', query, payload: file },
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'text/csv' },
  })
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() }
}

test('a preview tells the columns, the first rows, and which would be rejected for what', async () => {
  const file = 'Handy;Vorname;Ort\r\n0151 12360001;Ana;Köln\r\nabc;Ben;Bonn\r\n0151 12360003;"C;D";\r\n'
  const { status, body } = await preview(file, { default_country: 'DE' })
  expect(status).toBe(200)
  expect(body).toEqual({
    ...{ encoding: 'utf-8', delimiter: ';', problem: null, sampled: 3, rejected: 1 },
    columns: [
      { heading: 'Handy', target: 'phone' },
      { heading: 'Vorname', target: 'Vorname' },
      { heading: 'Ort', target: 'Ort' },
    ],
    rows: [
      { line: 2, cells: ['0151 12360001', 'Ana', 'Köln'], phone: '+4915112360001', detail: null },
      { line: 3, cells: ['abc', 'Ben', 'Bonn'], phone: null, detail: expect.stringContaining('Cannot parse phone number "abc"') },
      { line: 4, cells: ['0151 12360003', 'C;D', ''], phone: '+4915112360003', detail: null },
    ],
  })
})

test('a preview without a column for the number says so, and one that is mapped is taken', async () => {
  const file = 'wer,wo\n+4915112360011,Ulm\n'
  expect((await preview(file)).body).toMatchObject({
    ...{ problem: expect.stringContaining('No column is known to hold the number'), rejected: 1 },
  })
  const mapped = await preview(file, { mapping: '{"wer": "phone", "2": "city"}' })
  expect(mapped.body).toMatchObject({
    ...{ problem: null, columns: [{ target: 'phone' }, { target: 'city' }], rows: [{ phone: '+4915112360011' }] },
  })
  const double = await preview(file, { mapping: '{"wer": "phone", "wo": "phone"}' })
  expect(double.body).toMatchObject({ problem: expect.stringContaining('leads two columns to "phone"') })
  expect(await preview(file, { mapping: '{"nobody": "phone"}' })).toMatchObject({ status: 422, body: { code: 'mapping_invalid' } })
  expect(await preview('')).toMatchObject({ status: 422, body: { code: 'file_invalid' } })
})

test('a preview of a long file looks at its beginning only, and shows rejected rows beyond the first', async () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => (at % 100 === 50 ? `x${at},n` : `+49151${String(2_000_0000 + at)},n`))
  const { body } = await preview(`phone,name\n${rows.join('\n')}\n`)
  expect(body.sampled).toBeGreaterThan(3_000)
  expect(body.sampled).toBeLessThan(5_000)
  expect((body.rows as { detail: string | null }[]).map(({ detail }) => detail === null)).toEqual([
    ...Array<boolean>(8).fill(true),
    ...Array<boolean>(8).fill(false),
  ])
})

test('what a preview says of a small file is what its import does, also in UTF-16', async () => {
  const text = 'phone,name,groups\n+4915112360021,Zoë,A;B\n123,X,\n+4915112360022,Y,\n,,\n'
  const file = Buffer.from(`\ufeff${text}`, 'utf16le')
  const { body } = await preview(file)
  const done = await importFile(file)
  expect({ rows: body.sampled, rejected: body.rejected, columns: body.columns, encoding: body.encoding }).toEqual({
    ...{ rows: done.rows, rejected: done.rejected, columns: done.columns, encoding: done.encoding },
  })
  const bad = (body.rows as { detail: string | null }[]).flatMap(({ detail }) => detail ?? [])
  const mendable = await rejections(done.id)
  for (const detail of bad) expect(mendable.replaceAll('""', '"')).toContain(detail)
})

test('a viewer may not look into a file', async () => {
  const viewer = visitor(app, (await signInAs(db, { accountId, role: 'viewer' })).cookie)
  expect(await viewer('POST', '/v1/contacts/imports/preview', 'phone\n1', { 'content-type': 'text/csv' })).toMatchObject({ status: 403 })
})
