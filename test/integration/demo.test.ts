import { beforeAll, expect, test } from 'vitest'
import { seedDemo, type Seeded } from '../../src/demo/seed.ts'
import { verifyConversions } from '../../src/domain/conversions/verify.ts'
import { verify } from '../../src/domain/tracking/verify.ts'
import { ordinaryRates } from '../../src/lib/reactions.ts'
import { testDatabase } from '../helpers/database.ts'
import { messaging, silentLog } from '../helpers/messaging.ts'

const db = await testDatabase()
const { accountId, secrets } = await messaging(db)

const story = { seed: 'test', secrets, rates: ordinaryRates, contacts: 300, singlesPerDay: 1, eventsDays: 30, log: silentLog, say: () => undefined }
const seedInto = (account: bigint) => seedDemo({ ...story, db, accountId: account })

let seeded: Seeded
beforeAll(async () => {
  seeded = await seedInto(accountId)
}, 120_000)

test('every figure of the demo is what its hits and conversions say', async () => {
  console.log(seeded)
  expect((await verify(db)).differences).toEqual([])
  expect(await verifyConversions(db)).toEqual([])
  expect(seeded.hits).toBeGreaterThan(200)
})
