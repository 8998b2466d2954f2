import { once } from 'node:events'
import { createServer } from 'node:net'

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Asks again and again until the answer is not undefined; a question that fails is asked again too. */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, timeoutMs: number): Promise<T> {
  let failure: unknown
  for (const deadline = performance.now() + timeoutMs; performance.now() < deadline;) {
    const answer = await ask().catch((error: unknown) => void (failure = error))
    if (answer !== undefined) return answer
    await pause(100)
  }
  throw new Error(`${what}: not within ${timeoutMs} ms`, { cause: failure })
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
