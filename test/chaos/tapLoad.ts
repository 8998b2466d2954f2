import { Agent, request } from 'node:http'
import type { TapLedger } from './tapLedger.ts'

export const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const TICK_MS = 5
const TIMEOUT_MS = 10_000
/** Taps under way at once; a node that hangs is not asked for more. */
const MAX_OPEN = 1_000
/** After a hold-up of this process the rate is not made up for: a burst would test something else. */
const MAX_CATCH_UP_MS = 100

export type TapTarget = { linkPort: number; linkHost: string }
type Options = { ledger: TapLedger; targets: readonly TapTarget[]; perSecond: number; max?: number; padding?: string }

/** Taps at a steady rate until told to stop, at the targets by turns, and writes every answer into the ledger. */
export function startTaps(options: Options): { stop(): Promise<void> } {
  const { ledger, targets, perSecond, max = Infinity } = options
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_OPEN })
  let open = 0
  let due = 0
  let lookedAt = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    due = Math.min((perSecond * MAX_CATCH_UP_MS) / 1_000, due + ((now - lookedAt) / 1_000) * perSecond)
    lookedAt = now
    for (; due >= 1 && open < MAX_OPEN && ledger.tried < max; due--) {
      const target = targets[ledger.tried % targets.length]
      if (target === undefined) throw new Error('taps need a target')
      open++
      void tapOnce(agent, target, options).finally(() => open--)
    }
  }, TICK_MS)
  return {
    async stop() {
      clearInterval(timer)
      while (open > 0) await new Promise((resolve) => setTimeout(resolve, TICK_MS))
      agent.destroy()
    },
  }
}

async function tapOnce(agent: Agent, target: TapTarget, { ledger, padding = '' }: Options): Promise<void> {
  const { index, code, mark } = ledger.begin()
  const { linkPort, linkHost } = target
  ledger.end(index, await ask(agent, { linkPort, linkHost, path: `/${code.code}`, userAgent: `${IPHONE}${padding} ${mark}` }))
}

type Asked = TapTarget & { path: string; userAgent: string }

/** One tap of a phone. @returns the status, or that no answer came */
export const ask = (agent: Agent, { linkPort, linkHost, path, userAgent }: Asked) =>
  new Promise<number | 'lost'>((resolve) => {
    const headers = { host: linkHost, 'user-agent': userAgent }
    const sent = request({ agent, host: '127.0.0.1', port: linkPort, path, headers, timeout: TIMEOUT_MS }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve(answer.statusCode ?? 'lost'))
      answer.on('error', () => resolve('lost'))
    })
    sent.on('timeout', () => sent.destroy())
    sent.on('error', () => resolve('lost'))
    sent.end()
  })

/** Taps each code once and waits: afterwards the node knows them all without its database. */
export async function tapAllOnce(options: Omit<Options, 'max'> & { codes: number }): Promise<void> {
  const { ledger, codes } = options
  const taps = startTaps({ ...options, max: codes })
  while (ledger.tried < codes) await new Promise((resolve) => setTimeout(resolve, TICK_MS))
  await taps.stop()
}
