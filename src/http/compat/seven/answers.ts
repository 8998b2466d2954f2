import type { FastifyReply, FastifyRequest } from 'fastify'
import { statusOf, type ErrorCode } from '../../../lib/errors.ts'
import { failureOf as problemOf } from '../../errors.ts'
import { readGiven } from './body.ts'
import { codeOf, SevenRefusal, type Code } from './codes.ts'

/** `text` is for who does not ask for JSON; where there is only one of both, everybody gets that. */
export type Answer = { json: unknown; text?: string } | { text: string; type: string }

/** By `Accept`, or by the older switch `json=1`. */
const wantsJson = (request: FastifyRequest): boolean =>
  /\bjson\b/i.test(request.headers.accept ?? '') || /^(?:1|true)$/i.test(String(readGiven(request).get('json')))

export function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  if ('type' in answer) return reply.type(`${answer.type}; charset=utf-8`).send(answer.text)
  if (answer.text === undefined || wantsJson(reply.request))
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer.json))
  return reply.type('text/plain; charset=utf-8').send(answer.text)
}

type Failure = { code: Code; detail: string; status: number; headers?: Readonly<Record<string, string>> | undefined }

/**
 * Answers a failure as seven.io does: HTTP 200 and the bare code, as a JSON string for who asked for JSON. What is wrong stands in words in the
 * header X-Tapline-Detail.
 */
export function sendFailure(reply: FastifyReply, { code, detail, status, headers }: Failure): FastifyReply {
  void reply.code(status).headers({ ...headers, 'x-tapline-detail': printable(detail) })
  return sendAnswer(reply, { json: String(code), text: String(code) })
}

export function failureOf(error: unknown): Failure {
  if (error instanceof SevenRefusal) return { code: error.code, detail: error.message, status: 200 }
  const { code, detail, headers } = problemOf(error)
  return { code: codeOf(code), detail, status: told.has(code) ? statusOf[code] : 200, headers }
}

/** Clients know by the status alone what may succeed when it is tried again. */
const told: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'unavailable', 'internal', 'body_too_large'])

/** A header holds ASCII, and a sentence may quote anything. */
const printable = (detail: string) => detail.replaceAll(/[^\u0020-\u007e]/g, '?').slice(0, 500)
