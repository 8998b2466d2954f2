import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '../../test/helpers/api.ts'
import { commandLine } from '../../test/helpers/commandLine.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { replyFromPhone } from '../domain/messages/phoneReply.ts'

const db = await testDatabase()
const { app, secretKey, parts, accountId } = await api(db)
const dir = mkdtempSync(join(tmpdir(), 'tapline-cli-'))
afterAll(() => rmSync(dir, { recursive: true }))
let run: ReturnType<typeof commandLine>

beforeAll(async () => {
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  run = commandLine({ TAPLINE_URL: url, TAPLINE_API_KEY: secretKey, DATA_DIR: dir })
})

const write = (name: string, content: string | Buffer) => {
  writeFileSync(join(dir, name), content)
  return join(dir, name)
}
const known = async () => (await db<{ phone: string }[]>`select phone from suppressions order by phone`).map(({ phone }) => phone)

test('numbers are added, listed, printed as CSV and removed', async () => {
  expect((await run('suppressions')).error).toContain('No number is suppressed.')
  const added = await run('suppressions', 'add', '+4915110000001', '12', '--source', 'complaint')
  expect(added).toMatchObject({ code: 4, out: 'Suppressed 1 number, 0 before.\n' })
  expect(added.error).toContain('Cannot parse phone number "12"')
  expect((await run('suppressions')).out).toMatch(/PHONE +SOURCE +SINCE\n\+4915110000001 +complaint +2/)
  expect((await run('suppressions', 'export')).out).toContain('+4915110000001,complaint,')
  expect((await run('suppressions', 'remove', '+4915110000001')).out).toBe('+4915110000001 can be sent to again.\n')
  expect((await run('suppressions', 'remove', '+4915110000001')).code).toBe(3)
})

test.each([
  ['lines.txt', '+4915120000001\r\n\r\n+4915120000002\r\n'],
  ['comma.csv', 'name,Phone\n"Ana, B.",+4915120000001\nBea,\'+4915120000002\n'],
  ['marked.csv', Buffer.from('\ufeffHandy;Name\n+49 151 20000001;Zoë\n0049 151 20000002;x', 'utf8')],
  ['utf16.csv', Buffer.from('\ufeffNr\tMobile\n1\t+4915120000001\n2\t+4915120000002\n', 'utf16le')],
])('the numbers of %s are found and suppressed', async (name, content) => {
  await db`delete from suppressions`
  const ran = await run('suppressions', 'import', write(name, content))
  expect(ran).toMatchObject({ code: 0, out: 'Suppressed 2 numbers, 0 before, 0 refused.\n' })
  expect(await known()).toEqual(['+4915120000001', '+4915120000002'])
})

test('a column is named, what cannot be read is told by its line, and a file without numbers is refused', async () => {
  await db`delete from suppressions`
  const file = write('other.csv', 'Kontakt,Sperre\n+4915130000009,+4915130000001\n+4915130000008,nobody\n')
  const ran = await run('suppressions', 'import', file, '--column', 'sperre', '--json')
  expect(ran.code).toBe(4)
  expect(JSON.parse(ran.out)).toEqual({ added: 1, already: 0, refused: 1 })
  expect(ran.error).toContain('line 3: Cannot parse phone number "nobody"')
  expect(await known()).toEqual(['+4915130000001'])
  expect(await run('suppressions', 'import', write('none.csv', 'a,b\n1,2\n'))).toMatchObject({ code: 2 })
  expect(await run('suppressions', 'import', join(dir, 'missing.csv'))).toMatchObject({ code: 2 })
  expect(await run('suppressions', 'import', file, '--column', 'x')).toMatchObject({ code: 2 })
})

test('a file of more numbers than one call takes goes in several', async () => {
  await db`delete from suppressions`
  const lines = Array.from({ length: 12_000 }, (_, at) => `+4915${String(300_000_000 + at)}`).join('\n')
  expect((await run('suppressions', 'import', write('many.txt', lines))).out).toBe('Suppressed 12000 numbers, 0 before, 0 refused.\n')
})

test('what people wrote is listed and shown, and an opt-out that is not sure is reviewed', async () => {
  const phone = '+4915140000001'
  await replyFromPhone(parts, { accountId, phone, recipient: '4915799999999', text: 'please stop \u001b[31m this' })
  const list = await run('inbound', '--phone', phone, '--kind', 'opt_out')
  expect(list.out).toMatch(/\+4915140000001 +4915799999999 +opt_out\? +opted_out +please stop \ufffd\[31m this/)
  const { inbound } = JSON.parse((await run('inbound', '--json')).out) as { inbound: { id: string }[] }
  expect((await run('inbound', 'show', inbound[0]?.id ?? '')).out).toContain('opt_out (not sure)')
  const { opt_outs: pending } = JSON.parse((await run('opt-outs', '--review', 'pending', '--json')).out) as { opt_outs: { id: string }[] }
  const id = pending[0]?.id ?? ''
  expect((await run('opt-outs')).out).toMatch(/reply +pending/)
  expect((await run('opt-outs', 'dismiss', id)).out).toBe(`Opt-out ${id} is dismissed: ${phone} may be sent to again.\n`)
  expect((await run('opt-outs', 'confirm', id)).code).toBe(4)
  expect((await run('opt-outs', '--review', 'pending')).error).toContain('No opt-out.')
})
