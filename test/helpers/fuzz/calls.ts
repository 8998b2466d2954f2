import type { FastifyInstance } from 'fastify'
import type { checker, Given } from './answers.ts'
import type { Operation } from './operations.ts'
import type { Request } from './requests.ts'
import type { Seen } from './seen.ts'

export type Call = { method: Operation['method']; url: string; headers: Record<string, string>; body: string | undefined }

/** What a generated request is on the wire. */
export function callOf(operation: Operation, request: Request, seen: Seen): Call {
  const wordOf = (name: string, word: Request['path'][string]) => ('seen' in word ? seen.of(name, word) : String(word.value))
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const word = request.path[name]
    return encode(word === undefined ? '1' : wordOf(name, word))
  })
  const query = Object.entries(request.query).flatMap(([name, word]) =>
    word === undefined ? [] : [`${encode(name)}=${encode(wordOf(name, word))}`],
  )
  if (request.rawQuery !== '') query.push(request.rawQuery)
  const url = query.length === 0 ? path : `${path}?${query.join('&')}`
  const contentType = request.body === undefined ? {} : { 'content-type': 'application/json' }
  return { method: operation.method, url, headers: { ...contentType, ...request.headers }, body: request.body }
}

/** A half of a surrogate pair has no percent-encoding; the bytes that would stand for it are what a broken client sends. */
const encode = (text: string) =>
  text
    .split(/\p{Surrogate}/u)
    .map((part) => encodeURIComponent(part))
    .join('%ED%A0%80')

export type Answered = Given & { json: unknown }

/** What a caller shows: a key, or the cookie of a page of ours. */
export type Shown = { authorization: string } | { cookie: string; 'sec-fetch-site': string } | Record<never, never>
export const showKey = (key: string | undefined): Shown => (key === undefined ? {} : { authorization: `Bearer ${key}` })
export const showCookie = (cookie: string): Shown => ({ cookie, 'sec-fetch-site': 'same-origin' })

/** Sends a call as somebody. */
export async function sendCall(app: FastifyInstance, { method, url, headers, body }: Call, shown: Shown): Promise<Answered> {
  const payload = body === undefined ? {} : { payload: body }
  const answer = await app.inject({ method, url, headers: { ...headers, ...shown }, ...payload })
  const contentType = String(answer.headers['content-type'] ?? '')
  return { status: answer.statusCode, contentType, text: answer.body, json: contentType.includes('json') ? answer.json() : undefined }
}

/** Fails with the call itself, ready to be repeated, when something is wrong with its answer. */
export function requireFit(
  check: ReturnType<typeof checker>,
  operation: Operation,
  { call, given }: { call: Call; given: Answered },
): void {
  const fault = check.faultOfAnswer(operation, given)
  if (fault !== undefined) throw new Error(`${describeCall(call)}\n${fault}`)
}

export const describeCall = ({ method, url, headers, body }: Call): string =>
  `${method} ${url} ${JSON.stringify(headers)}${body === undefined ? '' : `\n${body.slice(0, 2_000)}`}`
