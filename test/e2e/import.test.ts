/** Kills a process in the middle of an import of contacts and counts afterwards: every row was written, once. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { connect } from '../../src/platform/db.ts'
import { makeSocketFolder } from '../../src/platform/embeddedPostgres/socketFolder.ts'
import { dataFolder, eventually, startTapline, type Tapline } from './process.ts'

/** A million and more when somebody has the time. */
const ROWS = Number(process.env.ROWS ?? 60_000)

const file = () =>
  `phone;first_name;city\n${Array.from({ length: ROWS }, (_, row) => `+4915${110_000_000 + row};Ana ${row};Köln`).join('\n')}\n+4915110000000;again;\n12;bad;\n`

async function upload({ baseUrl, dataDir }: Tapline): Promise<string> {
  const key = readFileSync(join(dataDir, 'cli.key'), 'utf8').trim()
  const answer = await fetch(`${baseUrl}/v1/contacts/imports?group=All`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
    body: file(),
  })
  expect(answer.status).toBe(202)
  return ((await answer.json()) as { id: string }).id
}

const progressOf = async (tapline: Tapline, id: string) => (await tapline.call('GET', `/v1/contacts/imports/${id}`)).body

test.each(['SIGKILL', 'SIGTERM'] as const)('%s in an import loses no row and writes none twice', async (signal) => {
  const dataDir = dataFolder()
  const first = await startTapline({ dataDir })
  const id = await upload(first)
  await eventually('the first rows', async () => (Number((await progressOf(first, id)).rows) > 0 ? true : undefined))
  await first.end(signal)
  const second = await startTapline({ dataDir })
  expect((await progressOf(second, id)).rows).toBeLessThan(ROWS)
  const done = await eventually(
    'the end of the import',
    async () => {
      const progress = await progressOf(second, id)
      return progress.state === 'done' ? progress : undefined
    },
    90_000,
  )
  expect(done).toMatchObject({ rows: ROWS + 2, created: ROWS, updated: 0, duplicates: 1, rejected: 1, progress: 1 })
  const db = connect({
    server: {
      socketDir: makeSocketFolder({ dir: join(dataDir, 'postgres'), account: { prefix: [] } }),
      database: 'tapline',
      user: 'tapline',
    },
    max: 1,
    applicationName: 'judge',
  })
  const [counted] = await db<{ contacts: number; members: number; rejections: number; chunks: number; events: number }[]>`
    select (select count(*)::int from contacts) as contacts, (select count(*)::int from contact_group_members) as members,
      (select count(*)::int from contact_import_rejections) as rejections, (select count(*)::int from contact_import_chunks) as chunks,
      (select count(*)::int from outbox where type = 'contact_import.done') as events`
  await db.end()
  expect(counted).toEqual({ contacts: ROWS, members: ROWS, rejections: 2, chunks: 0, events: 1 })
  expect((await second.end('SIGTERM')).code).toBe(0)
})
