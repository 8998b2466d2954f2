/** Every route that the server has, as it has it, so that one that no other test knows of is found. */
import { expect, test } from 'vitest'
import { api } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { routeTable } from '../../test/helpers/routeTable.ts'
import { SEVEN_PATH } from './compat/seven/seven.ts'
import { rememberedRoutes } from './methods.ts'

const db = await testDatabase()
const { app } = await api(db)
const routes = [...rememberedRoutes(app)].flatMap(([path, methods]) =>
  [...methods].filter((method) => method !== 'HEAD' && method !== 'OPTIONS').map((method) => `${method} ${path}`),
)

/** Pages that nobody is signed in for yet, what the operator's machines ask, and callbacks, whose address is the secret. Each has tests of its own. */
const ofNobody = [
  ...['GET /', 'GET /*', 'GET /assets/:name', 'GET /assets/app.css', 'GET /assets/icon.svg', 'GET /openapi.json'],
  ...['GET /sign-in', 'POST /sign-in', 'POST /sign-out', 'GET /setup', 'POST /setup', 'GET /invitation', 'POST /invitation'],
  ...['GET /healthz', 'GET /readyz', 'GET /metrics'],
  ...['GET /callbacks/:carrier/:secret', 'POST /callbacks/:carrier/:secret'],
]

test('every route stands in the document with what it demands, or in the list of those that nobody signs in for', async () => {
  const described = new Set((await routeTable(app)).map(({ name }) => name.replaceAll(/\{(\w+)\}/g, ':$1')))
  const others = routes.filter((route) => !described.has(route) && !route.includes(SEVEN_PATH))
  expect(others.toSorted()).toEqual(ofNobody.toSorted())
})

test('every route of seven.io’s API asks for a key', async () => {
  const ofSeven = [...rememberedRoutes(app)].filter(([path]) => path.startsWith(SEVEN_PATH))
  expect(ofSeven.length).toBeGreaterThan(10)
  for (const [path, methods] of ofSeven)
    for (const method of methods) {
      const answer = await app.inject({ method: method === 'POST' ? 'POST' : 'GET', url: path.replace(/:\w+|\*/, '1') })
      expect([path, method, answer.body]).toEqual([path, method, expect.stringMatching(/\b900\b/)])
    }
})
