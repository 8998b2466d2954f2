import type { FastifyInstance } from 'fastify'
import { AppError } from '../lib/errors.ts'
import { isText, UNFIT } from './storableText.ts'

/** Makes JSON the only body that the API reads, with sentences for what is not JSON. */
export function readJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  // "+json" too: clients send application/vnd.api+json and mean JSON.
  app.addContentTypeParser(/^application\/(?:[\w.-]+\+)?json\b/i, { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parseJson(body.toString()))
    } catch (error) {
      done(error instanceof Error ? error : new Error('JSON.parse threw something else', { cause: error }), undefined)
    }
  })
}

/**
 * Parses a body; an empty one is none at all, which the schema of a route then judges.
 * @throws AppError `json_invalid` with line and column where they can be known, and for the key `__proto__`; `body_invalid` for a text that
 *   nothing can store
 */
export function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text, needsLook.test(text) ? refuseUnfit : undefined)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('json_invalid', `The body is not valid JSON${placeOf(error, text)}: check quotes, commas and brackets there.`)
  }
}

/** A cheap look first, since a reviver makes parsing several times slower; an escaped underscore can spell the name too. */
const needsLook = /__proto__|\\u(?:005f|0000|d[89a-f])/i

function refuseUnfit(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new AppError('json_invalid', 'The body has a key "__proto__", which no request needs: remove it.')
  if (!isText(key) || (typeof value === 'string' && !isText(value)))
    throw new AppError('body_invalid', `The body has a text with ${UNFIT}, which stands for nothing that can be sent or stored: remove it.`)
  return value
}

/** V8 tells a position for some mistakes and for others quotes the text, which is not repeated here. */
function placeOf(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : ''
  if (endsEarly(message)) return ': it ends too early'
  const position = positionIn(message) ?? firstMistake(text)
  if (position === undefined) return ''
  if (position >= text.trimEnd().length) return ': it ends too early'
  const before = text.slice(0, position)
  return ` at line ${before.split('\n').length}, column ${position - before.lastIndexOf('\n')}`
}

/** Longer texts are not searched: each step of the search parses again. */
const MAX_SEARCHED_LENGTH = 65_536

/** The longest beginning that could still go on to become JSON ends where the mistake stands. */
function firstMistake(text: string): number | undefined {
  if (text.length > MAX_SEARCHED_LENGTH) return undefined
  let low = 0
  let high = text.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (couldGoOn(text.slice(0, middle))) low = middle
    else high = middle - 1
  }
  return low
}

function couldGoOn(beginning: string): boolean {
  try {
    JSON.parse(beginning)
    return true
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    return endsEarly(message) || (positionIn(message) ?? -1) >= beginning.length
  }
}

const endsEarly = (message: string) => /unexpected end|unterminated/i.test(message)

function positionIn(message: string): number | undefined {
  const digits = /at position (\d+)/.exec(message)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
