import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { commandLine } from '../../test/helpers/commandLine.ts'
import { exitCodes } from './failure.ts'

function emptyFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tapline-cli-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

test('help teaches: commands, examples and every exit code', async () => {
  const { code, out } = await commandLine({})('--help')
  expect(code).toBe(0)
  for (const name of [
    'start',
    'send',
    'messages',
    'stats',
    'user',
    'key',
    'price',
    'carrier',
    'route',
    'config',
    'doctor',
    'migrate',
    'drain',
  ])
    expect(out).toContain(`\n  ${name}`)
  for (const { code: exit, meaning } of Object.values(exitCodes)) expect(out).toContain(`  ${exit}  ${meaning}`)
  expect(out).toContain('tapline send --to +4915112345678')
})

test('the version is that of the package', async () => {
  expect(await commandLine({})('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\s*$/) })
})

test.each([
  [['send'], 'tapline send --to'],
  [['messages', 'list'], 'tapline messages --label'],
  [['key', 'create'], 'messages:write'],
])('help of %j has its examples', async (words, example) => {
  const { code, out } = await commandLine({})(...words, '--help')
  expect([code, out]).toEqual([0, expect.stringContaining(example)])
})

test.each([
  ['an unknown command', ['sned'], 'unknown command'],
  ['a missing option', ['send', '--to', 'x'], '--from'],
  ['a choice that is none', ['messages', '--state', 'lost'], 'Allowed choices'],
  ['a time that is none', ['messages', '--after', 'yesterday'], 'is no time'],
  ['an id that is none', ['user', 'list', '--account', 'me'], 'It is no id'],
  ['a scope that is none', ['key', 'create', '--name', 'x', '--scope', 'all'], 'There is no scope "all"'],
  ['a price that is none', ['price', 'set', 'DE', 'EUR', '1,5'], 'is no price'],
  ['a country that is none', ['price', 'set', 'UK', 'EUR', '1.5'], 'GB'],
  ['a currency that is none', ['price', 'set', 'DE', 'EURO', '1.5'], 'is no currency'],
  ['no API key', ['stats'], 'There is no API key'],
])('%s ends with 2 and a sentence', async (_name, words, sentence) => {
  const { code, out, error } = await commandLine({ DATA_DIR: emptyFolder() })(...words)
  expect([code, out]).toEqual([2, ''])
  expect(error).toContain(sentence)
})

test('a configuration that cannot be used ends with 2', async () => {
  const { code, error } = await commandLine({ PORT: 'abc' })('start')
  expect([code, error]).toEqual([2, expect.stringContaining('PORT is "abc"')])
})

test('start gets the configuration', async () => {
  const ports: number[] = []
  const run = commandLine({ PORT: '5200' }, { start: async ({ port }) => void ports.push(port) })
  expect((await run('start')).code).toBe(0)
  expect(ports).toEqual([5200])
})

test('config masks secrets and reports variables that mean nothing', async () => {
  const run = commandLine({ DATABASE_URL: 'postgres://user:hush@host/db', PORT: '5200', TAPLINE_ROLE: 'web' })
  const { code, out, error } = await run('config')
  expect(code).toBe(0)
  expect(out).toMatch(/^PORT +5200 /m)
  expect(out).not.toContain('hush')
  expect(error).toContain('TAPLINE_ROLE is set, but there is no such setting')
  expect(JSON.parse((await run('config', '--json')).out)).toMatchObject({ PORT: '5200', DATABASE_URL: '********', HOST: null })
})

test('an API and a database that cannot be reached end with 5', async () => {
  const run = commandLine({ DATA_DIR: emptyFolder(), TAPLINE_API_KEY: 'tl_x', PORT: '9', DATABASE_URL: 'postgres://a:b@127.0.0.1:9/c' })
  expect(await run('stats')).toMatchObject({ code: 5, error: expect.stringContaining('cannot be reached') })
  expect(await run('key', 'list')).toMatchObject({ code: 5, error: expect.stringContaining('The database cannot be reached') })
})

test('drain of a folder that is not there ends with 3', async () => {
  expect(await commandLine({})('drain', '/nonexistent/journal')).toMatchObject({
    code: 3,
    error: expect.stringContaining('There is no folder'),
  })
})

test('before the first start the doctor finds nothing to mend, and a closed database afterwards', async () => {
  const dir = join(emptyFolder(), 'data')
  const well = await commandLine({ DATA_DIR: dir, PORT: '47310' })('doctor')
  expect(well).toMatchObject({ code: 0, out: expect.stringContaining('will be made at the first start') })
  const ill = await commandLine({ DATA_DIR: dir, PORT: '47310', DATABASE_URL: 'postgres://a:b@127.0.0.1:9/c', TAPLINE_X: '1' })(
    'doctor',
    '--json',
  )
  expect(ill.code).toBe(1)
  expect(JSON.parse(ill.out)).toMatchObject({
    ok: false,
    findings: expect.arrayContaining([
      expect.objectContaining({ status: 'warn', detail: 'TAPLINE_X is set and means nothing' }),
      expect.objectContaining({ status: 'fail', what: 'Database' }),
    ]),
  })
})
