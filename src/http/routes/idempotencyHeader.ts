import type { FastifyRequest } from 'fastify'
import { AppError } from '../../lib/errors.ts'

const MAX_KEY_LENGTH = 255

/**
 * The Idempotency-Key of a request with what it stands for; undefined when it has none.
 * @throws AppError `header_invalid` for a key that is empty, too long or not printable ASCII
 */
export function idempotencyOf(request: FastifyRequest): { key: string; request: string } | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !/^[\x21-\x7e]+$/.test(key) || key.length > MAX_KEY_LENGTH)
    throw new AppError(
      'header_invalid',
      `Idempotency-Key has to be 1 to ${MAX_KEY_LENGTH} printable ASCII characters without spaces, such as a UUID.`,
    )
  return { key, request: `${request.method} ${request.url} ${JSON.stringify(request.body)}` }
}
