import { z } from 'zod'
import type { MessageLedger, Request } from './messageLedger.ts'
import type { TaplineNode } from './node.ts'
import type { Code } from './tapLedger.ts'
import { pause } from './waiting.ts'

const PER_REQUEST = 50
/** Requests without an answer yet; while a node is away no more are begun. */
const MAX_OPEN = 20
const RETRY_MS = 250
/** Longest wait for the answers that are still due when the load ends. */
const LAST_ANSWERS_MS = 60_000

const answered = z.object({ messages: z.array(z.object({ id: z.string(), links: z.array(z.object({ short_link: z.string() })) })) })

type Options = { ledger: MessageLedger; nodes: readonly TaplineNode[]; perSecond: number; more?: Record<string, unknown> }

/**
 * Sends messages at a steady rate until told to stop. A request whose answer was lost is repeated with the same Idempotency-Key, at the next
 * node, until it is answered: the repetition must get the very messages that the first try made, or make them.
 */
export function startMessages(options: Options): { stop(): Promise<void> } {
  const { ledger, perSecond } = options
  const open = new Set<Promise<void>>()
  let giveUpAt = Infinity
  let failure: unknown
  const isOver = () => performance.now() > giveUpAt
  const sendNext = () => {
    if (open.size >= MAX_OPEN || failure !== undefined) return
    const done = untilAnswered(options, { request: ledger.begin(PER_REQUEST), turn: ledger.requests.length, isOver })
      .catch((error: unknown) => void (failure = error))
      .finally(() => open.delete(done))
    open.add(done)
  }
  const timer = setInterval(sendNext, (1_000 * PER_REQUEST) / perSecond)
  return {
    async stop() {
      clearInterval(timer)
      giveUpAt = performance.now() + LAST_ANSWERS_MS
      await Promise.all(open)
      if (failure !== undefined) throw failure
    },
  }
}

async function untilAnswered(
  { ledger, nodes, more }: Options,
  { request, turn, isOver }: { request: Request; turn: number; isOver: () => boolean },
): Promise<void> {
  for (let at = turn; !isOver(); at++) {
    const { key, phones } = request
    const body = { to: phones, from: 'Acme', text: 'Hello, see shop.example/today for more', label: ledger.label, ...more }
    const answer = await nodes[at % nodes.length]?.post('/v1/messages', { key, body })
    if (answer?.status === 202) {
      const { messages } = answered.parse(answer.body)
      return ledger.end(
        request,
        messages.map(({ id }) => Number(id)),
      )
    }
    const status = answer?.status ?? 0
    // 409: the first try still runs. 429 would be a fault of this load, any other refusal one of the product.
    if (status >= 400 && status < 500 && status !== 409) throw new Error(`the API refused with ${status}: ${JSON.stringify(answer?.body)}`)
    await pause(RETRY_MS)
  }
}

const LINKS_PER_MESSAGE = 10
const CODES_PER_REQUEST = 5_000

/** Queues messages for tomorrow, so that nothing but taps happens to them, and returns their codes. @param count a multiple of 10 */
export async function makeCodes(node: TaplineNode, { count, label }: { count: number; label: string }): Promise<Code[]> {
  const codes: Code[] = []
  const text = Array.from({ length: LINKS_PER_MESSAGE }, (_, link) => `a${link}.example`).join(' ')
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
  while (codes.length < count) {
    const recipients = Math.min(count - codes.length, CODES_PER_REQUEST) / LINKS_PER_MESSAGE
    const to = Array.from({ length: recipients }, (_, at) => `+49152${String(10_000_000 + codes.length + at)}`)
    const key = `${label}-codes-${codes.length}`
    const answer = await node.post('/v1/messages', { key, body: { to, from: 'Acme', text, send_at: tomorrow } })
    if (answer.status !== 202) throw new Error(`codes could not be made: ${answer.status} ${JSON.stringify(answer.body)}`)
    for (const { id, links } of answered.parse(answer.body).messages)
      links.forEach(({ short_link }, link) => codes.push({ code: short_link.slice(-8), messageId: Number(id), link }))
  }
  return codes
}
