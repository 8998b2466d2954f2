import type { FastifyInstance } from 'fastify'
import { quantile } from './say.ts'

/** Asks for a page so often, after once to warm up. @returns the median */
export async function findFiltered(
  app: FastifyInstance,
  { key, query, calls }: { key: string; query: Readonly<Record<string, string>>; calls: number },
): Promise<{ ms: number; rows: number }> {
  const times: number[] = []
  let rows = 0
  for (let call = 0; call <= calls; call++) {
    const startedAt = performance.now()
    const answer = await app.inject({ url: '/v1/messages', query, headers: { authorization: `Bearer ${key}` } })
    if (call > 0) times.push(performance.now() - startedAt)
    if (answer.statusCode !== 200) throw new Error(`${JSON.stringify(query)} was answered ${answer.statusCode}: ${answer.body}`)
    rows = answer.json<{ messages: unknown[] }>().messages.length
  }
  return { ms: quantile(times, 0.5), rows }
}
