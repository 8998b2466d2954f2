import { Agent, request } from 'node:http'

/** What became of a tap. `lost`: no answer came, so nothing was promised. */
export type Tap = { code: string; status: number | 'lost' }

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

/** Taps short links at a steady rate until told to stop, and remembers every answer. Bounded by `max`. */
export function tapSteadily({
  linkUrl,
  codes,
  perSecond,
  max,
}: {
  linkUrl: string
  codes: readonly string[]
  perSecond: number
  max: number
}) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const taps: Promise<Tap>[] = []
  const startedAt = performance.now()
  const timer = setInterval(() => {
    const due = Math.min(max, Math.floor(((performance.now() - startedAt) / 1_000) * perSecond))
    while (taps.length < due)
      taps.push(tap({ agent, url: `${linkUrl}/${codes[taps.length % codes.length]}`, code: codes[taps.length % codes.length] ?? '' }))
  }, 5)
  return {
    count: () => taps.length,
    async stop(): Promise<Tap[]> {
      clearInterval(timer)
      const all = await Promise.all(taps)
      agent.destroy()
      return all
    },
  }
}

/** One tap as a phone's browser makes it. */
export const tap = ({
  agent,
  url,
  code,
  userAgent = IPHONE,
}: {
  agent?: Agent
  url: string
  code: string
  userAgent?: string
}): Promise<Tap> =>
  new Promise((resolve) => {
    const sent = request(
      url,
      { ...(agent === undefined ? {} : { agent }), headers: { 'user-agent': userAgent }, timeout: 10_000 },
      (answer) => {
        answer.resume()
        answer.on('end', () => resolve({ code, status: answer.statusCode ?? 'lost' }))
        answer.on('error', () => resolve({ code, status: 'lost' }))
      },
    )
    sent.on('timeout', () => sent.destroy())
    sent.on('error', () => resolve({ code, status: 'lost' }))
    sent.end()
  })
