import type { FieldRule } from '../src/contract/fieldRules.ts'
import type { ErrorCode } from '../src/lib/errors.ts'
import { withQuery } from './paths.ts'

/** One value that the server refused: `field` is its JSON path, such as `to[3].phone`, `rule` what it breaks. */
export type FieldProblem = { field: string; message: string; rule?: FieldRule; limit?: number }

/** What a request can fail with: a code of the API, no connection at all, or an answer that is not the API's (a proxy's page). */
export type FailureCode = ErrorCode | 'offline' | 'unreadable'

/** An answer that is no success. `message` is a sentence for people. */
export class ApiError extends Error {
  readonly code: FailureCode
  readonly status: number
  readonly field: string | undefined
  readonly errors: readonly FieldProblem[]
  readonly requestId: string | undefined
  /** How long the server asks to wait. */
  readonly retryAfterMs: number | undefined
  constructor(
    code: FailureCode,
    detail: string,
    rest: Partial<Pick<ApiError, 'status' | 'field' | 'errors' | 'requestId' | 'retryAfterMs' | 'cause'>> = {},
  ) {
    super(detail, { cause: rest.cause })
    this.name = 'ApiError'
    this.code = code
    this.status = rest.status ?? 0
    this.field = rest.field
    this.errors = rest.errors ?? []
    this.requestId = rest.requestId
    this.retryAfterMs = rest.retryAfterMs
  }
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>
type Unsafe = 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Options = { query?: Query; signal?: AbortSignal; idempotencyKey?: string }

/**
 * Reads from the API. `T` is the type of the contract that the server's tests hold this address to.
 * @throws ApiError
 */
export const get = <T>(path: string, { query = {}, signal }: { query?: Query; signal?: AbortSignal } = {}): Promise<T> =>
  request<T>('GET', withQuery(path, query), { ...(signal === undefined ? {} : { signal }) })

/**
 * Changes something. A request is repeated only with an Idempotency-Key, since without one nobody knows whether the first one was carried out.
 * @throws ApiError
 */
export async function send<T>(
  method: Unsafe,
  path: string,
  body?: unknown,
  { query = {}, signal, idempotencyKey }: Options = {},
): Promise<T> {
  const headers = { ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }) }
  const once = () => request<T>(method, withQuery(path, query), { body, headers, ...(signal === undefined ? {} : { signal }) })
  if (idempotencyKey === undefined) return once()
  for (let failures = 0; ; failures++) {
    try {
      return await once()
    } catch (error) {
      if (!shouldRetry(failures, error) || signal?.aborted === true) throw error
      await new Promise((resolve) => setTimeout(resolve, retryDelayMs(failures, error)))
    }
  }
}

/** A key for a send: made when the form is opened, so that pressing the button twice sends once. */
export const newIdempotencyKey = (): string =>
  crypto.getRandomValues(new Uint8Array(16)).reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '')

const MAX_RETRIES = 3
const MAX_DELAY_MS = 10_000
const passing: readonly FailureCode[] = ['offline', 'unreadable', 'unavailable', 'rate_limited', 'idempotency_in_flight']

/** Whether the same request may succeed a little later. */
export const shouldRetry = (failures: number, error: unknown): boolean =>
  failures < MAX_RETRIES && error instanceof ApiError && passing.includes(error.code) && (error.retryAfterMs ?? 0) <= MAX_DELAY_MS

/** What the server asks for, else 0.5 s, 1 s, 2 s. */
export const retryDelayMs = (failures: number, error: unknown): number =>
  (error instanceof ApiError ? error.retryAfterMs : undefined) ?? Math.min(500 * 2 ** failures, MAX_DELAY_MS)

type Init = { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal }

async function request<T>(method: string, url: string, { body, headers = {}, signal }: Init): Promise<T> {
  const answer = await reach(url, {
    method,
    headers: {
      accept: 'application/json',
      ...headers,
      ...(body === undefined || body instanceof Blob ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  })
  return readAnswer<T>(answer)
}

async function readAnswer<T>(answer: Response): Promise<T> {
  if (!answer.ok) throw await problemOf(answer)
  // The server checks every answer against the schema that T is the type of.
  return (answer.status === 204 ? undefined : await readJson(answer)) as T
}

/**
 * Sends a file as it is, read from the disk piece by piece. Not by fetch, which cannot tell how far it is.
 * @param onProgress gets the part that is sent, from 0 to 1
 * @throws ApiError
 */
export function upload<T>(
  path: string,
  file: Blob,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (part: number) => void },
): Promise<T> {
  return new Promise<Response>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('content-type', 'text/csv')
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total))
    request.addEventListener('load', () => resolve(responseOf(request)))
    request.addEventListener('error', () => reject(new ApiError('offline', 'The server cannot be reached.')))
    request.addEventListener('abort', () => reject(new DOMException('The upload was given up.', 'AbortError')))
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  }).then((answer) => readAnswer<T>(answer))
}

function responseOf(request: XMLHttpRequest): Response {
  const headers = ['content-type', 'retry-after'].flatMap((name): [string, string][] => {
    const value = request.getResponseHeader(name)
    return value === null ? [] : [[name, value]]
  })
  return new Response(request.responseText, { status: request.status, headers })
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError('offline', 'The server cannot be reached.', { cause: error })
  }
}

async function readJson(answer: Response): Promise<unknown> {
  try {
    return await answer.json()
  } catch (cause) {
    throw new ApiError('unreadable', 'The answer of the server was cut off or is not JSON.', { status: answer.status, cause })
  }
}

async function problemOf(answer: Response): Promise<ApiError> {
  const { status } = answer
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN)
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1_000 : undefined
  const body = answer.headers.get('content-type')?.includes('json') === true ? await readJson(answer) : undefined
  if (!isProblem(body)) return new ApiError('unreadable', `The server answered ${status} without saying why.`, { status, retryAfterMs })
  const { code, detail, field, errors, request_id: requestId } = body
  return new ApiError(code, detail, { status, field, errors: errors ?? [], requestId, retryAfterMs })
}

type Problem = { code: ErrorCode; detail: string; field?: string; errors?: FieldProblem[]; request_id?: string }
const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' &&
  body !== null &&
  'code' in body &&
  typeof body.code === 'string' &&
  'detail' in body &&
  typeof body.detail === 'string'
