import { randomBytes } from 'node:crypto'
import { simulatorData } from '../../src/carriers/simulator/simulator.ts'
import { afterAll } from 'vitest'
import { scopes } from '../../src/contract/scopes.ts'
import { sendRequest } from '../../src/contract/messages.ts'
import { createKey, type AuthenticatedKey } from '../../src/domain/accounts/keys.ts'
import { createPhoneHash } from '../../src/domain/contacts/phoneHash.ts'
import { createConversionKeys } from '../../src/domain/conversions/keys.ts'
import { DEFAULT_CODE_SPACE, ensureDefaultCodeSpace, loadCodeSpaces } from '../../src/domain/links/codeSpaces.ts'
import { openDirectory } from '../../src/domain/links/directory.ts'
import { ensureDefaultDomain } from '../../src/domain/links/domains.ts'
import { leaseLinkNumbers, leaseMessageIds } from '../../src/domain/links/leases.ts'
import { createRenderings } from '../../src/domain/links/rendered.ts'
import { shortLinksBy } from '../../src/domain/links/shortLinks.ts'
import { createResolver } from '../../src/domain/links/resolver.ts'
import { LiveFeed } from '../../src/domain/webhooks/liveFeed.ts'
import { sendMessages, type SendParts, type SendResult } from '../../src/domain/messages/create.ts'
import { createOptOutLinks } from '../../src/domain/messages/optOutLink.ts'
import type { RouteParts } from '../../src/http/routes/parts.ts'
import { parseConfig } from '../../src/platform/config.ts'
import type { Pool } from '../../src/platform/db.ts'
import { createLog } from '../../src/platform/log.ts'
import { createOutbound } from '../../src/platform/outbound.ts'
import { loadSecrets, type Secrets } from '../../src/platform/secrets.ts'

export const silentLog = createLog({ level: 'silent' })
export const SHORT_HOST = 's.test'

/** An account with a live and a test key, and everything that sending and resolving need, on a test database. */
export async function messaging(
  db: Pool,
  {
    installationKey = randomBytes(32).toString('hex'),
    secrets = secretsOf(installationKey),
    privateOrigins = [],
    liveMs = 40,
  }: { installationKey?: string; secrets?: Secrets; privateOrigins?: readonly string[]; liveMs?: number } = {},
) {
  await ensureDefaultCodeSpace(db, { secrets })
  await ensureDefaultDomain(db, { linkUrl: `https://${SHORT_HOST}` })
  const codeSpaces = await loadCodeSpaces(db, { secrets })
  const directory = await openDirectory({ db, codeSpaces, log: silentLog })
  const resolver = createResolver({ db, codeSpaces, directory })
  const numbers = leaseLinkNumbers(db, { codeSpaceId: DEFAULT_CODE_SPACE })
  const renderings = createRenderings({ db, codeSpaces })
  const outbound = createOutbound({ allowOrigins: privateOrigins })
  afterAll(() => outbound.close())
  const parts: RouteParts = {
    db,
    renderings,
    messageIds: leaseMessageIds(db),
    linkNumbers: () => numbers,
    allowPrivateDestinations: false,
    phoneHash: createPhoneHash(secrets),
    carriers: [simulatorData(db)],
    desk: { list: async () => [] },
    // A request of a test ends when its stream does.
    live: new LiveFeed({ db, log: silentLog, times: { turnMs: 20, beatMs: 60_000, lifeMs: liveMs } }),
    conversionKeys: createConversionKeys(secrets),
    baseUrl: 'http://localhost:4100',
    linkUrl: `https://${SHORT_HOST}`,
    kept: parseConfig({}),
    webhooks: { secrets, privateOrigins, outbound, shortLinksOf: shortLinksBy(renderings), longestWaitMs: 2_000 },
    wake: () => undefined,
  }
  const live = await newAccount(db)
  const optOuts = createOptOutLinks({ db, codeSpaces, directory, phoneHash: parts.phoneHash })
  return { parts, codeSpaces, directory, resolver, optOuts, secrets, installationKey, ...live }
}

const secretsOf = (secretKey: string) => loadSecrets({ secretKey, dataDir: '/nonexistent' })

/** A new account and its keys. */
export async function newAccount(
  db: Pool,
): Promise<{ accountId: bigint; key: AuthenticatedKey; testKey: AuthenticatedKey; secretKey: string }> {
  const [account] = await db<{ id: bigint }[]>`insert into accounts (name) values ('Test') returning id`
  if (account === undefined) throw new Error('no account was made')
  const made = await createKey(db, { accountId: account.id, name: 'live', mode: 'live', scopes })
  const test = await createKey(db, { accountId: account.id, name: 'test', mode: 'test', scopes })
  const common = { accountId: account.id, scopes: new Set(scopes), ratePerMinute: 6_000 }
  return {
    accountId: account.id,
    key: { ...common, id: made.id, mode: 'live' },
    testKey: { ...common, id: test.id, mode: 'test' },
    secretKey: made.key,
  }
}

/** Sends as the API does, with the request's defaults filled in. */
export async function send(parts: SendParts, key: AuthenticatedKey, request: Record<string, unknown>): Promise<SendResult> {
  let result: SendResult | undefined
  await sendMessages(parts, {
    key,
    request: sendRequest.parse({ from: 'Acme', ...request }),
    idempotency: undefined,
    now: new Date(),
    present: (given) => (result = given) && null,
  })
  if (result === undefined) throw new Error('the send gave no result')
  return result
}
