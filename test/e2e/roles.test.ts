import { expect, test } from 'vitest'
import { dataFolder, eventually, startTapline } from './process.ts'

test('a worker answers only health and metrics, and one role can be asked for', async () => {
  const tapline = await startTapline({ dataDir: dataFolder(), env: { TAPLINE_ROLES: 'worker' } })
  const ready = await fetch(`${tapline.baseUrl}/readyz`)
  expect(await ready.json()).toEqual({ ready: true, roles: { worker: { ready: true, degraded: [] } } })
  expect((await fetch(`${tapline.baseUrl}/readyz?role=web`)).status).toBe(503)
  expect(await (await fetch(`${tapline.baseUrl}/metrics`)).text()).toContain('process_cpu_seconds_total')
  expect((await tapline.call('GET', '/v1/messages')).status).toBe(404)
  expect((await tapline.end('SIGTERM')).code).toBe(0)
})

test('the metrics show the hits that were brought in and those that were lost', async () => {
  const tapline = await startTapline({ dataDir: dataFolder() })
  const { body } = await tapline.call('POST', '/v1/messages', { to: '+4915112345678', from: 'Acme', text: 'See https://shop.example' })
  expect(body.queued).toBe(1)
  const metrics = async () => (await fetch(`${tapline.baseUrl}/metrics`)).text()
  await eventually('the view of the simulated phone is counted', async () =>
    (await metrics()).includes('tapline_hits_total{verdict="view"} 1') ? true : undefined,
  )
  expect(await metrics()).toContain('tapline_hits_lost_total 0')
  expect((await tapline.end('SIGTERM')).code).toBe(0)
})

test('a typing error in the configuration is reported, and a value that cannot be used ends the start with a sentence', async () => {
  const tapline = await startTapline({ dataDir: dataFolder(), env: { TAPLINE_ROLE: 'web' } })
  expect(tapline.output()).toContain('TAPLINE_ROLE')
  await tapline.end('SIGTERM')
  await expect(startTapline({ dataDir: dataFolder(), env: { LINK_URL: 'ftp://x' } })).rejects.toThrow(/LINK_URL is "ftp:\/\/x"/)
})
