import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import { createWebServer } from '../../src/http/webServer.ts'
import { parseConfig } from '../../src/platform/config.ts'
import type { Pool } from '../../src/platform/db.ts'
import { createMetrics } from '../../src/platform/metrics.ts'
import { messaging, silentLog } from './messaging.ts'

export type Answer = { status: number; body: Record<string, unknown>; headers: Record<string, unknown> }

/** The real web server on a test database, without a port, and a caller with a live key. */
export async function api(db: Pool, options: { liveMs?: number; privateOrigins?: readonly string[] } = {}) {
  const given = await messaging(db, options)
  const config = parseConfig({ DATA_DIR: '/nonexistent', LINK_URL: 'https://s.test' })
  const app = await createWebServer({
    config,
    log: silentLog,
    metrics: createMetrics(),
    probes: {},
    route: given.parts,
  })
  await app.ready()
  afterAll(async () => {
    await app.close()
    given.directory.close()
  })
  return { app, ...given, call: caller(app, given.secretKey) }
}

/** Calls as the holder of a key. */
export const caller =
  (app: FastifyInstance, secretKey: string) =>
  async (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const payload = body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }
    const contentType = body === undefined ? {} : { 'content-type': 'application/json' }
    const answer = await app.inject({
      method,
      url,
      ...payload,
      headers: { authorization: `Bearer ${secretKey}`, ...contentType, ...headers },
    })
    return { status: answer.statusCode, body: answer.body === '' ? {} : answer.json(), headers: answer.headers }
  }
