import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '../../test/helpers/api.ts'
import { commandLine } from '../../test/helpers/commandLine.ts'
import { testDatabase } from '../../test/helpers/database.ts'

const db = await testDatabase()
const { app, call, secretKey } = await api(db)
const dir = mkdtempSync(join(tmpdir(), 'tapline-cli-'))
afterAll(() => rmSync(dir, { recursive: true }))
let run: ReturnType<typeof commandLine>
let group = ''

beforeAll(async () => {
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  run = commandLine({ TAPLINE_URL: url, TAPLINE_API_KEY: secretKey, DATA_DIR: dir })
  await call('POST', '/v1/contacts/batch', {
    contacts: [
      { phone: '+4915110000001', fields: { first_name: 'Ana' }, groups: ['News'] },
      { phone: '+4915110000002', groups: ['News', 'Staff'] },
      { phone: '+4915110000003' },
    ],
  })
  const { body } = await call('GET', '/v1/groups')
  group = String((body.groups as { id: string; name: string }[]).find(({ name }) => name === 'News')?.id)
})

const write = (name: string, value: unknown) => {
  writeFileSync(join(dir, name), typeof value === 'string' ? value : JSON.stringify(value))
  return join(dir, name)
}

test('an audience is counted, with who is left out and why', async () => {
  expect((await run('audience', 'count', '--all')).out).toBe('3 contacts of 3 would get it.\n')
  const { out } = await run('audience', 'count', '--all', '--exclude-group', group, '--text', 'Hi {first_name}', '--sample', '5')
  expect(out).toContain('0 contacts of 3 would get it.')
  expect(out).toMatch(/^2 +in what is excluded +\+4915110000001, \+4915110000002$/m)
  expect(out).toMatch(/^1 +lack a merge field of the text +\+4915110000003$/m)
  const file = write('audience.json', { include: [{ kind: 'field', name: 'first_name', operator: 'is', value: 'Ana' }] })
  const json = await run('audience', 'count', '--file', file, '--max-messages', '2', '--days', '7', '--from', 'Acme', '--json')
  expect(JSON.parse(json.out)).toEqual({ matched: 1, will_receive: 1, left_out: [] })
})

test('segments are saved, shown, listed, counted and deleted', async () => {
  const made = await run(
    'segments',
    'create',
    'Named',
    '--file',
    write('rule.json', { kind: 'field', name: 'first_name', operator: 'exists' }),
    '--json',
  )
  const { id } = JSON.parse(made.out)
  expect((await run('segments')).out).toMatch(new RegExp(`^${id} +Named .*"first_name"`, 'm'))
  expect((await run('segments', 'show', id)).out).toContain('"operator": "exists"')
  expect((await run('audience', 'count', '--segment', id)).out).toContain('1 contact of 1')
  expect((await run('audience', 'count', '--group', group, '--exclude-segment', id)).out).toContain('1 contact of 2')
  expect((await run('segments', 'delete', id)).out).toBe(`Deleted segment ${id}.\n`)
  expect((await run('audience', 'count', '--segment', id)).code).toBe(3)
})

test.each([
  ['nobody', ['audience', 'count'], 'is nobody'],
  ['a cap without days', ['audience', 'count', '--all', '--max-messages', '2'], 'go together'],
  ['a file and more', ['audience', 'count', '--group', '1', '--file', 'x'], 'no other rules'],
  ['a file that is not there', ['segments', 'create', 'X', '--file', '/nonexistent/rule.json'], 'cannot be read'],
])('%s ends with 2 and a sentence', async (_name, words, sentence) => {
  expect(await run(...words)).toMatchObject({ code: 2, out: '', error: expect.stringContaining(sentence) })
})
