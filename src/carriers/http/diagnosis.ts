import type { Diagnosis } from '../../domain/messages/carrier.ts'
import type { OutboundError } from '../../platform/outbound.ts'
import type { Answer } from './call.ts'

/** Clocks that differ by more make signatures and certificates fail. */
const MAX_CLOCK_DIFFERENCE_MS = 60_000

const failures = {
  url_invalid: (where) => `${where} is no address that can be called: write it with https:// and without user and password.`,
  private_address: (where) =>
    `The guard refused ${where}: it lies in a private network. If it is meant, name its origin in TAPLINE_PRIVATE_ORIGINS.`,
  name_not_found: (where) => `The name in ${where} cannot be resolved: is it spelled right, and does this machine have a name server?`,
  refused: (where) => `Nothing listens at ${where}: is the port right?`,
  unreachable: (where) => `There is no route to ${where}: does a firewall stand in between?`,
  connection_timeout: (where) => `No connection to ${where} came about in 5 s: does a firewall stand in between?`,
  deadline_passed: (where) => `${where} was reached and did not answer in time.`,
  connection_lost: (where) => `${where} was reached and closed the connection without an answer.`,
  tls_failed: (where) => `No trusted connection to ${where}: its certificate is not valid here, or the clock of this machine is wrong.`,
  answer_invalid: (where) => `What answers at ${where} does not speak HTTP as expected.`,
} as const satisfies Record<OutboundError, (where: string) => string>

/** Why a server gave no answer, in a sentence that says what to look at. */
export const describeError = (error: OutboundError, url: string): string => failures[error](originOf(url))

const originOf = (url: string) => URL.parse(url)?.origin ?? url.slice(0, 100)

export const works = (sentence: string): Diagnosis => ({ works: true, sentence })
export const fails = (sentence: string): Diagnosis => ({ works: false, sentence })

/** Adds the clock to what is wrong, where the server's shows another time: then it is the likely cause. */
export function withClock(diagnosis: Diagnosis, answer: Answer, now: Date): Diagnosis {
  const { date } = answer.headers
  const difference = typeof date === 'string' ? now.getTime() - Date.parse(date) : 0
  if (!(Math.abs(difference) > MAX_CLOCK_DIFFERENCE_MS)) return diagnosis
  const seconds = Math.round(Math.abs(difference) / 1_000)
  const clock = `The clock of this machine is ${seconds} s ${difference > 0 ? 'ahead of' : 'behind'} the carrier's: set it, or signatures fail.`
  return { works: diagnosis.works, sentence: `${diagnosis.sentence} ${clock}` }
}

/** What a status says that the carrier's own file has no words for. */
export function diagnoseStatus({ status, headers }: Answer, url: string): Diagnosis {
  const where = originOf(url)
  if (status === 401) return fails(`${where} does not accept the key (HTTP 401).`)
  if (status === 403) return fails(`${where} refuses: the key may not do that, or not from this address (HTTP 403).`)
  if (status === 404) return fails(`There is nothing at ${URL.parse(url)?.pathname ?? ''} of ${where} (HTTP 404): is the URL right?`)
  if (status === 429) return fails(`${where} takes no more requests for now (HTTP 429).`)
  if (status >= 300 && status < 400)
    return fails(`${where} sends us on to ${String(headers.location).slice(0, 200)} (HTTP ${status}): correct the URL.`)
  return fails(`${where} answered HTTP ${status}, which nobody expected: is the URL right?`)
}
