import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll } from 'vitest'
import { openHttpCarrier } from '../../src/carriers/http/kinds.ts'
import type { OutboundMessage, RemoteCarrier } from '../../src/domain/messages/carrier.ts'
import { createOutbound } from '../../src/platform/outbound.ts'

export type Asked = { method: string; path: string; query: URLSearchParams; headers: IncomingMessage['headers']; body: string }
/** Answers a request; `undefined` closes the connection without an answer. */
export type Respond = (asked: Asked) => { status?: number; headers?: Record<string, string>; body?: unknown } | undefined

/** A server on this machine that answers as told, each time after `hold`, and remembers what it was asked. */
export async function carrierServer(respond: Respond, { hold = async () => undefined }: { hold?: () => Promise<void> } = {}) {
  const asked: Asked[] = []
  let answer = respond
  const server = createServer((request, response) => {
    void read(request).then(async (body) => {
      const url = new URL(request.url ?? '/', 'http://localhost')
      const one = { method: request.method ?? '', path: url.pathname, query: url.searchParams, headers: request.headers, body }
      asked.push(one)
      await hold()
      write(response, answer(one))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => (server.closeAllConnections(), void server.close()))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  const origin = `http://127.0.0.1:${address.port}`
  return { origin, asked, respondWith: (next: Respond) => void (answer = next) }
}

async function read(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}

function write(response: ServerResponse, given: ReturnType<Respond>): void {
  if (given === undefined) return void response.socket?.destroy()
  const { status = 200, headers = {}, body = '' } = given
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

export const API_KEY = 'seven-key'
let ids = 77_000_000_000

/** seven.io as it documents itself: bare codes for what fails as a whole, one entry for each recipient. */
export const sevenAnswers: Respond = ({ path, headers, body }) => {
  if (headers['x-api-key'] !== API_KEY) return { body: '"900"' }
  if (path === '/api/balance') return { body: { amount: 54.218, currency: 'EUR' } }
  if (path !== '/api/sms') return { status: 404, body: 'not found' }
  const { to, from, text, foreign_id } = JSON.parse(body)
  const message = { id: String(++ids), sender: from, recipient: to.replace('+', ''), text, encoding: 'gsm', label: null, foreign_id }
  const rest = { parts: 1, udh: null, is_binary: false, price: 0.075, success: true, error: null, error_text: null }
  return {
    body: { success: '100', total_price: 0.075, balance: 54.013, debug: 'false', sms_type: 'direct', messages: [{ ...message, ...rest }] },
  }
}

export const ACCOUNT_SID = `AC${'a'.repeat(32)}`
export const AUTH_TOKEN = 'twilio-token'

/** Twilio as it documents itself: 201 with a SID, errors as JSON with a code. */
export const twilioAnswers: Respond = ({ path, headers, body }) => {
  const authorization = `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64')}`
  if (headers.authorization !== authorization) return { status: 401, body: { code: 20003, message: 'Authenticate', status: 401 } }
  if (path === `/2010-04-01/Accounts/${ACCOUNT_SID}.json`) return { body: { sid: ACCOUNT_SID, status: 'active' } }
  if (path !== `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages.json`) return { status: 404, body: { code: 20404, status: 404 } }
  const form = new URLSearchParams(body)
  const sid = `SM${String(++ids).padStart(32, '0')}`
  return {
    status: 201,
    body: { sid, status: 'queued', to: form.get('To'), from: form.get('From'), body: form.get('Body'), error_code: null },
  }
}

/** A carrier that may reach the servers of these origins. */
export function openTestCarrier(
  kind: string,
  { settings, secrets, origins = [] }: { settings: Record<string, unknown>; secrets: Record<string, string>; origins?: string[] },
): RemoteCarrier {
  const outbound = createOutbound({ allowOrigins: origins })
  afterAll(() => outbound.close())
  return openHttpCarrier({
    ...{ kind, settings, secrets, outbound },
    callbackSecret: 'callback-secret',
    callbackUrl: 'https://tapline.test/callbacks/7/callback-secret',
  })
}

let messageIds = 0n
export const aMessage = (more: Partial<OutboundMessage> = {}): OutboundMessage => ({
  ...{ id: ++messageIds, accountId: 1n, phone: '+4915112345678', sender: 'Acme', text: 'Hi "you" & {text}', encoding: 'gsm7' },
  ...{ flash: false, validUntil: new Date(Date.now() + 3_600_000), attempt: 1 },
  ...more,
})
