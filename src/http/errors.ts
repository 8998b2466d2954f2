import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isResponseSerializationError } from 'fastify-type-provider-zod'
import { AppError, statusOf, type ErrorCode } from '../lib/errors.ts'
import { isUnavailable } from '../platform/db.ts'
import type { Log } from '../platform/log.ts'
import { allowedMethods } from './methods.ts'
import { problemOf, type ProblemInput } from './problem.ts'
import { fieldErrors, InvalidInput } from './validation.ts'

/** What an AppError thrown below needs besides its words: headers that belong to the answer. */
export class AnswerError extends AppError {
  readonly headers: Readonly<Record<string, string>>
  constructor(code: ErrorCode, message: string, headers: Record<string, string>) {
    super(code, message)
    this.headers = headers
  }
}

/** What becomes an answer that is not a success. */
export type Failure = Omit<ProblemInput, 'requestId'> & { headers?: Readonly<Record<string, string>> }

/** Answers every error of an app as a problem, and logs those that are ours to mend. */
export function answerErrors(app: FastifyInstance, { log }: { log: Log }): void {
  app.setErrorHandler((error: unknown, request, reply) => {
    const failure = failureOf(error)
    if (failure.code === 'internal' || failure.code === 'unavailable') logFailure(log, { error, request, code: failure.code })
    return sendProblem(reply, failure)
  })
  app.setNotFoundHandler((request, reply) => {
    const path = pathOf(request)
    const allow = allowedMethods(app, path)
    if (allow.length === 0) return sendProblem(reply, { code: 'not_found', detail: notFound(request.method, path) })
    const detail = `${request.method} is not possible on ${path}: use ${allow.join(' or ')}.`
    return sendProblem(reply, { code: 'method_not_allowed', detail, headers: { allow: allow.join(', ') } })
  })
}

/** Sends a problem; the request's id is added here. */
export function sendProblem(reply: FastifyReply, { headers, ...input }: Failure): FastifyReply {
  const problem = problemOf({ ...input, requestId: reply.request.id })
  // A string bypasses the route's schemas, which describe only what the route itself answers.
  return reply
    .code(problem.status)
    .headers({ 'x-request-id': problem.request_id, ...headers })
    .type('application/problem+json; charset=utf-8')
    .serializer((body: unknown) => String(body))
    .send(JSON.stringify(problem))
}

const pathOf = (request: FastifyRequest) => request.url.split('?', 1)[0] ?? ''
const notFound = (method: string, path: string) =>
  `There is nothing at ${method} ${path.length > 200 ? `${path.slice(0, 200)}...` : path}: /openapi.json lists every address of the API.`

/** Answers what fails before any route is found, such as an address that cannot be decoded. */
export const answerFrameworkError = (error: unknown, reply: FastifyReply): void => void sendProblem(reply, failureOf(error))

/** What an error of any kind is to the caller. */
export function failureOf(error: unknown): Failure {
  if (error instanceof AnswerError) return { code: error.code, detail: error.message, headers: error.headers }
  if (error instanceof AppError) return { code: error.code, detail: error.message, field: error.field }
  if (error instanceof InvalidInput) return invalidInput(error)
  if (isResponseSerializationError(error)) return internal
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const ofFramework = frameworkErrors[code]
  if (ofFramework !== undefined) return ofFramework
  if (isUnavailable(error)) return unavailable
  return internal
}

const internal: Failure = {
  code: 'internal',
  detail: 'Something went wrong on our side, and it has been logged under the request id. Repeating the request may help.',
}
const unavailable: Failure = {
  code: 'unavailable',
  detail:
    'The database cannot be reached right now. Nothing was changed unless the request was already being saved: repeat it in a second.',
  headers: { 'retry-after': '1' },
}

const frameworkErrors: Readonly<Record<string, Failure>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'body_too_large',
    detail: 'The body is larger than 1 MB, which is the most that one request may carry: split it.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'media_type_unsupported',
    detail: 'The body is not declared as JSON: send it with the header "Content-Type: application/json".',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'body_invalid',
    detail: 'The body is shorter or longer than its Content-Length says: send it again.',
  },
  FST_ERR_BAD_URL: { code: 'not_found', detail: 'The address has a broken percent-encoding: write a literal % as %25.' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'not_found', detail: 'A part of the address is longer than any id: nothing can be there.' },
}

const places = {
  body: { code: 'body_invalid', what: 'The body' },
  querystring: { code: 'query_invalid', what: 'The query' },
  headers: { code: 'header_invalid', what: 'A header' },
  params: { code: 'not_found', what: 'The address' },
} as const

function invalidInput(error: InvalidInput): Failure {
  const place = Object.entries(places).find(([name]) => name === error.validationContext)?.[1] ?? places.body
  const errors = fieldErrors(error.issues)
  const first = errors[0]
  if (first === undefined) return { code: place.code, detail: `${place.what} is not what this address expects.` }
  const more = errors.length > 1 ? ` ${errors.length - 1} more in "errors".` : ''
  const where = first.field === '' ? place.what : `${place.what} is wrong at ${first.field}`
  return { code: place.code, detail: `${where}: ${lowerFirst(first.message)}${more}`, field: first.field, errors }
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** By route, never by address: an address can hold a code or a phone number. */
export function logFailure(log: Log, { error, request, code }: { error: unknown; request: FastifyRequest; code: ErrorCode }): void {
  const where = { requestId: request.id, method: request.method, route: request.routeOptions.url ?? 'none', status: statusOf[code] }
  if (code === 'unavailable') log.warn({ ...where, error }, 'request failed: the database cannot be reached')
  else log.error({ ...where, error }, 'request failed')
}
