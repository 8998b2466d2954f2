import type { SubmitOutcome } from '../../domain/messages/carrier.ts'
import type { Outbound, OutboundError, OutboundOutcome, OutboundRequest } from '../../platform/outbound.ts'

/** An answer of a carrier's server. */
export type Answer = Extract<OutboundOutcome, { kind: 'answered' }>
/** A request that the carrier's own file makes; the deadline is not its own. */
export type CarrierRequest = Omit<OutboundRequest, 'deadlineMs' | 'body'> & { body?: string }
export type Called = Answer | { kind: 'failed'; error: OutboundError } | { kind: 'given_back' }

/** The way to one carrier's server: a bounded number of requests at a time. */
export type Caller = {
  call(request: CarrierRequest): Promise<Called>
  /** Gives back what still waits. */
  stop(): void
}

/** A message that found no free connection in this time goes back to the queue: no byte of it was written. With the longest
 * deadline of 30 s this stays under the 60 s of a claim, so that no message is sent by two processes. */
const MAX_WAIT_MS = 20_000

/** `parallel`: requests at a time. `deadlineMs`: an exchange that takes longer has failed. */
export type CallerParts = { outbound: Outbound; parallel: number; deadlineMs: number }

export function createCaller({ outbound, parallel, deadlineMs }: CallerParts): Caller {
  // As long as the messages that a process may hold of one carrier, which is bounded.
  const waiting = new Set<(turn: 'go' | 'given_back') => void>()
  let free = parallel
  let isStopped = false
  const turn = (): Promise<'go' | 'given_back'> => {
    if (isStopped) return Promise.resolve('given_back')
    if (free > 0) return (free--, Promise.resolve('go'))
    return new Promise((resolve) => {
      const settle = (given: 'go' | 'given_back') => (clearTimeout(timer), waiting.delete(settle), resolve(given))
      const timer = setTimeout(() => settle('given_back'), MAX_WAIT_MS)
      waiting.add(settle)
    })
  }
  const pass = () => {
    const [next] = waiting
    if (next === undefined) free++
    else next('go')
  }
  return {
    async call(request) {
      if ((await turn()) === 'given_back') return { kind: 'given_back' }
      try {
        return await outbound.request({ ...request, deadlineMs })
      } finally {
        pass()
      }
    },
    stop() {
      isStopped = true
      for (const settle of waiting) settle('given_back')
    },
  }
}

/** Whether a request that failed so can have reached the carrier. Connecting ends long before the deadline, so what passes that was on its way. */
const mayHaveArrived = {
  url_invalid: false,
  private_address: false,
  name_not_found: false,
  refused: false,
  unreachable: false,
  connection_timeout: false,
  // Certificates are checked before a byte of the request goes out.
  tls_failed: false,
  deadline_passed: true,
  connection_lost: true,
  answer_invalid: true,
} as const satisfies Record<OutboundError, boolean>

/** What a submit without an answer came to. */
export function outcomeOfFailure(called: Exclude<Called, Answer>, describe: (error: OutboundError) => string): SubmitOutcome {
  if (called.kind === 'given_back') return { kind: 'unavailable', retryAfterMs: undefined }
  if (mayHaveArrived[called.error]) return { kind: 'unknown', reason: called.error }
  return { kind: 'unavailable', retryAfterMs: undefined, reason: describe(called.error) }
}
