import type { FastifyInstance } from 'fastify'

const routes = new WeakMap<FastifyInstance, Map<string, Set<string>>>()

/** Remembers the methods of each route that is added from now on, for the Allow header of a 405. */
export function rememberMethods(app: FastifyInstance): void {
  const methodsOf = new Map<string, Set<string>>()
  routes.set(app, methodsOf)
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsOf.get(url) ?? new Set()
    for (const name of [method].flat()) methods.add(name)
    methodsOf.set(url, methods)
  })
}

/** Every route that was added since, as it was written, with its methods. */
export const rememberedRoutes = (app: FastifyInstance): ReadonlyMap<string, ReadonlySet<string>> => routes.get(app) ?? new Map()

/** The methods that some route has for a path, sorted; empty when the path leads nowhere. */
export function allowedMethods(app: FastifyInstance, path: string): string[] {
  const found = [...rememberedRoutes(app)].filter(([pattern]) => matches(pattern, path)).flatMap(([, methods]) => [...methods])
  return [...new Set(found)].sort()
}

/** Only `:name` is understood, the one kind of pattern that our routes use besides `*`, which matches everything and so says nothing. */
function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const parts = path.split('/')
  return wanted.length === parts.length && wanted.every((part, at) => (part.startsWith(':') ? parts[at] !== '' : part === parts[at]))
}
