import { randomBytes } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { aBackupFile, backedUp, filledDatabase } from '../../../test/helpers/backups.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { aFolder } from '../../../test/helpers/hits.ts'
import { loadSecrets } from '../../platform/secrets.ts'
import { BackupError } from './format.ts'
import { makeBackup } from './make.ts'
import { examineBackup } from './restore.ts'

const migrations = resolve('db/migrations')
const db = await testDatabase()
const { secrets } = await filledDatabase(db, { messages: 200 })
const path = await backedUp(db, { secrets })
const whole = readFileSync(path)

const examine = (file: string, given = secrets) => examineBackup(file, { secrets: given, migrations })
function fileOf(bytes: Buffer): string {
  const file = aBackupFile()
  writeFileSync(file, bytes)
  return file
}
const otherSecrets = () => loadSecrets({ secretKey: randomBytes(32).toString('hex'), dataDir: '/nonexistent' })

test('a whole file tells what is in it', async () => {
  const { header, totals } = await examine(path)
  expect(header.version).toBe('test')
  const rowsOf = (name: string) => totals.rows[header.tables.findIndex((table) => table.name === name)]
  expect(rowsOf('messages')).toBe(202)
})

test('sessions, setup links and the key itself stand in no backup', async () => {
  const { header } = await examine(path)
  expect(header.tables.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['sessions']))
  expect(header.tables.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['setup_links']))
})

test('a file that was cut anywhere is refused as incomplete', async () => {
  for (const length of [17, 20, 26, 30, whole.length / 2, whole.length - 41, whole.length - 1])
    await expect(examine(fileOf(whole.subarray(0, length)))).rejects.toThrow(/is incomplete: it ends at byte \d+ without its seal/)
})

test('a file in which any one bit was flipped is refused', async () => {
  for (let at = 0; at < whole.length; at += 97) {
    const bytes = Buffer.from(whole)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8))
    await expect(examine(fileOf(bytes))).rejects.toThrow(BackupError)
  }
})

test('a file with something behind its end is refused', async () => {
  await expect(examine(fileOf(Buffer.concat([whole, whole])))).rejects.toThrow('is damaged at byte')
})

test('a file that is no backup is refused', async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('PGDMP'), randomBytes(5_000)])
    await expect(examine(fileOf(bytes))).rejects.toThrow('is not a backup')
  await expect(examine('/nonexistent/file')).rejects.toThrow('cannot be read')
})

test('a form of the file that is not known yet is named as such', async () => {
  const bytes = Buffer.from(whole)
  bytes.write('2', 15)
  await expect(examine(fileOf(bytes))).rejects.toThrow('in a form that this version of Tapline does not know')
})

test('a backup of another SECRET_KEY is refused and the sentence says which file to copy', async () => {
  await expect(examine(path, otherSecrets())).rejects.toThrow(/belongs to another SECRET_KEY.*Copy secret\.key/)
})

test('no backup is made with another SECRET_KEY than that of the database', async () => {
  const made = makeBackup(db, { secrets: otherSecrets(), version: 'test', sink: async () => undefined })
  await expect(made).rejects.toThrow('This database belongs to another SECRET_KEY')
})

test('a backup of a newer version is refused', async () => {
  const older = aFolder()
  for (const name of readdirSync(migrations).toSorted().slice(0, -1)) cpSync(join(migrations, name), join(older, name))
  await expect(examineBackup(path, { secrets, migrations: older })).rejects.toThrow(
    'was made by Tapline test, whose schema this version does not know',
  )
})

test('a database on which Tapline was never started has nothing to back up', async () => {
  const made = makeBackup(await testDatabase(), { secrets, version: 'test', sink: async () => undefined })
  await expect(made).rejects.toThrow('There is nothing to back up')
})

test('a disk that is full ends the backup with that error, and the connection can be used again', async () => {
  const one = await testDatabase({ max: 2 })
  const { secrets } = await filledDatabase(one, { messages: 20_000 })
  let taken = 0
  const sink = async (bytes: Buffer) => {
    taken += bytes.length
    if (taken > 100_000) throw new Error('no space left')
  }
  await expect(makeBackup(one, { secrets, version: 'test', sink })).rejects.toThrow('no space left')
  await expect(makeBackup(one, { secrets, version: 'test', sink: async () => undefined })).resolves.toBeDefined()
})
