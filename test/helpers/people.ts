import type { FastifyInstance } from 'fastify'
import type { Role } from '../../src/contract/roles.ts'
import { startSession } from '../../src/domain/accounts/sessions.ts'
import { insertUser } from '../../src/domain/accounts/userStore.ts'
import type { Db } from '../../src/platform/db.ts'
import type { Answer } from './api.ts'

let made = 0

/** Somebody of an account, signed in: the cookie as a browser shows it. The password opens nothing; `createUser` makes people with one. */
export async function signInAs(
  db: Db,
  { accountId, role, email = `${role}${made++}@example.com` }: { accountId: bigint; role: Role; email?: string },
) {
  const userId = await insertUser(db, { accountId, email, passwordHash: 'scrypt$15$8$3$AAAA$AAAA', role })
  if (userId === undefined) throw new Error(`${email} has a user already`)
  const token = await startSession(db, { accountId, userId, formerToken: undefined })
  return { userId, email, token, cookie: `tapline=${token}` }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Calls as a page of ours does, in a browser where somebody is signed in. */
export const visitor =
  (app: FastifyInstance, cookie: string) =>
  async (method: Method, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const json = body === undefined ? {} : { 'content-type': 'application/json' }
    const payload = body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }
    const answer = await app.inject({ method, url, ...payload, headers: { cookie, 'sec-fetch-site': 'same-origin', ...json, ...headers } })
    const isJson = String(answer.headers['content-type']).includes('json')
    return { status: answer.statusCode, body: isJson ? answer.json() : { text: answer.body }, headers: answer.headers }
  }
