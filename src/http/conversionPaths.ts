import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Log } from '../platform/log.ts'
import { readBody, type ConversionIntake } from './conversionIntake.ts'
import type { LinkAnswers } from './linkAnswers.ts'
import { snippetFile, SNIPPET_PATH } from './snippet.ts'

type Context = { answers: LinkAnswers; intake: ConversionIntake; log: Log }

/** Where the script's beacons and the pixel go. A code has eight characters, so these are none. */
export const BEACON_PATH = '/c'
export const PIXEL_PATH = '/p.gif'

/** Answers what the pages of customers ask of the link host. @returns whether it was that */
export function answerConversionPath(context: Context, request: IncomingMessage, response: ServerResponse): boolean {
  const { url = '' } = request
  const question = url.indexOf('?')
  const path = question === -1 ? url : url.slice(0, question)
  switch (path) {
    case SNIPPET_PATH:
      if (isRead(request)) context.answers.script(response, snippetFile().body)
      else context.answers.methodNotAllowed(response)
      return true
    case BEACON_PATH:
      if (request.method === 'POST') void answerBeacon(context, request, response)
      else context.answers.methodNotAllowed(response, { allow: 'POST' })
      return true
    case PIXEL_PATH:
      if (request.method === 'GET')
        void answer(context, { request, response, kind: 'pixel', text: question === -1 ? '' : url.slice(question + 1) })
      else context.answers.methodNotAllowed(response, { allow: 'GET' })
      return true
    default:
      return false
  }
}

const isRead = ({ method }: IncomingMessage) => method === 'GET' || method === 'HEAD'

async function answerBeacon(context: Context, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // A tab that was closed at once may end the connection with its body half sent.
  const text = await readBody(request).catch(() => undefined)
  if (text !== undefined) return answer(context, { request, response, kind: 'beacon', text })
  context.answers.intake(response, { status: 413, code: 'body_too_large', detail: 'A conversion has 2 kB at most.' }, 'beacon')
}

type Asked = { request: IncomingMessage; response: ServerResponse; kind: 'beacon' | 'pixel'; text: string }

async function answer({ answers, intake, log }: Context, { request, response, kind, text }: Asked): Promise<void> {
  try {
    answers.intake(response, await intake.take(request, { kind, text }), kind)
  } catch (error) {
    log.error({ error }, 'a conversion could not be taken')
    if (!response.headersSent) answers.unavailable(response)
  }
}
