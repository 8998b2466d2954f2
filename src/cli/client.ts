import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import type { Config } from '../platform/config.ts'
import { Failure, innermost, outcomeOf } from './failure.ts'

type Query = Readonly<Record<string, string | readonly string[] | undefined>>
/** `timeoutMs`: for an answer that may take longer than others. */
type Call = { query?: Query; body?: unknown; headers?: Readonly<Record<string, string>>; timeoutMs?: number }

/** The API, called with a key; answers are parsed by the contract's schemas. */
export type Client = {
  get<T>(schema: z.ZodType<T>, path: string, call?: Call): Promise<T>
  post<T>(schema: z.ZodType<T>, path: string, call?: Call): Promise<T>
  put<T>(schema: z.ZodType<T>, path: string, call?: Call): Promise<T>
  patch<T>(schema: z.ZodType<T>, path: string, call?: Call): Promise<T>
  delete(path: string): Promise<void>
  /** Sends a file as it is read. */
  upload<T>(schema: z.ZodType<T>, path: string, call: { query: Query; body: AsyncIterable<Uint8Array> }): Promise<T>
  /** Hands on what comes, piece by piece. */
  download(path: string, call: { query: Query; take: (piece: string) => void }): Promise<void>
}

const TIMEOUT_MS = 30_000
/** For files; the server cuts off what takes longer. */
const FILE_TIMEOUT_MS = 1_800_000

/** Answers longer than this are no sentence: a page of a proxy, most likely. */
const MAX_QUOTED = 200

/**
 * Makes a client for the API that the config names.
 * @throws Failure when there is no key, and from its calls when the API refuses or cannot be reached
 */
export function createClient(config: Pick<Config, 'apiUrl' | 'apiKey' | 'dataDir'>): Client {
  const key = readKey(config)
  const authorization = { authorization: `Bearer ${key}` }
  const call = async <T>(method: string, schema: z.ZodType<T>, path: string, given: Call = {}): Promise<T> => {
    const { query = {}, body, headers = {}, timeoutMs = TIMEOUT_MS } = given
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const signal = AbortSignal.timeout(timeoutMs)
    const answer = await request(addressOf(config, path, query), {
      ...{ method, ...sent, signal },
      headers: { ...headers, ...type, ...authorization },
    })
    return parse(schema, { url: config.apiUrl, ...answer })
  }
  return {
    get: async (schema, path, given) => call('GET', schema, path, given),
    post: async (schema, path, given) => call('POST', schema, path, given),
    put: async (schema, path, given) => call('PUT', schema, path, given),
    patch: async (schema, path, given) => call('PATCH', schema, path, given),
    async delete(path) {
      const answer = await request(addressOf(config, path, {}), { method: 'DELETE', headers: authorization })
      if (answer.status !== 200) throw new Failure(outcomeOf(answer.status), sentenceOf({ url: config.apiUrl, ...answer }))
    },
    async upload(schema, path, { query, body }) {
      const headers = { ...authorization, 'content-type': 'text/csv' }
      const options = { method: 'POST', body, duplex: 'half' as const, headers, signal: AbortSignal.timeout(FILE_TIMEOUT_MS) }
      return parse(schema, { url: config.apiUrl, ...(await request(addressOf(config, path, query), options)) })
    },
    download: async (path, { query, take }) => download(addressOf(config, path, query), { headers: authorization, take }),
  }
}

function addressOf({ apiUrl }: Pick<Config, 'apiUrl'>, path: string, query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [value].flat().map((each) => [name, each]),
  )
  return `${apiUrl}${path}${given.length === 0 ? '' : `?${new URLSearchParams(given)}`}`
}

async function download(url: string, { headers, take }: { headers: Record<string, string>; take: (piece: string) => void }): Promise<void> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(FILE_TIMEOUT_MS), headers })
    if (answer.status !== 200)
      throw new Failure(outcomeOf(answer.status), sentenceOf({ url, status: answer.status, text: await answer.text() }))
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    for await (const bytes of answer.body ?? []) take(decoder.decode(bytes, { stream: true }))
    take(decoder.decode())
  } catch (error) {
    throw error instanceof Failure ? error : unreachable(url, error)
  }
}

/**
 * Sends one request and reads the answer whole.
 * @throws Failure `unreachable`
 */
export async function request(url: string, options: RequestInit = {}): Promise<{ status: number; text: string }> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS), ...options })
    return { status: answer.status, text: await answer.text() }
  } catch (error) {
    throw unreachable(url, error)
  }
}

function unreachable(url: string, error: unknown): Failure {
  const reason = error instanceof Error ? innermost(error) : String(error)
  const text = `The API at ${new URL(url).origin} cannot be reached (${reason}). Start it with "tapline start", or set TAPLINE_URL.`
  return new Failure('unreachable', text, { cause: error })
}

function readKey({ apiKey, dataDir }: Pick<Config, 'apiKey' | 'dataDir'>): string {
  if (apiKey !== undefined) return apiKey
  const file = join(dataDir, 'cli.key')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  throw new Failure(
    'usage',
    `There is no API key: set TAPLINE_API_KEY, or set DATA_DIR to the folder of the server, whose first start writes ${file}.`,
  )
}

function parse<T>(schema: z.ZodType<T>, { url, status, text }: { url: string; status: number; text: string }): T {
  if (status < 200 || status > 299) throw new Failure(outcomeOf(status), sentenceOf({ url, status, text }))
  const answer = schema.safeParse(readJson(text))
  if (answer.success) return answer.data
  throw new Failure('failed', `${url} answered ${status} with something else than expected: is it Tapline, in the version of this command?`)
}

/** A problem (RFC 9457) in its own words, with each further field that is wrong; anything else is quoted. */
function sentenceOf({ url, status, text }: { url: string; status: number; text: string }): string {
  const problem = readJson(text)
  if (typeof problem !== 'object' || problem === null || !('detail' in problem))
    return `${url} answered ${status}: ${text.slice(0, MAX_QUOTED).trim() || 'nothing'}`
  const errors: unknown[] = 'errors' in problem && Array.isArray(problem.errors) ? problem.errors : []
  const further = errors.slice(1).map((error) => `\n  ${member(error, 'field')}: ${member(error, 'message')}`)
  return `${String(problem.detail)}${further.join('')}\n(${status} ${member(problem, 'code')}, request ${member(problem, 'request_id')})`
}

const member = (value: unknown, name: string) => (typeof value === 'object' && value !== null ? String(Reflect.get(value, name)) : '')

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
