import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parseJson } from '../../jsonBody.ts'
import { SevenRefusal } from './codes.ts'
import type { Given } from './parameters.ts'

/** A body as it came, for the signature, and what it says. */
class Body {
  readonly raw: Buffer
  readonly given: Given
  constructor(raw: Buffer, given: Given) {
    this.raw = raw
    this.given = given
  }
}

const NOTHING = Buffer.alloc(0)

/** Reads JSON and forms, whatever they are declared as: some clients declare JSON and send a form, or nothing. */
export function readEveryBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (request: FastifyRequest, raw: Buffer) => {
    if (/multipart\//i.test(request.headers['content-type'] ?? ''))
      throw new SevenRefusal(700, 'A body of several parts is not read here: send JSON, or a form as application/x-www-form-urlencoded.')
    const written = raw.toString('utf8')
    return new Body(raw, /^\s*[{[]/.test(written) ? readJson(written) : readForm(written))
  })
}

export const rawBody = ({ body }: FastifyRequest): Buffer => (body instanceof Body ? body.raw : NOTHING)

/** Query and body together; the body wins. */
export function readGiven(request: FastifyRequest): Given {
  const query = request.raw.url?.split('?').slice(1).join('?') ?? ''
  const inBody = request.body instanceof Body ? request.body.given : undefined
  if (query === '') return inBody ?? new Map()
  return new Map([...readForm(query), ...(inBody ?? [])])
}

/** `groups=1&groups=2`, `groups[]=1` and `groups[0]=1` are the same list. */
function readForm(written: string): Given {
  const given = new Map<string, unknown>()
  for (const [key, value] of new URLSearchParams(written)) {
    const bracket = key.indexOf('[')
    const name = bracket < 1 ? key : key.slice(0, bracket)
    const before = given.get(name)
    if (Array.isArray(before)) before.push(value)
    else if (before === undefined && name === key) given.set(name, value)
    else given.set(name, before === undefined ? [value] : [before, value])
  }
  return given
}

function readJson(written: string): Given {
  const value = parseJson(written)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SevenRefusal(700, 'The body is a list: expected an object of parameters.')
  return new Map(Object.entries(value))
}
