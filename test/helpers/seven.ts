import { Client } from '@seven.io/client'
import { afterAll } from 'vitest'
import type { api } from './api.ts'

type Node = Awaited<ReturnType<typeof api>>

export type Wire = { method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'; headers?: Record<string, string>; body?: string }

/** Asks as a client puts it on the wire: nothing is added. */
export const wire =
  ({ app }: Pick<Node, 'app'>) =>
  async (path: string, { method = 'GET', headers = {}, body }: Wire = {}) => {
    const answer = await app.inject({ method, url: `/compat/seven/api/${path}`, headers, ...(body === undefined ? {} : { payload: body }) })
    const type = String(answer.headers['content-type'])
    return { status: answer.statusCode, text: answer.body, isJson: type.startsWith('application/json'), headers: answer.headers }
  }

/** Asks with a key, in JSON, and reads JSON. */
export const asker =
  (node: Pick<Node, 'app' | 'secretKey'>, key = node.secretKey) =>
  async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown> => {
    const headers = { 'x-api-key': key, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
    const { text } = await wire(node)(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    return JSON.parse(text)
  }

/** Lets seven.io's own client talk to a node, which then has a port. */
export async function officialClient({ app }: Pick<Node, 'app'>): Promise<{ origin: string; client: (options: ClientOptions) => Client }> {
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const before = Client.BASE_URL
  Object.assign(Client, { BASE_URL: `${origin}/compat/seven/api` })
  afterAll(() => void Object.assign(Client, { BASE_URL: before }))
  return { origin, client: (options) => new Client(options) }
}

type ClientOptions = ConstructorParameters<typeof Client>[0]
