import { expect, test } from 'vitest'
import { httpShell } from '../../test/helpers/httpShell.ts'
import { read } from '../platform/metrics.ts'
import { metricsRoute } from './metrics.ts'

function shell({ token }: { token?: string } = {}) {
  const made = httpShell({ trustProxy: ['127.0.0.1'] })
  metricsRoute(made.app, { metrics: made.metrics, token })
  return made
}

test('a peer on this machine sees the metrics', async () => {
  const { app, metrics } = shell()
  metrics.hits.inc({ verdict: 'click' }, 3)
  read(metrics, metrics.journalBacklogBytes, async () => 17)
  const answer = await app.inject({ url: '/metrics', remoteAddress: '::ffff:127.0.0.1' })
  expect(answer.headers['content-type']).toContain('text/plain')
  expect(answer.body).toContain('tapline_hits_total{verdict="click"} 3')
  expect(answer.body).toContain('tapline_journal_backlog_bytes 17')
  expect(answer.body).toContain('process_cpu_seconds_total')
})

test('a gauge that cannot be read is left out', async () => {
  const { app, metrics } = shell()
  read(metrics, metrics.journalBacklogBytes, () => {
    throw new Error('disk gone')
  })
  const answer = await app.inject('/metrics')
  expect(answer.statusCode).toBe(200)
  expect(answer.body).not.toMatch(/^tapline_journal_backlog_bytes/m)
})

test.each([
  ['another machine', { remoteAddress: '192.0.2.1' }],
  ['a proxy on this machine', { headers: { 'x-forwarded-for': '127.0.0.1' } }],
  ['another machine without a token, where none is set', { remoteAddress: '192.0.2.1', headers: { authorization: 'Bearer x' } }],
])('%s finds nothing', async (_name, request) => {
  expect((await shell().app.inject({ url: '/metrics', ...request })).statusCode).toBe(404)
})

test('the token opens them from anywhere, a wrong one is told so', async () => {
  const { app } = shell({ token: 'secret' })
  const from = (token: string) => app.inject({ url: '/metrics', remoteAddress: '192.0.2.1', headers: { authorization: `Bearer ${token}` } })
  expect((await from('secret')).statusCode).toBe(200)
  expect((await from('guess')).statusCode).toBe(401)
})
