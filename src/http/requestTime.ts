import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body may be a large file, and take minutes. */
    takesFile?: boolean
  }
}

/** A client that takes longer to send a whole request is cut off. */
const REQUEST_TIMEOUT_MS = 30_000
/** The same for a file of the largest size over a line of 5 Mbit/s; node:http knows one limit for all requests, so it gets this one. */
export const FILE_TIMEOUT_MS = 1_800_000

/** Limits the time in which a body may come; for a file that starts when it was answered, perhaps before its end. */
export function limitRequestTime(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw, routeOptions }) => {
    if (routeOptions.config.takesFile !== true && hasBody(raw)) cutOffLater(raw)
  })
  app.addHook('onResponse', async ({ raw, routeOptions }) => {
    if (routeOptions.config.takesFile === true && !raw.complete) cutOffLater(raw)
  })
}

const hasBody = ({ headers }: IncomingMessage) => headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'

function cutOffLater(raw: IncomingMessage): void {
  const timer = setTimeout(() => void (raw.complete || raw.destroy()), REQUEST_TIMEOUT_MS).unref()
  raw.once('close', () => clearTimeout(timer))
}
