import { expect, test } from 'vitest'
import { contactsApi } from '../../test/helpers/contacts.ts'
import { caller } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { newAccount } from '../../test/helpers/messaging.ts'

const db = await testDatabase()
const { call, app, accountId, get, work } = await contactsApi(db)

test('an export is guarded against formulas, and its import gives the same contacts', async () => {
  const one = await newAccount(db)
  const two = await newAccount(db)
  const [asOne, asTwo] = [caller(app, one.secretKey), caller(app, two.secretKey)]
  const nasty = {
    formula: '=cmd|calc',
    plus: '+1',
    minus: '-5',
    at: '@x',
    quoted: 'a "b", c;d',
    lines: 'a\nb',
    apostrophe: "'=x",
    Name: 'Ä',
    Mobile: '5',
  }
  await asOne('POST', '/v1/contacts/batch', {
    contacts: [
      {
        phone: '+4915100000801',
        fields: nasty,
        groups: ['A', '=B'],
        time_zone: 'Asia/Tokyo',
        consent: { source: '=shop', at: '2026-01-01T00:00:00Z' },
      },
      { phone: '+12125550123', fields: { formula: '' } },
      { phone: '+12125550124', fields: { constructor: 'x', toString: 'y' } },
    ],
  })
  const file = (await app.inject({ url: '/v1/contacts/export', headers: { authorization: `Bearer ${one.secretKey}` } })).body
  const cells = file.split(/[,\r\n]/).map((cell) => cell.replace(/^"/, ''))
  expect(cells.filter((cell) => /^[=+\-@\t]/.test(cell)).every((cell) => /^\+\d+$/.test(cell))).toBe(true)
  await app.inject({
    method: 'POST',
    url: '/v1/contacts/imports',
    payload: file,
    headers: { authorization: `Bearer ${two.secretKey}`, 'content-type': 'text/csv' },
  })
  await work()
  const view = async (asAccount: typeof asOne, phone: string) => {
    const { body } = await asAccount('GET', `/v1/contacts/${encodeURIComponent(phone)}`)
    const { fields, time_zone, time_zone_basis, groups, consents } = body as {
      fields: object
      time_zone: string
      time_zone_basis: string
      groups: { name: string }[]
      consents: { source: string; at: string }[]
    }
    return {
      fields,
      time_zone,
      time_zone_basis,
      groups: groups.map(({ name }) => name),
      consents: consents.map(({ source, at }) => ({ source, at })),
    }
  }
  for (const phone of ['+4915100000801', '+12125550123', '+12125550124']) expect(await view(asTwo, phone)).toEqual(await view(asOne, phone))
  expect(await view(asTwo, '+4915100000801')).toMatchObject({ fields: nasty, groups: ['=B', 'A'] })
})

test('an export of more than a page holds every contact once, oldest first, and is audited', async () => {
  await db`
    insert into contacts (account_id, phone, country, fields)
    select ${accountId}, '+49152' || (10000000 + n), 'DE', '{}' from generate_series(1, 4500) as n`
  await call('POST', '/v1/contacts', { phone: '+436641234567' })
  const numbers = (await get('/v1/contacts/export?country=DE'))
    .split('\r\n')
    .slice(1, -1)
    .map((line) => Number(line.split(',')[0]))
  expect(numbers).toEqual(Array.from({ length: 4_500 }, (_, at) => 4_915_210_000_001 + at))
  const [entry] = await db<{ action: string }[]>`select action from audit_entries where account_id = ${accountId} order by id desc limit 1`
  expect(entry?.action).toBe('contacts.exported')
})
