import type { IncomingMessage, ServerResponse } from 'node:http'
import type { OptOutLinks } from '../domain/messages/optOutLink.ts'
import type { ClientNetwork } from './clientNetwork.ts'
import type { LinkAnswers } from './linkAnswers.ts'
import type { MissBudget } from './missBudget.ts'
import { optOutPages, type OptOutPages } from './optOutPages.ts'

type Context = { optOuts: OptOutLinks; answers: LinkAnswers; budget: MissBudget; networkOf: ClientNetwork }
type Asked = { request: IncomingMessage; response: ServerResponse; shown: { code: string; mac: string } }

/**
 * Answers for an opt-out link: GET shows a page and changes nothing, since scanners and previews follow links; POST, by the button of that
 * page, opts the recipient out and answers when that is committed. No request for it is a hit. One that this installation has not made is a
 * miss, and costs the network's budget.
 */
export async function answerOptOut(context: Context, { request, response, shown }: Asked): Promise<void> {
  const { optOuts, answers } = context
  const { method } = request
  const isPost = method === 'POST'
  if (isPost) ignoreBody(request, response)
  else if (method !== 'GET' && method !== 'HEAD') return answers.methodNotAllowed(response, { allow: 'GET, HEAD, POST' })
  const place = optOuts.read((request.headers.host ?? '').toLowerCase(), shown)
  if (place === undefined) return missed(context, request, response)
  const pages = optOutPages(request.headers['accept-language'])
  const page = pageOf[await (isPost ? optOuts.optOut(place) : optOuts.find(place))]
  answers.page(response, pages[page])
}

const pageOf = { there: 'ask', done: 'done', gone: 'gone', unavailable: 'unavailable' } as const satisfies Record<string, keyof OptOutPages>

function missed({ answers, budget, networkOf }: Context, request: IncomingMessage, response: ServerResponse): void {
  if (budget.spend(networkOf(request))) answers.unknown(response)
  else answers.tooMany(response, { retryAfterS: budget.retryAfterS() })
}

/** The form is empty; whatever else is sent is not read, and ends the connection. */
function ignoreBody(request: IncomingMessage, response: ServerResponse): void {
  response.shouldKeepAlive = false
  request.resume()
}
