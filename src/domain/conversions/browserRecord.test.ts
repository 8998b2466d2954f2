import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { aFolder, aHit, appendAll, silent } from '../../../test/helpers/hits.ts'
import { newAccount } from '../../../test/helpers/messaging.ts'
import { updateConversionSettings } from '../accounts/conversionSettings.ts'
import { DirectHits } from '../tracking/direct.ts'
import { drainDirectory } from '../tracking/drainDirectory.ts'
import { encodeForeign, foreignEncoder, type ForeignRecord } from '../tracking/foreignRecord.ts'
import { openJournal } from '../tracking/journal.ts'
import { encodeBrowserRecord, storeBrowserConversions, type BrowserRecord } from './browserRecord.ts'

const db = await testDatabase()
const ORIGIN = 'https://shop.example'
const { accountId } = await newAccount(db)
await updateConversionSettings(db, { accountId, actor: 'operator', changes: { origins: [ORIGIN] } })

const aRecord = (orderId: string, more: Partial<BrowserRecord> = {}): ForeignRecord =>
  encodeBrowserRecord({
    ...{ accountId: Number(accountId), at: Date.now(), name: 'order', orderId, valueMicros: '49900000', currency: 'EUR', origin: ORIGIN },
    ...{ clicks: [{ id: 'a'.repeat(22), place: { codeSpaceId: 1, number: 5, at: Date.now() } }], ...more },
  })
const ordersOf = async (prefix: string) =>
  (await db<{ id: string }[]>`select order_id as id from conversions where order_id like ${`${prefix}%`} order by 1`).map(({ id }) => id)

async function drain(records: readonly ForeignRecord[]) {
  const dir = aFolder()
  const journal = await openJournal({ dir, log: silent })
  await appendAll(journal, [aHit()])
  await Promise.all(records.map((one) => new Promise<void>((settled) => journal.append(foreignEncoder, one, { settled }))))
  await journal.close()
  return drainDirectory(db, { dir, log: silent, storeForeign: storeBrowserConversions })
}

test('conversions come out of the journal beside hits, each once', async () => {
  const all = Array.from({ length: 1_200 }, (_, at) => aRecord(`journal-${at}`))
  expect(await drain([...all, ...all.slice(0, 3)])).toMatchObject({ hits: 1 })
  expect(await ordersOf('journal-')).toHaveLength(1_200)
})

test('one from a page that is not allowed, or of an account that does not exist, is dropped, and the others are stored', async () => {
  await drain([aRecord('page-1', { origin: 'https://evil.example' }), aRecord('page-2', { accountId: 2_000_000_000 }), aRecord('page-3')])
  expect(await ordersOf('page-')).toEqual(['page-3'])
})

test('what nobody understands, and what PostgreSQL refuses, is set aside without stopping the others', async () => {
  const odd = { kind: 2, body: Buffer.from('{"accountId":1}') }
  await drain([aRecord('odd-1'), odd, aRecord('odd-2', { name: 'a\0b' }), aRecord('odd-3')])
  expect(await ordersOf('odd-')).toEqual(['odd-1', 'odd-3'])
})

test('with a disk that refuses they go straight to the database', async () => {
  const direct = new DirectHits({ db, log: silent, isOver: () => false, onStored: () => undefined, storeForeign: storeBrowserConversions })
  const records = Buffer.concat([aRecord('direct-1'), aRecord('direct-2')].map(encodeForeign))
  expect(await direct.store(records)).toBe(0)
  expect(await ordersOf('direct-')).toEqual(['direct-1', 'direct-2'])
})
