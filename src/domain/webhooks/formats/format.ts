import type { LoggedEvent } from '../eventLog.ts'
import type { OpenEndpoint } from '../endpoints.ts'
import type { PayloadParts } from '../payload.ts'
import type { EndpointRow } from '../store.ts'
import type { Secrets } from '../../../platform/secrets.ts'

/** What an answer means: `refused` is given up without another try, `gone` ends the endpoint. */
export type Verdict = 'delivered' | 'failed' | 'refused' | 'gone'

/** An endpoint ready for requests, in whatever form it wants them. */
export type Target = Pick<EndpointRow, 'format' | 'method' | 'url'> & {
  keys: readonly Buffer[]
  headers: Readonly<Record<string, string>>
}

/** An event on its way: `id` is what its receiver knows it by, `body` as the format presented it. */
export type Sending = { id: string; body: string | Uint8Array; at: Date }

/** `deadlineMs`: the whole exchange takes no longer. */
export type HookRequest = {
  url: string
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: string | Uint8Array
  deadlineMs: number
}

/** How one kind of receiver wants to be told: what is said, how it is signed, and what its answers mean. */
export type Format = {
  /** One body for each event, undefined where such a receiver is not told of it. */
  present(
    parts: PayloadParts,
    asked: { endpoint: Pick<EndpointRow, 'accountId' | 'includeRecipient' | 'eventFilter'>; events: readonly LoggedEvent[] },
  ): Promise<(string | undefined)[]>
  /** The body of an endpoint's test. */
  test(asked: { id: string; endpointId: bigint; at: Date }): string
  /** What requests to the endpoint are signed with now. */
  keys(parts: Pick<PayloadParts, 'db'> & { secrets: Secrets }, endpoint: OpenEndpoint): Promise<readonly Buffer[]>
  request(target: Target, sending: Sending): HookRequest
  /** Names of headers that sign, whose values are shown to nobody. */
  signatures: readonly string[]
  judge(status: number): Verdict
  /** How long after a failed attempt the next one comes. */
  delaysMs: readonly number[]
}
