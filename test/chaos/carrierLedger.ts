import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Stage } from './stage.ts'

/** `onText` is told what each number was sent. */
type LedgerOptions = { delayMs: number; onText?: (text: string) => void }

/** A carrier over HTTP that takes everything and writes down what it was given: the judge of what was sent twice. */
export class CarrierLedger {
  /** Submits by number. */
  readonly submits = new Map<string, number>()
  readonly #server: Server
  readonly #delayMs: number
  readonly #onText: (text: string) => void

  private constructor({ delayMs, onText = () => undefined }: LedgerOptions) {
    this.#delayMs = delayMs
    this.#onText = onText
    this.#server = createServer((request, response) => {
      void this.#take(request).then((id) => {
        setTimeout(() => {
          response.writeHead(200, { 'content-type': 'application/json' })
          response.end(JSON.stringify({ id }))
        }, this.#delayMs)
      })
    })
  }

  static async start(stage: Stage, options: LedgerOptions): Promise<CarrierLedger> {
    const ledger = new CarrierLedger(options)
    await new Promise<void>((resolve) => ledger.#server.listen(0, '127.0.0.1', resolve))
    stage.onEnd(() => ledger.#server.close().closeAllConnections())
    return ledger
  }

  get origin(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the carrier does not listen')
    return `http://127.0.0.1:${address.port}`
  }

  /** The file that describes it to Tapline. */
  get description(): object {
    return {
      submit: {
        url: `${this.origin}/send`,
        headers: { 'content-type': 'application/json' },
        body: { to: '{phone}', text: '{text}', ref: '{id}' },
      },
      answer: { id: '/id' },
      parallel: 100,
    }
  }

  get twice(): number {
    return [...this.submits.values()].filter((count) => count > 1).length
  }

  /** Written down when the request is whole, before any answer. */
  async #take(request: IncomingMessage): Promise<string> {
    let body = ''
    for await (const piece of request) body += String(piece)
    const { to, ref, text } = JSON.parse(body) as { to: string; ref: string; text: string }
    this.submits.set(to, (this.submits.get(to) ?? 0) + 1)
    this.#onText(text)
    return `c${ref}`
  }
}
