import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { httpShell } from '../../test/helpers/httpShell.ts'
import { requireKey } from './auth.ts'
import { openApiDocument, registerApi } from './openapi.ts'
import type { Api } from './routes/parts.ts'

const pet = z.strictObject({ id: z.string(), at: z.iso.datetime(), kind: z.enum(['cat', 'dog']).default('cat') }).meta({ id: 'Pet' })
const petRoutes = (app: Api) =>
  app.get(
    '/v1/pets/:id',
    {
      onRequest: requireKey('messages:read'),
      schema: { tags: ['pets'], params: z.strictObject({ id: z.string() }), response: { 200: pet } },
    },
    async ({ params }) => ({ id: params.id, at: '2027-01-31T09:00:00Z', kind: 'cat' as const }),
  )
const api = { routes: [petRoutes], baseUrl: 'https://sms.example' }

test('the document describes routes by their schemas, with the problem that each may answer', async () => {
  expect(await openApiDocument(api)).toMatchObject({
    openapi: '3.1.0',
    servers: [{ url: 'https://sms.example' }],
    security: [{ key: [] }, { session: [] }],
    paths: {
      '/v1/pets/{id}': {
        get: {
          security: [{ key: ['messages:read'] }, { session: ['messages:read'] }],
          responses: {
            200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } },
            '4XX': { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
          },
        },
      },
    },
    components: {
      schemas: { Problem: { properties: { code: { enum: expect.arrayContaining(['phone_invalid']) } } } },
      securitySchemes: { key: { scheme: 'bearer' } },
    },
  })
})

test('a named schema stands in the document once, in the form that something refers to', async () => {
  const document = JSON.parse(JSON.stringify(await openApiDocument(api)))
  // The other form would be PetInput. Names of other files of this process may stand there too, since Zod has one list of them.
  const ours = Object.keys(document.components.schemas).filter((name) => /^(?:Pet|Problem)/.test(name))
  expect(ours.sort()).toEqual(['Pet', 'Problem'])
})

test('the app serves the same document and the routes themselves', async () => {
  const { app } = httpShell()
  await registerApi(app, api)
  const served = (await app.inject('/openapi.json')).json()
  expect(served).toEqual(JSON.parse(JSON.stringify(await openApiDocument(api))))
  expect(Object.keys(served.paths)).toEqual(['/v1/pets/{id}'])
  expect((await app.inject({ url: '/v1/pets/5', headers: { 'x-api-key': 'tl_ok' } })).json()).toMatchObject({ id: '5' })
  expect((await app.inject('/v1/pets/5')).statusCode).toBe(401)
})

test('the document comes packed to those who take it so', async () => {
  const { app } = httpShell()
  await registerApi(app, api)
  const plain = await app.inject('/openapi.json')
  const packed = await app.inject({ url: '/openapi.json', headers: { 'accept-encoding': 'br, gzip' } })
  expect(packed.headers).toMatchObject({
    'content-encoding': 'gzip',
    vary: 'accept-encoding',
    'content-type': expect.stringContaining('json'),
  })
  expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body)
  expect((await app.inject({ url: '/openapi.json', headers: { 'accept-encoding': 'gzip;q=0' } })).body).toBe(plain.body)
})
