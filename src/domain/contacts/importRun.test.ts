import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { newAccount, silentLog } from '../../../test/helpers/messaging.ts'
import { claimImport, leaveImport } from './importStore.ts'
import { cancelImport, getImport, rejectionFile, resumeImport, sweepImports } from './imports.ts'
import { runNextImport } from './importRun.ts'
import { receiveImport, type ImportOrder } from './upload.ts'

const db = await testDatabase({ max: 6 })
const order: ImportOrder = {
  fileName: 'a.csv',
  mapping: undefined,
  rule: 'update',
  defaultCountry: undefined,
  groups: [],
  consent: undefined,
}
const ROWS = 10_000

async function* body(rows: number): AsyncGenerator<Buffer> {
  yield Buffer.from('phone,name\n')
  for (let row = 0; row < rows; row += 100)
    yield Buffer.from(
      Array.from({ length: 100 }, (_, at) => `+49151${10_000_000 + row + at},"Zoë ${row + at}\n${'x'.repeat(80)}"\n`).join(''),
    )
}

async function uploaded(rows = ROWS) {
  const { accountId } = await newAccount(db)
  const id = await receiveImport(db, { accountId, actor: 'operator', order, body: body(rows) })
  return { accountId, id }
}

/** Works until it was asked `turns` times whether to stop. */
const runFor = (turns: number) => {
  let asked = 0
  return runNextImport({ db, log: silentLog, isStopping: () => ++asked > turns })
}
const countContacts = async (accountId: bigint) => {
  const [row] = await db<{ count: number }[]>`select count(*)::int from contacts where account_id = ${accountId}`
  return row?.count
}
const countChunks = async (id: bigint) => {
  const [row] = await db<{ count: number }[]>`select count(*)::int from contact_import_chunks where import_id = ${id}`
  return row?.count
}
const lapse = (id: bigint) => db`update contact_imports set claimed_until = now() - interval '1 s' where id = ${id}`

test('an import that is stopped between two slices goes on from there, and each row is written once', async () => {
  const target = await uploaded()
  const parts = (await countChunks(target.id)) ?? 0
  await runFor(2)
  const half = await getImport(db, target)
  expect(half).toMatchObject({ state: 'queued' })
  expect(half.rows).toBeGreaterThan(0)
  expect(half.rows).toBeLessThan(ROWS)
  expect(await countContacts(target.accountId)).toBe(half.rows)
  expect(await countChunks(target.id)).toBeLessThan(parts)
  await runFor(100)
  expect(await getImport(db, target)).toMatchObject({ state: 'done', rows: ROWS, created: ROWS, updated: 0, duplicates: 0, rejected: 0 })
  expect(await countContacts(target.accountId)).toBe(ROWS)
  expect(await countChunks(target.id)).toBe(0)
})

test('an import whose process fell silent is taken by another, and what the first one still writes is not kept', async () => {
  const target = await uploaded()
  let asked = 0
  // In the middle of the first run its claim lapses and somebody else takes the import.
  const first = runNextImport({
    db,
    log: silentLog,
    isStopping: () => {
      if (++asked === 2) void lapse(target.id).then(() => claimImport(db, { claim: '00000000-0000-4000-8000-000000000001', leaseS: 1 }))
      return false
    },
  })
  await first
  await lapse(target.id)
  await runFor(100)
  const done = await getImport(db, target)
  expect(done).toMatchObject({ state: 'done', rows: ROWS, created: ROWS, duplicates: 0 })
  expect(await countContacts(target.accountId)).toBe(ROWS)
})

test('imports of one account run one after the other', async () => {
  const target = await uploaded(100)
  await receiveImport(db, { accountId: target.accountId, actor: 'operator', order, body: body(100) })
  const claim = '00000000-0000-4000-8000-000000000002'
  expect(await claimImport(db, { claim, leaseS: 30 })).toMatchObject({ id: target.id })
  expect(await runFor(100)).toBe(false)
  await leaveImport(db, { id: target.id, claim, state: 'queued', failure: null })
  expect([await runFor(100), await runFor(100), await runFor(100)]).toEqual([true, true, false])
  expect(await countContacts(target.accountId)).toBe(100)
})

test('a failed import is resumed where it stopped', async () => {
  const target = await uploaded()
  await runFor(2)
  const claim = '00000000-0000-4000-8000-000000000003'
  await claimImport(db, { claim, leaseS: 30 })
  await leaveImport(db, { id: target.id, claim, state: 'failed', failure: 'x' })
  expect(await resumeImport(db, target)).toMatchObject({ state: 'queued', failure: null })
  await runFor(100)
  expect(await getImport(db, target)).toMatchObject({ state: 'done', rows: ROWS, created: ROWS })
})

test('an import that is cancelled while it runs stops, and keeps what it has written', async () => {
  const target = await uploaded()
  let asked = 0
  await runNextImport({
    db,
    log: silentLog,
    isStopping: () => {
      if (++asked === 2) void cancelImport(db, target)
      return false
    },
  })
  const { state, rows } = await getImport(db, target)
  expect(state).toBe('cancelled')
  expect(await countContacts(target.accountId)).toBe(rows)
})

test('an upload that breaks off fails and leaves nothing behind', async () => {
  const { accountId } = await newAccount(db)
  async function* broken(): AsyncGenerator<Buffer> {
    yield* body(ROWS)
    throw new Error('the connection was lost')
  }
  await expect(receiveImport(db, { accountId, actor: 'operator', order, body: broken() })).rejects.toThrow('the connection was lost')
  const [row] = await db<{ id: bigint; state: string }[]>`select id, state from contact_imports where account_id = ${accountId}`
  expect(row?.state).toBe('failed')
  expect(await countChunks(row?.id ?? 0n)).toBe(0)
  await expect(resumeImport(db, { accountId, id: row?.id ?? 0n })).rejects.toMatchObject({ code: 'import_not_resumable' })
})

test('what imports leave behind is forgotten in its time', async () => {
  const old = await uploaded(100)
  await runFor(100)
  await db`
    insert into contact_import_rejections (account_id, import_id, line, code, detail, cells)
    values (${old.accountId}, ${old.id}, 2, 'phone_invalid', 'x', '{1}')`
  const fileOf = async () => {
    let file = ''
    for await (const piece of rejectionFile(db, await getImport(db, old))) file += piece
    return file.split('\r\n').length - 1
  }
  await sweepImports(db)
  expect(await fileOf()).toBe(2)
  await db`update contact_imports set finished_at = now() - interval '31 days' where id = ${old.id}`
  await sweepImports(db)
  expect(await fileOf()).toBe(1)
  await db`update contact_imports set finished_at = now() - interval '401 days' where id = ${old.id}`
  await sweepImports(db)
  await expect(getImport(db, old)).rejects.toMatchObject({ code: 'not_found' })
  const stale = await uploaded(100)
  await db`update contact_imports set state = 'uploading', changed_at = now() - interval '61 minutes' where id = ${stale.id}`
  await sweepImports(db)
  expect(await getImport(db, stale)).toMatchObject({ state: 'failed' })
})
