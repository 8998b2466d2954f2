import type { Server } from '../../src/platform/driver.ts'
import { judge } from './judge.ts'
import { MessageLedger } from './messageLedger.ts'
import { makeCodes, startMessages } from './messageLoad.ts'
import type { TaplineNode } from './node.ts'
import type { Outcome } from './report.ts'
import { startTaps, tapAllOnce } from './tapLoad.ts'
import { TapLedger } from './tapLedger.ts'

/** How hard a fault is played. `hurry`: see judge.ts. */
export type Strength = { tapsPerSecond: number; messagesPerSecond: number; codes: number; hurry: boolean }

/** Of the messages of the load; a fault has a database of its own, so they need no other name. */
const LABEL = 'chaos'

/** Both loads of a fault with their ledgers. */
export type Load = {
  taps: TapLedger
  messages: MessageLedger
  stop(): Promise<void>
}

type Options = Strength & { nodes: readonly TaplineNode[]; more?: Record<string, unknown>; padding?: string }

/** Makes codes, lets every node learn them, and starts tapping and sending. */
export async function startLoad({ nodes, more, padding, tapsPerSecond, messagesPerSecond, codes }: Options): Promise<Load> {
  const [first] = nodes
  if (first === undefined) throw new Error('a load needs a node')
  const taps = new TapLedger(await makeCodes(first, { count: codes, label: LABEL }))
  const messages = new MessageLedger(LABEL)
  const tapping = { ledger: taps, targets: nodes, perSecond: tapsPerSecond, ...(padding === undefined ? {} : { padding }) }
  await tapAllOnce({ ...tapping, codes })
  const sending = startMessages({ ledger: messages, nodes, perSecond: messagesPerSecond, ...(more === undefined ? {} : { more }) })
  const running = startTaps(tapping)
  return {
    taps,
    messages,
    async stop() {
      await running.stop()
      await sending.stop()
    },
  }
}

/** Judges a load that was stopped. */
export async function conclude(
  { taps, messages }: Load,
  {
    fault,
    server,
    hurry,
    startedAt,
    nodes = 1,
    kills = 0,
    lostByMetric = 0,
    notes = [],
  }: {
    fault: string
    server: Server
    hurry: boolean
    startedAt: number
    nodes?: number
    kills?: number
    lostByMetric?: number
    notes?: string[]
  },
): Promise<Outcome> {
  const judgement = await judge({ server, taps, messages, expectLost: lostByMetric, hurry })
  return { ...judgement, fault, nodes, kills, lostByMetric, notes, seconds: Math.round((performance.now() - startedAt) / 1_000) }
}
