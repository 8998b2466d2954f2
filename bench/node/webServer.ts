import { LiveFeed } from '../../src/domain/webhooks/liveFeed.ts'
import { createWebServer } from '../../src/http/webServer.ts'
import { createKey } from '../../src/domain/accounts/keys.ts'
import { scopes } from '../../src/contract/scopes.ts'
import { createPhoneHash } from '../../src/domain/contacts/phoneHash.ts'
import { DEFAULT_CODE_SPACE } from '../../src/domain/links/codeSpaces.ts'
import { leaseLinkNumbers, leaseMessageIds } from '../../src/domain/links/leases.ts'
import { createConversionKeys } from '../../src/domain/conversions/keys.ts'
import { createRenderings } from '../../src/domain/links/rendered.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { createMetrics } from '../../src/platform/metrics.ts'
import { createOutbound } from '../../src/platform/outbound.ts'
import { HOST, log, type Database } from './database.ts'

/** The server of the web role as in production. */
export async function openWeb({ db, codeSpaces, secrets }: Database, dir: string) {
  const numbers = leaseLinkNumbers(db, { codeSpaceId: DEFAULT_CODE_SPACE })
  const config = parseConfig({ DATA_DIR: dir, LINK_URL: `https://${HOST}` })
  const route = {
    db,
    renderings: createRenderings({ db, codeSpaces }),
    messageIds: leaseMessageIds(db),
    linkNumbers: () => numbers,
    allowPrivateDestinations: false,
    wake: () => undefined,
    phoneHash: createPhoneHash(secrets),
    carriers: [],
    desk: { list: async () => [] },
    live: new LiveFeed({ db, log }),
    conversionKeys: createConversionKeys(secrets),
    baseUrl: 'http://localhost:4100',
    linkUrl: `https://${HOST}`,
    kept: config,
    webhooks: { secrets, privateOrigins: [], outbound: createOutbound(), shortLinksOf: async () => () => undefined, longestWaitMs: 0 },
  }
  const app = await createWebServer({ config, log, metrics: createMetrics(), probes: {}, route })
  await app.ready()
  return app
}

/** A key of an account that no limit holds back. */
export async function unlimitedKey({ db }: Database, accountId: bigint): Promise<string> {
  const { id, key } = await createKey(db, { accountId, name: 'bench', mode: 'live', scopes })
  await db`update api_keys set rate_per_minute = 1000000 where id = ${id}`
  return key
}
