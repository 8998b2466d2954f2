import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { loadSecrets } from '../../platform/secrets.ts'
import { accountSettings, updateAccount } from './accounts.ts'
import { verifyInstallation } from './installation.ts'
import { insertAccount } from './store.ts'

const db = await testDatabase()

test('a new account counts everything and has no currency, so that no price is invented', async () => {
  const id = await insertAccount(db, { name: 'Acme' })
  expect(await accountSettings(db, id)).toEqual({
    id,
    name: 'Acme',
    currency: null,
    defaultCountry: null,
    timeZone: 'UTC',
    tracking: 'full',
    gpc: 'count',
    mergeFieldsInUrls: false,
    linkForm: 'full',
    linkValidityDays: null,
    fallbackUrl: null,
    referrerPolicy: 'no-referrer',
    utm: {},
    stopReply: null,
    startReply: null,
    helpReply: null,
    shortDomain: null,
    senders: [],
    onlySenders: false,
    quietHours: null,
    ignoredSuspicions: [],
  })
})

test('a change is seen at once in this process, keeps what it leaves out, and is written down', async () => {
  const id = await insertAccount(db, { name: 'Acme' })
  await accountSettings(db, id)
  await updateAccount(db, { accountId: id, actor: 'key:3', changes: { currency: 'EUR', utm: { utm_source: 'sms' } } })
  expect(await accountSettings(db, id)).toMatchObject({ name: 'Acme', currency: 'EUR', utm: { utm_source: 'sms' } })
  const entries = await db`select actor, action, data from audit_entries where account_id = ${id}`
  expect(entries).toEqual([{ actor: 'key:3', action: 'account.changed', data: { currency: 'EUR', utm: { utm_source: 'sms' } } }])
})

test('an account that does not exist is an error of the caller', async () => {
  await expect(accountSettings(db, 999n)).rejects.toMatchObject({ code: 'not_found' })
  await expect(updateAccount(db, { accountId: 999n, actor: 'operator', changes: {} })).rejects.toMatchObject({ code: 'not_found' })
})

test('a database belongs to its first SECRET_KEY, and a foreign one is refused with a sentence', async () => {
  const own = loadSecrets({ secretKey: 'a'.repeat(64), dataDir: '/nowhere' })
  const foreign = loadSecrets({ secretKey: 'b'.repeat(64), dataDir: '/nowhere' })
  await Promise.all([verifyInstallation(db, own), verifyInstallation(db, own)])
  await verifyInstallation(db, own)
  await expect(verifyInstallation(db, foreign)).rejects.toThrow('belongs to another SECRET_KEY')
})
