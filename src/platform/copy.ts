import { EventEmitter } from 'node:events'
import type { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Pool, Transaction } from './db.ts'

/**
 * Reads what `copy ... to stdout` sends, in pieces of some 10 kB, as fast as it is taken and no faster. Whoever stops early has the server's
 * statement cancelled, so that the connection can be used again.
 * @param pool cancels the statement from another connection
 */
export async function* copyOut(tx: Transaction, { statement, pool }: { statement: string; pool: Pool }): AsyncGenerator<Buffer> {
  const [backend] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
  const query = tx.unsafe(statement)
  void watch(query)
  const readable = await query.readable()
  let isOver = false
  try {
    for await (const piece of readable.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(piece)) throw new TypeError('The driver gave something else than bytes')
      yield piece
    }
    isOver = true
  } finally {
    if (!isOver && !readable.destroyed) {
      await pool`select pg_cancel_backend(${backend?.pid ?? 0})`
      // What is still on its way has to be read, or the cancelling never arrives.
      await finished(readable.resume(), { writable: false }).catch(() => undefined)
    }
    resumeSocket(readable)
  }
}

/**
 * The driver pauses its socket when the stream is full, also at the last rows, and resumes it only when the stream asks for more, which one
 * that has ended never does: the server's "ready" would never be read (porsager/postgres 3.4.9, connection.js, CopyOutResponse).
 */
function resumeSocket(readable: Readable): void {
  try {
    // oxlint-disable-next-line no-underscore-dangle -- Node's own name for "the stream wants more".
    readable._read(0)
  } catch {
    // The socket is gone, and the transaction is told so by itself.
  }
}

/**
 * Sends one piece of text to `copy ... from stdin` and waits until the server has taken it.
 * @throws the server's error
 */
export async function copyIn(tx: Transaction, { statement, text }: { statement: string; text: Buffer }): Promise<void> {
  const query = tx.unsafe(statement)
  const refused = watch(query)
  const writable = await query.writable()
  writable.end(text)
  await Promise.race([finished(writable, { readable: false }), refused])
}

/**
 * Mends what the driver lacks for streams (porsager/postgres 3.4.9, connection.js). An error that comes together with the stream would be thrown
 * where nobody can catch it, since no listener can be there yet. And one that comes after the last byte sent, such as a violated reference,
 * goes to the query, which has been resolved with the stream already: the stream would never finish.
 * @returns a promise that rejects with what the query is rejected with, and never resolves
 */
function watch(query: object): Promise<never> {
  if (!('reject' in query && typeof query.reject === 'function' && 'resolve' in query && typeof query.resolve === 'function'))
    throw new Error('The driver has changed: a query has no "resolve" and "reject"')
  const { resolve, reject } = query
  const rejection = new Promise<never>((_resolve, fail) => {
    Object.assign(query, {
      resolve: (result: unknown) => {
        if (result instanceof EventEmitter) result.on('error', () => undefined)
        Reflect.apply(resolve, query, [result])
      },
      reject: (error: unknown) => {
        Reflect.apply(reject, query, [error])
        fail(error)
      },
    })
  })
  rejection.catch(() => undefined)
  return rejection
}
