import type { FastifyInstance } from 'fastify'
import { operationsOf, type Operation } from './fuzz/operations.ts'

export type Route = Operation & {
  /** The scope that a key or a role needs; undefined where only people may. */
  scope: string | undefined
  /** The roles that may, where only people may; none named means all. */
  roles: readonly string[]
}

/** Every operation of the API as the server describes it, with what it demands. */
export async function routeTable(app: FastifyInstance): Promise<Route[]> {
  const served = (await app.inject('/openapi.json')).json<{
    paths: Record<string, Record<string, { security?: Record<string, string[]>[] }>>
  }>()
  return operationsOf(served).operations.flatMap((operation) => {
    const security = served.paths[operation.path]?.[operation.method.toLowerCase()]?.security ?? []
    const session = security.find((way) => 'session' in way)?.session
    if (session === undefined) return []
    const takesKeys = security.some((way) => 'key' in way)
    return [{ ...operation, scope: takesKeys ? session[0] : undefined, roles: takesKeys ? [] : session }]
  })
}

/** A route's address with one id in every place. */
export const addressOf = ({ path }: Route, id: string): string => path.replaceAll(/\{\w+\}/g, encodeURIComponent(id))
