/** A backup beside writers, and what a restore does with messages that may have been sent since. */
import { resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { aBackupFile, backedUp, filledDatabase, intoFile } from '../../../test/helpers/backups.ts'
import { emptyServer, testDatabase } from '../../../test/helpers/database.ts'
import { send, silentLog } from '../../../test/helpers/messaging.ts'
import { connect, inTransaction, type Db, type Pool } from '../../platform/db.ts'
import type { Secrets } from '../../platform/secrets.ts'
import { claimQueued, TRANSACTIONAL } from '../messages/claim.ts'
import { sweepMessages } from '../messages/sweep.ts'
import { frameKinds } from './format.ts'
import { makeBackup } from './make.ts'
import { examineBackup, restoreBackup } from './restore.ts'

const migrations = resolve('db/migrations')

async function restored(path: string, { secrets, resumeSending }: { secrets: Secrets; resumeSending: boolean }) {
  const db = connect({ server: await emptyServer(), max: 4, applicationName: 'test' })
  afterAll(() => db.end())
  const backup = await examineBackup(path, { secrets, migrations })
  return { db, ...(await restoreBackup(db, { path, backup, resumeSending, migrations, log: silentLog, tell: () => undefined })) }
}

function gate() {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

/** A backup that waits at its header, before it has read a table, and at its totals, after it has read all. */
function slowBackup(db: Pool, secrets: Secrets) {
  const path = aBackupFile()
  const write = intoFile(path)
  const stops = { header: { reached: gate(), open: gate() }, totals: { reached: gate(), open: gate() } }
  const stopAt = async ({ reached, open }: (typeof stops)['header']) => {
    reached.resolve()
    await open.promise
  }
  const sink = async (bytes: Buffer) => {
    if (bytes[0] === frameKinds.header) await stopAt(stops.header)
    if (bytes[0] === frameKinds.totals) await stopAt(stops.totals)
    await write(bytes)
  }
  return { path, stops, made: makeBackup(db, { secrets, version: 'test', sink }) }
}

test('while a backup is made writers go on and partitions are made, readers of the outbox see new events, and none of it is in the file', async () => {
  const db = await testDatabase({ max: 6 })
  const { secrets, parts, key } = await filledDatabase(db, { messages: 100 })
  const before = await countRows(db)
  const { path, stops, made } = slowBackup(db, secrets)
  await stops.header.reached.promise
  await send(parts, key, { to: ['+4915112345680'], text: 'New: https://example.com/new' })
  await db`insert into outbox (account_id, type, test, data) values (1, 'hit.click', false, '{"new": true}')`
  const seen = await db`select from outbox where data->>'new' = 'true' and xid < pg_snapshot_xmin(pg_current_snapshot())`
  expect(seen).toHaveLength(1)
  stops.header.open.resolve()
  await stops.totals.reached.promise
  await inTransaction(db, async (tx) => {
    await tx`set local lock_timeout = '5s'`
    await tx.unsafe(`create table outbox_20300101 partition of outbox for values from ('2030-01-01') to ('2030-01-02')`)
  })
  stops.totals.open.resolve()
  await made
  const { db: target } = await restored(path, { secrets, resumeSending: true })
  expect(await countRows(target)).toEqual(before)
})

const countRows = async (db: Db) => {
  const [row] = await db<{ messages: number; events: number }[]>`
    select (select count(*)::int from messages) as messages, (select count(*)::int from outbox) as events`
  return row
}

type Row = { phone: string; state: string; failure: string | null; resend: boolean; submitted: boolean }
const statesOf = (db: Db) => db<Row[]>`
  select phone, state, failure, on_unknown = 'resend' as resend, submitted_at is not null as submitted from messages order by phone`

/** One message in each state that sends by itself, and one for tomorrow. */
async function unsettled() {
  const db = await testDatabase()
  const given = await filledDatabase(db, { messages: 0 })
  await db`delete from messages`
  const queue = async (phone: string, more = {}) => send(given.parts, given.key, { to: [phone], text: 'Hi https://example.com/a', ...more })
  await queue('+4915100000001')
  await queue('+4915100000002')
  const [carrier] = await db<{ id: bigint }[]>`select id from carriers`
  await claimQueued(db, { lane: TRANSACTIONAL, carrierId: carrier?.id ?? 0n, limit: 2 })
  await db`update messages set state = 'unknown', claimed_until = null where phone = '+4915100000002'`
  await queue('+4915100000003')
  await queue('+4915100000004', { send_at: new Date(Date.now() + 86_400_000).toISOString() })
  return { db, secrets: given.secrets, path: await backedUp(db, given) }
}

test('after a restore nothing is sent that may have been sent after the backup; what is due later is', async () => {
  const { secrets, path } = await unsettled()
  const { db, held } = await restored(path, { secrets, resumeSending: false })
  expect(held).toBe(3)
  expect(await statesOf(db)).toEqual([
    { phone: '+4915100000001', state: 'unknown', failure: 'restored', resend: false, submitted: true },
    { phone: '+4915100000002', state: 'unknown', failure: null, resend: false, submitted: true },
    { phone: '+4915100000003', state: 'unknown', failure: 'restored', resend: false, submitted: true },
    { phone: '+4915100000004', state: 'queued', failure: null, resend: true, submitted: false },
  ])
  await db`update messages set submitted_at = submitted_at - interval '1 hour' where state = 'unknown'`
  expect(await sweepMessages(db)).toEqual({ lapsed: 0, resent: 0, expired: 0 })
  expect(await db`select data->>'failure' as failure from outbox where type = 'message.unknown'`).toEqual([
    { failure: 'restored' },
    { failure: 'restored' },
  ])
})

test('with resumeSending everything stays as it was', async () => {
  const { db: source, secrets, path } = await unsettled()
  const { db, held } = await restored(path, { secrets, resumeSending: true })
  expect(held).toBe(0)
  expect(await statesOf(db)).toEqual(await statesOf(source))
})
