import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createPhoneHash } from '../../src/domain/contacts/phoneHash.ts'
import { createConversionKeys } from '../../src/domain/conversions/keys.ts'
import { DEFAULT_CODE_SPACE } from '../../src/domain/links/codeSpaces.ts'
import { openDirectory } from '../../src/domain/links/directory.ts'
import { createResolver } from '../../src/domain/links/resolver.ts'
import { createOptOutLinks } from '../../src/domain/messages/optOutLink.ts'
import { openJournal } from '../../src/domain/tracking/journal.ts'
import { createLinkServer } from '../../src/http/linkServer.ts'
import { startDrain } from '../../src/jobs/drain.ts'
import { createMetrics } from '../../src/platform/metrics.ts'
import { insertCampaign, writeCodes } from './campaign.ts'
import { log, openDatabase } from './database.ts'

export type Installation = Awaited<ReturnType<typeof install>>

/** A node as in production (embedded PostgreSQL, journal, drain thread, link server) with a million messages of one campaign. */
export async function install(dir: string) {
  const database = await openDatabase(dir)
  const { db, server, secrets, codeSpaces } = database
  await insertCampaign(db)
  const directory = await openDirectory({ db, codeSpaces, log })
  const journalDir = join(dir, 'journal')
  mkdirSync(journalDir, { recursive: true })
  const journal = await openJournal({ dir: journalDir, log })
  const drain = startDrain({ journal, server, log, logLevel: 'error' })
  const resolver = createResolver({ db, codeSpaces, directory })
  const optOuts = createOptOutLinks({ db, codeSpaces, directory, phoneHash: createPhoneHash(secrets) })
  const config = { trustProxy: [], missBudget: 60, linkUrl: 'http://127.0.0.1' }
  const conversions = {
    conversionKeys: createConversionKeys({ derive: (_purpose, length = 32) => Buffer.alloc(length) }),
    originsOf: async () => [],
  }
  const links = createLinkServer({
    ...{ ...conversions, resolver, optOuts, journal, log, metrics: createMetrics(), config },
    health: async () => undefined,
  })
  const port = await links.listen({ host: '127.0.0.1', port: 0 })
  const encode = (number: number) => codeSpaces.get(DEFAULT_CODE_SPACE)?.encode(number) ?? ''
  return {
    ...{ db, server, journal, journalDir, drain, port },
    ...{ codeFile: writeCodes(dir, encode), firstCode: encode(0) },
    stopDatabase: database.stop,
    startDatabase: database.start,
    async close() {
      await links.close()
      await journal.close()
      await drain.close()
      directory.close()
      await database.close()
    },
  }
}
