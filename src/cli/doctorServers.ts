import { z } from 'zod'
import { account } from '../contract/account.ts'
import type { Config } from '../platform/config.ts'
import { createClient, request } from './client.ts'
import { Failure } from './failure.ts'
import type { Finding } from './finding.ts'

const readiness = z.object({
  ready: z.boolean(),
  roles: z.record(z.string(), z.object({ ready: z.boolean(), degraded: z.array(z.string()) })),
})

/** Whether Tapline answers on its ports, or they are free for it. */
export async function checkServers({ host, port, linkPort }: Config): Promise<Finding[]> {
  const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const at = (number: number) => `http://${address.includes(':') ? `[${address}]` : address}:${number}`
  return [
    await checkServer({ what: 'API and app', url: at(port), setting: 'PORT' }),
    await checkServer({ what: 'Short links', url: at(linkPort), setting: 'LINK_PORT' }),
  ]
}

async function checkServer({ what, url, setting }: { what: string; url: string; setting: string }): Promise<Finding> {
  const answer = await ask(`${url}/readyz`)
  if (answer === 'free') return { status: 'ok', what, detail: `${url} is free; Tapline does not run there` }
  const found = readiness.safeParse(answer)
  if (!found.success)
    return { status: 'fail', what, detail: `something else answers at ${url}`, advice: `Stop it, or set ${setting} to another port.` }
  const worse = Object.entries(found.data.roles).flatMap(([role, { ready, degraded }]) => [
    ...(ready ? [] : [`${role} is not ready`]),
    ...degraded.map((reason) => `${role}: ${reason}`),
  ])
  if (worse.length === 0) return { status: 'ok', what, detail: `${url} is ready` }
  return {
    status: found.data.ready ? 'warn' : 'fail',
    what,
    detail: `${url}: ${worse.join('; ')}`,
    advice: 'The log of the server says more.',
  }
}

/** What stands there in JSON; undefined for anything else. */
async function ask(url: string): Promise<unknown> {
  try {
    return JSON.parse((await request(url)).text)
  } catch (error) {
    return isRefused(error) ? 'free' : undefined
  }
}

const isRefused = (error: unknown): boolean =>
  error instanceof Error && (('code' in error && error.code === 'ECONNREFUSED') || isRefused(error.cause))

/** Whether the key of the command line is taken. */
export async function checkKey(config: Config): Promise<Finding[]> {
  const what = 'API key'
  try {
    await createClient(config).get(account, '/v1/account')
    return [{ status: 'ok', what, detail: `taken by ${config.apiUrl}` }]
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (error.outcome === 'usage')
      return [{ status: 'warn', what, detail: 'none yet', advice: 'The first start leaves one in DATA_DIR; or set TAPLINE_API_KEY.' }]
    if (error.outcome === 'unreachable') return [{ status: 'warn', what, detail: `not tried, since ${config.apiUrl} does not answer` }]
    if (error.message.includes('scope_missing')) return [{ status: 'ok', what, detail: `taken by ${config.apiUrl}` }]
    return [{ status: 'fail', what, detail: error.message, advice: '"tapline key create" makes another one for TAPLINE_API_KEY.' }]
  }
}
