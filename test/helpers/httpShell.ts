import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { AuthenticatedKey } from '../../src/domain/accounts/keys.ts'
import { createServer } from '../../src/http/server.ts'
import type { Log } from '../../src/platform/log.ts'
import { createMetrics } from '../../src/platform/metrics.ts'

/** The HTTP shell without a database: `tl_ok` is a key that reads messages, `tl_slow` one with two requests a minute, `tl_revoked` a revoked one. */
export function httpShell({ isHttps = false, trustProxy = [] }: { isHttps?: boolean; trustProxy?: string[] } = {}) {
  const { log, logged } = memoryLog()
  const metrics = createMetrics()
  const app = createServer({ log, metrics, trustProxy, isHttps, authenticate: async (shown) => checks[shown] ?? { kind: 'unknown' } })
  return { app: app.withTypeProvider<ZodTypeProvider>(), logged, metrics }
}

/** A log that can be read: level, fields and message of each line. */
export function memoryLog() {
  const logged: unknown[][] = []
  const at =
    (level: string) =>
    (...line: unknown[]) =>
      void logged.push([level, ...line])
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  return { log, logged }
}

const key: AuthenticatedKey = { id: 1n, accountId: 7n, mode: 'live', scopes: new Set(['messages:read'] as const), ratePerMinute: 100 }
const checks: Record<string, { kind: 'ok'; key: AuthenticatedKey } | { kind: 'revoked' } | { kind: 'malformed' }> = {
  tl_ok: { kind: 'ok', key },
  tl_slow: { kind: 'ok', key: { ...key, id: 2n, ratePerMinute: 2 } },
  tl_revoked: { kind: 'revoked' },
  tl_cut: { kind: 'malformed' },
}
