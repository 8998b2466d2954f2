import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandLine } from '../../test/helpers/commandLine.ts'
import { contactsApi } from '../../test/helpers/contacts.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { silentLog } from '../../test/helpers/messaging.ts'
import { runNextImport } from '../domain/contacts/importRun.ts'
import { startLoop } from '../jobs/loop.ts'

const db = await testDatabase()
const { app, secretKey } = await contactsApi(db)
const dir = mkdtempSync(join(tmpdir(), 'tapline-cli-'))
afterAll(() => rmSync(dir, { recursive: true }))
let run: ReturnType<typeof commandLine>

beforeAll(async () => {
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  run = commandLine({ TAPLINE_URL: url, TAPLINE_API_KEY: secretKey, DATA_DIR: dir })
  const job = {
    name: 'imports',
    intervalMs: 20,
    run: async () => ((await runNextImport({ db, log: silentLog, isStopping: () => false })) ? ('again' as const) : ('done' as const)),
  }
  const loop = startLoop(job, { log: silentLog, onFailure: () => undefined })
  return () => loop.stop()
})

const json = async (...words: string[]) => JSON.parse((await run(...words, '--json')).out)
const write = (name: string, text: string) => {
  writeFileSync(join(dir, name), text)
  return join(dir, name)
}

test('a file is imported as told, and what was not taken can be mended', async () => {
  const file = write('kunden.csv', 'Nr;Vorname\n0151 10000001;Ana\n12;Bea\n')
  const ran = await run(
    'contacts',
    'import',
    file,
    '--map',
    'Nr=phone',
    '--map',
    'Vorname=first_name',
    '--country',
    'de',
    '--group',
    'News',
    '--group',
    'VIP',
  )
  expect(ran.code).toBe(4)
  expect(ran.out).toContain('2 rows, 1 created, 0 updated, 0 skipped, 0 doubles, 1 rejected.')
  expect(ran.out).toContain('  Vorname -> first_name')
  const id = /contacts rejections (\d+)/.exec(ran.error)?.[1] ?? ''
  const rejected = await run('contacts', 'rejections', id)
  expect(rejected.out).toContain('\r\n12,Bea,3,')
  const mended = write('mended.csv', rejected.out.replace('12,Bea', '+4915110000002,Bea'))
  expect(await run('contacts', 'import', mended, '--map', 'Nr=phone', '--map', 'Vorname=first_name', '--no-wait')).toMatchObject({
    code: 0,
  })
  expect((await run('contacts', 'imports')).out).toMatch(/mended\.csv/)
})

test('contacts are listed, shown, exported and deleted', async () => {
  const file = write('b.csv', 'phone,city\n+4366412345678,Wien\n')
  expect((await run('contacts', 'import', file, '--consent-source', 'fair', '--consent-wording', 'Yes.')).code).toBe(0)
  expect((await run('contacts', '--field', 'city=Wien')).out).toMatch(/\+4366412345678 +AT +Europe\/Vienna +- +city=Wien/)
  expect((await json('contacts', 'list', '--country', 'at')).contacts).toHaveLength(1)
  expect((await run('contacts', 'show', '+4366412345678')).out).toMatch(/time zone +Europe\/Vienna \(of the country\)/)
  const exported = await run('contacts', 'export', '--country', 'AT')
  expect(exported.out).toMatch(/^\ufeffphone,time_zone,groups,.*\r\n\+4366412345678,,,.*fair,.*,Yes\.\r\n$/)
  expect(exported.error).toContain('1 contact exported.')
  expect((await run('contacts', 'delete', '+4366412345678')).code).toBe(0)
  expect((await run('contacts', 'show', '+4366412345678')).code).toBe(3)
})

test('groups are made, filled, emptied, listed and deleted', async () => {
  const { id } = await json('groups', 'create', 'Spring')
  await run('contacts', 'import', write('c.csv', 'phone\n+4915110000009\n'))
  expect(await run('groups', 'add', id, '+4915110000009', '+4915119999999')).toMatchObject({ code: 3, out: 'Added 1 contact.\n' })
  expect((await run('groups', 'show', id)).out).toBe(`Group ${id}, Spring: 1 member.\n`)
  expect((await run('groups')).out).toContain('Spring')
  expect((await run('groups', 'remove', id, '+4915110000009')).out).toBe('Removed 1 contact.\n')
  expect((await run('groups', 'delete', id)).code).toBe(0)
  expect((await run('groups', 'show', id)).code).toBe(3)
})

test('what cannot be imported is told in words', async () => {
  expect(await run('contacts', 'import', join(dir, 'none.csv'))).toMatchObject({ code: 2 })
  expect(await run('contacts', 'import', write('d.csv', 'phone\n'), '--map', 'x')).toMatchObject({ code: 2 })
  const refused = await run('contacts', 'import', write('e.csv', 'a,b\n1,2\n'))
  expect(refused).toMatchObject({ code: 4, error: expect.stringContaining('map one of "a", "b" to phone') })
  const large = write('f.csv', `a,b\n${'1,2\n'.repeat(5_000_000)}`)
  expect(await run('contacts', 'import', large)).toMatchObject({ code: 4, error: expect.stringContaining('to phone') })
  expect(await run('contacts', '--field', 'city')).toMatchObject({ code: 2 })
  const done = await json('contacts', 'imports')
  expect(await run('contacts', 'cancel', done.imports[0].id)).toMatchObject({ code: 4 })
  expect(await run('contacts', 'resume', done.imports[0].id)).toMatchObject({ code: 4 })
})
