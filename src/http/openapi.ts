import { fastifySwagger, type SwaggerTransform, type SwaggerTransformObject } from '@fastify/swagger'
import { fastify, type FastifyInstance } from 'fastify'
import { createJsonSchemaTransform, createJsonSchemaTransformObject, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { demandOf, guardApp } from './auth.ts'
import { problemSchema } from './problem.ts'
import type { Api } from './routes/parts.ts'
import { useContracts } from './serialization.ts'

/** Adds the routes of one resource to an app. */
export type AddRoutes = (app: Api) => void

/** Adds the routes of the API, described at `/openapi.json` by the same schemas that check requests. */
export async function registerApi(
  app: FastifyInstance,
  { routes, baseUrl }: { routes: readonly AddRoutes[]; baseUrl: string },
): Promise<void> {
  // Before the describer: what a route demands stands in its hook alone.
  app.addHook('onRoute', (route) => {
    const security = demandOf(route.onRequest)
    if (security !== undefined) route.schema = { ...route.schema, security }
  })
  await app.register(fastifySwagger, {
    openapi: { ...about, servers: [{ url: baseUrl }] },
    hideUntagged: true,
    transform: withProblems,
    transformObject: withUsedSchemas,
  })
  for (const add of routes) app.register(async (scope) => add(scope.withTypeProvider<ZodTypeProvider>()))
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/json').send(JSON.stringify(app.swagger())),
  )
}

/**
 * Builds the OpenAPI 3.1 document of some routes, whose handlers never run: no database, no port.
 * @param baseUrl stands as the server's address
 */
export async function openApiDocument({ routes, baseUrl }: { routes: readonly AddRoutes[]; baseUrl: string }): Promise<object> {
  const app = fastify({ logger: false })
  useContracts(app)
  guardApp(app, { authenticate: async () => ({ kind: 'unknown' }) })
  await registerApi(app, { routes, baseUrl })
  await app.ready()
  const document = app.swagger()
  await app.close()
  return document
}

/** Every route can answer with a problem, so none has to say so itself. */
const withProblems: SwaggerTransform = (document) => {
  const { schema } = document
  if (schema === undefined || schema.hide === true) return describe(document)
  const response = { ...(isRecord(schema.response) ? schema.response : {}), '4xx': problem, '5xx': problem }
  return describe({ ...document, schema: { ...schema, response } })
}

/** A schema with a name comes in two forms, that of requests and that of answers; one that nothing refers to would only puzzle. */
const withUsedSchemas: SwaggerTransformObject = (given) => {
  const document = withSchemas(given)
  const schemas = 'components' in document ? document.components?.schemas : undefined
  const text = JSON.stringify(document)
  for (const name of Object.keys(schemas ?? {})) if (!text.includes(`"#/components/schemas/${name}"`)) delete schemas?.[name]
  return document
}

const describe = createJsonSchemaTransform({})
const withSchemas = createJsonSchemaTransformObject({})
const problem = { description: 'What went wrong', content: { 'application/problem+json': { schema: problemSchema } } }
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const about = {
  openapi: '3.1.0',
  info: {
    title: 'Tapline',
    version: '1',
    description:
      'Send SMS and read what became of them. Every answer that is not a success is application/problem+json (RFC 9457) with a stable `code`. ' +
      'Times are ISO 8601 in UTC, phone numbers E.164, ids decimal strings. Lists are paged by `next_cursor`. ' +
      'No text may hold U+0000 or half of a surrogate pair.',
  },
  components: {
    securitySchemes: {
      key: {
        type: 'http' as const,
        scheme: 'bearer',
        description: 'An API key, as in `Authorization: Bearer tl_...`; the header X-Api-Key works too.',
      },
      session: {
        type: 'apiKey' as const,
        in: 'cookie' as const,
        name: 'tapline',
        description:
          'The session of somebody who is signed in, from pages of the same origin; with TLS the cookie is called __Host-tapline. ' +
          'What the role allows is what a key with these scopes may.',
      },
    },
  },
  security: [{ key: [] }, { session: [] }],
}
