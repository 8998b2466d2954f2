import { expect, test } from 'vitest'
import { httpShell } from '../../test/helpers/httpShell.ts'
import { answerHealth, healthRoutes, readiness, type Probes } from './health.ts'

const well = () => ({ ready: true, degraded: [] })
const withoutDatabase: Probes = {
  web: () => ({ ready: false, degraded: [] }),
  links: async () => ({ ready: true, degraded: ['database away: hits wait in the journal'] }),
  worker: () => {
    throw new Error('no connection')
  },
}

test('a process is ready when each of its roles is', async () => {
  expect(await readiness({ web: well, links: well })).toEqual({ ready: true, roles: { web: well(), links: well() } })
  expect(await readiness(withoutDatabase)).toMatchObject({
    ready: false,
    roles: { links: { ready: true }, worker: { ready: false, degraded: ['the check failed'] } },
  })
})

test('links stay in service without the database, and say what is worse', async () => {
  const answer = await answerHealth('/readyz', { probes: withoutDatabase, role: 'links' })
  expect(answer?.status).toBe(200)
  expect(JSON.parse(answer?.body ?? '')).toEqual({
    ready: true,
    roles: { links: { ready: true, degraded: ['database away: hits wait in the journal'] } },
  })
})

test('a query asks for one role, and a role that is not played is not ready', async () => {
  expect((await answerHealth('/readyz?role=web', { probes: withoutDatabase, role: 'links' }))?.status).toBe(503)
  expect((await answerHealth('/readyz?role=worker', { probes: { web: well } }))?.status).toBe(503)
})

test('a probe that never ends counts as not ready', async () => {
  const answer = await readiness({ web: () => new Promise(() => undefined) })
  expect(answer.roles.web).toEqual({ ready: false, degraded: ['the check did not end in time'] })
})

test('other paths are left to the server', async () => {
  expect(await answerHealth('/abc', { probes: {} })).toBeUndefined()
})

test('the app answers both, without a limit', async () => {
  const { app } = httpShell()
  healthRoutes(app, { probes: withoutDatabase })
  const alive = await app.inject('/healthz')
  expect([alive.statusCode, alive.json()]).toEqual([200, { alive: true }])
  expect(alive.headers['ratelimit-limit']).toBeUndefined()
  expect((await app.inject('/readyz')).statusCode).toBe(503)
  expect((await app.inject('/readyz?role=links')).statusCode).toBe(200)
})
