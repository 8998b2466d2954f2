import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { roles, type Role } from '../platform/config.ts'

/** How a role does. What is `degraded` works less well, as hits that wait for the database; it keeps the role in service. */
export type RoleHealth = { ready: boolean; degraded: readonly string[] }
/** Looks at a role; one that throws or takes over two seconds counts as not ready. */
export type Probe = () => RoleHealth | Promise<RoleHealth>
/** One probe per role that this process plays. */
export type Probes = Partial<Record<Role, Probe>>
export type Readiness = { ready: boolean; roles: Partial<Record<Role, RoleHealth>> }

const PROBE_TIMEOUT_MS = 2_000

/** Asks all probes at once; ready when each is. */
export async function readiness(probes: Probes): Promise<Readiness> {
  const asked = roles.flatMap((role) => {
    const probe = probes[role]
    return probe === undefined ? [] : [ask(probe).then((health) => [role, health] as const)]
  })
  const answers = await Promise.all(asked)
  return { ready: answers.every(([, { ready }]) => ready), roles: Object.fromEntries(answers) }
}

/**
 * Answers `/healthz` and `/readyz` on any server: 200, or 503 when a role is not ready. `/readyz?role=links` asks for one role.
 * @param url path and query as they stand in the request line
 * @param role the role that a server of only one role asks for when the query names none
 * @returns undefined for any other path
 */
export async function answerHealth(url: string, { probes, role }: { probes: Probes; role?: Role }): Promise<HealthAnswer | undefined> {
  const [path, query] = url.split('?', 2)
  if (path === '/healthz') return { status: 200, body: JSON.stringify({ alive: true }) }
  if (path !== '/readyz') return undefined
  const asked = new URLSearchParams(query).get('role') ?? role
  const chosen = asked === undefined ? probes : Object.fromEntries(Object.entries(probes).filter(([name]) => name === asked))
  if (asked !== undefined && Object.keys(chosen).length === 0) return { status: 503, body: JSON.stringify({ ready: false, roles: {} }) }
  const found = await readiness(chosen)
  return { status: found.ready ? 200 : 503, body: JSON.stringify(found) }
}

/** JSON in both cases. */
export type HealthAnswer = { status: 200 | 503; body: string }

/** Adds `/healthz` and `/readyz` to an app. */
export function healthRoutes(app: FastifyInstance, { probes }: { probes: Probes }): void {
  for (const url of ['/healthz', '/readyz']) {
    app.get(url, { schema: { hide: true } }, async (request, reply) => {
      const answer = await answerHealth(request.url, { probes })
      return reply
        .code(answer?.status ?? 503)
        .type('application/json')
        .send(answer?.body)
    })
  }
}

async function ask(probe: Probe): Promise<RoleHealth> {
  const deadline = new AbortController()
  const late = wait(
    PROBE_TIMEOUT_MS,
    { ready: false, degraded: ['the check did not end in time'] },
    { signal: deadline.signal, ref: false },
  )
  try {
    return await Promise.race([probe(), late])
  } catch {
    return { ready: false, degraded: ['the check failed'] }
  } finally {
    late.catch(() => undefined)
    deadline.abort()
  }
}
