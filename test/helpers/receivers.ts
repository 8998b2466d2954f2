import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { afterAll } from 'vitest'
import { event as eventSchema, type Event } from '../../src/contract/events.ts'

export type Received = { path: string; id: string; headers: Record<string, string>; body: string }

/**
 * Receivers of webhooks on one port of this machine; the first part of the path says how one behaves: ok, error, gone, later (429, an hour),
 * redirect, silent (never answers), dripping and endless (bodies without end).
 */
export async function receivers() {
  const received: Received[] = []
  const behaviours = new Map<string, (answer: ServerResponse) => void>(Object.entries(behaviour))
  const server = createServer((request, answer) => {
    void read(request).then((body) => {
      const path = request.url ?? ''
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      received.push({ path, id: headers['webhook-id'] ?? '', headers, body })
      const behave = behaviours.get(path.split('/')[1] ?? '')
      if (behave === undefined) answer.writeHead(404).end()
      else behave(answer)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const origin = `http://127.0.0.1:${address.port}`
  return {
    origin,
    url: (path: string) => `${origin}/${path}`,
    /** Requests to a path, in the order in which they came. */
    at: (path: string) => received.filter((one) => one.path === `/${path}`),
    all: received,
    /** Lets a path's first part behave otherwise from now on. */
    change: (name: string, behave: (answer: ServerResponse) => void) => void behaviours.set(name, behave),
  }
}

const behaviour: Record<string, (answer: ServerResponse) => void> = {
  ok: (answer) => void answer.end('thank you'),
  error: (answer) => void answer.writeHead(500).end('out of order'),
  gone: (answer) => void answer.writeHead(410).end(),
  later: (answer) => void answer.writeHead(429, { 'retry-after': '3600' }).end(),
  redirect: (answer) => void answer.writeHead(302, { location: '/ok/redirected' }).end(),
  silent: () => undefined,
  dripping(answer) {
    answer.write('a')
    const drip = setInterval(() => answer.write('a'), 50)
    answer.once('close', () => clearInterval(drip))
  },
  endless(answer) {
    const write = () => {
      while (!answer.destroyed && answer.write('x'.repeat(8_192)));
    }
    answer.on('drain', write)
    write()
  },
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * Reads a delivery as a receiver should: by the library of Standard Webhooks, and by our contract.
 * @throws Error for a signature that does not fit
 */
export function verified({ headers, body }: Received, secret: string): Event {
  return eventSchema.parse(new Webhook(secret).verify(body, headers))
}
