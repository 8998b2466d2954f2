import { createHash, timingSafeEqual } from 'node:crypto'
import type { Callback, CallbackRequest, Diagnosis, OutboundMessage, RemoteCarrier, SubmitOutcome } from '../../domain/messages/carrier.ts'
import { createCaller, outcomeOfFailure, type Answer, type CallerParts, type CarrierRequest } from './call.ts'
import { describeError, withClock } from './diagnosis.ts'

/** What differs from one provider to the next: how it is asked, and what its answers mean. No part of it opens a connection. */
export type Provider = {
  submit(message: OutboundMessage, now: Date): CarrierRequest
  /** What an answer to `submit` means. */
  outcomeOf(answer: Answer, about: { message: OutboundMessage; now: Date }): SubmitOutcome
  readCallback(request: CallbackRequest, now: Date): Callback
  /** A request that costs nothing and needs the key. */
  test(now: Date): CarrierRequest
  diagnose(answer: Answer): Diagnosis
}

export type HttpCarrierParts = CallerParts & { provider: Provider; callbackSecret: string }

/** Messages for each request that may be under way: one on the wire, and one that is ready when it ends. */
const GIVEN_PER_REQUEST = 2

/** A carrier over HTTP. The clock is read here, once for each exchange: validity and signatures need the time of the request. */
export function createHttpCarrier({ provider, outbound, parallel, deadlineMs, callbackSecret }: HttpCarrierParts): RemoteCarrier {
  const caller = createCaller({ outbound, parallel, deadlineMs })
  return {
    async submit(message) {
      const request = provider.submit(message, new Date())
      const called = await caller.call(request)
      if (called.kind !== 'answered') return outcomeOfFailure(called, (error) => describeError(error, request.url))
      return provider.outcomeOf(called, { message, now: new Date() })
    },
    capacity: parallel * GIVEN_PER_REQUEST,
    stop: () => caller.stop(),
    knowsCallbackSecret: (shown) => equals(shown, callbackSecret),
    readCallback: (request) => provider.readCallback(request, new Date()),
    async test() {
      const request = provider.test(new Date())
      const called = await outbound.request(request)
      if (called.kind === 'failed') return { works: false, sentence: describeError(called.error, request.url) }
      return withClock(provider.diagnose(called), called, new Date())
    },
  }
}

/** Compares in constant time, whatever the lengths. */
export const equals = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))
const digest = (text: string) => createHash('sha256').update(text).digest()
