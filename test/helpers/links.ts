import { request } from 'node:http'
import { afterAll } from 'vitest'
import { originsIn } from '../../src/domain/accounts/conversionSettings.ts'
import { createLinkServer } from '../../src/http/linkServer.ts'
import { openJournal } from '../../src/domain/tracking/journal.ts'
import { startDrain } from '../../src/jobs/drain.ts'
import type { Pool } from '../../src/platform/db.ts'
import { createMetrics } from '../../src/platform/metrics.ts'
import { aFolder } from './hits.ts'
import { messaging, silentLog, SHORT_HOST } from './messaging.ts'
import type { TestServer } from './database.ts'

export const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

export type Got = { status: number; headers: Record<string, string | string[] | undefined>; body: string }

/** The real link server on a port, with journal and drain, on a test database. */
export async function linkServer(
  db: Pool,
  { server, missBudget = 1_000_000, trustProxy = [] }: { server: TestServer; missBudget?: number; trustProxy?: string[] },
) {
  const given = await messaging(db)
  const journal = await openJournal({ dir: aFolder(), log: silentLog })
  const drain = startDrain({ journal, server, log: silentLog, logLevel: 'silent' })
  const links = createLinkServer({
    ...{ resolver: given.resolver, optOuts: given.optOuts, journal, log: silentLog, metrics: createMetrics() },
    config: { missBudget, trustProxy, linkUrl: `https://${SHORT_HOST}` },
    ...{ conversionKeys: given.parts.conversionKeys, originsOf: originsIn(db) },
    health: async (url) => (url.startsWith('/healthz') ? { status: 200, body: '{"alive":true}' } : undefined),
  })
  const port = await links.listen({ host: '127.0.0.1', port: 0 })
  afterAll(async () => {
    await links.close()
    await journal.close()
    await drain.close()
    given.directory.close()
  })
  const get = (path: string, { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {}) =>
    ask({ port, path, method, headers: { host: SHORT_HOST, 'user-agent': IPHONE, ...headers } })
  return { ...given, get, port, close: () => links.close() }
}

/** A raw request: nothing is normalised on the way, and redirects are not followed. */
export const ask = (options: { port: number; path: string; method: string; headers: Record<string, string> }): Promise<Got> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', ...options }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
    })
    sent.on('error', reject)
    sent.end()
  })
