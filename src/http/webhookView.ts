import type { z } from 'zod'
import type { delivery, deliveryDetail, endpoint, endpointsHealth, endpointStats, testOutcome } from '../contract/webhooks.ts'
import { AppError } from '../lib/errors.ts'
import type { Attempt } from '../domain/webhooks/attempt.ts'
import type { Delivery, DeliveryName, ShownRequest } from '../domain/webhooks/deliveries.ts'
import type { OpenEndpoint } from '../domain/webhooks/endpoints.ts'
import { eventIdOf } from '../domain/webhooks/eventLog.ts'
import type { EndpointLatest } from '../domain/webhooks/latest.ts'
import type { EndpointWork, HourRow } from '../domain/webhooks/stats.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null

export const viewEndpoint = (row: OpenEndpoint): z.infer<typeof endpoint> => ({
  ...{ id: String(row.id), url: row.url, description: row.description, format: row.format, types: [...row.types] },
  ...{ include_test: row.includeTest, include_recipient: row.includeRecipient, label: row.label },
  ...{ campaign_id: row.campaignId === null ? null : String(row.campaignId), first_clicks_only: row.firstClicksOnly },
  ...{ concurrency: row.concurrency, header_names: Object.keys(row.headers) },
  ...{ state: row.state, state_reason: row.stateReason, state_at: row.stateAt.toISOString(), created_at: row.createdAt.toISOString() },
})

export const viewSecret = ({ secret, isFormerValid, formerSecretUntil }: OpenEndpoint) => ({
  secret,
  former_secret_until: isFormerValid ? iso(formerSecretUntil) : null,
})

export const viewStats = (work: EndpointWork, hours: readonly HourRow[]): z.infer<typeof endpointStats> => ({
  ...{ queued: work.queued, waiting: work.waiting, consecutive_failures: work.failures },
  ...{ failing_since: iso(work.failingSince), held_until: iso(work.heldUntil) },
  ...{ last_success_at: iso(work.lastSuccessAt), last_attempt_at: iso(work.lastAttemptAt) },
  hours: hours.map(({ hour, delivered, failedAttempts, givenUp, totalMs, maxMs }) => {
    const attempts = delivered + failedAttempts
    return {
      ...{ hour: hour.toISOString(), delivered, failed_attempts: failedAttempts, given_up: givenUp },
      average_ms: attempts === 0 ? null : Math.round(totalMs / attempts),
      slowest_ms: attempts === 0 ? null : maxMs,
    }
  }),
})

export const viewHealth = (rows: readonly EndpointLatest[]): z.infer<typeof endpointsHealth> => ({
  endpoints: rows.map(({ endpointId, failures, lastSuccessAt, lastAttemptAt, latest }) => ({
    ...{ id: String(endpointId), consecutive_failures: failures },
    ...{ last_success_at: iso(lastSuccessAt), last_attempt_at: iso(lastAttemptAt) },
    latest: latest.map(({ state, at, status }) => ({ state, at: new Date(at).toISOString(), status })),
  })),
})

export const viewTest = ({ kind, status, error, ms, answer }: Attempt): z.infer<typeof testOutcome> => ({
  delivered: kind === 'delivered',
  ...{ status: status ?? null, error: error ?? null, ms, answer: answer ?? null },
})

export const viewDelivery = (row: Delivery): z.infer<typeof delivery> => ({
  ...{ id: encodeDelivery(row), event_id: eventIdOf(row.eventId), type: row.type, state: row.state, attempts: row.attempts },
  ...{ next_attempt_at: iso(row.nextAttemptAt), event_at: row.eventAt.toISOString(), attempted_at: row.attemptedAt.toISOString() },
  ...{ status: row.status, error: row.error, ms: row.ms },
})

export const viewDeliveryDetail = (row: Delivery, request: ShownRequest | undefined): z.infer<typeof deliveryDetail> => ({
  ...viewDelivery(row),
  answer: row.answer,
  earlier_attempts: (row.history ?? []).map(({ at, ...rest }) => ({ at: new Date(at).toISOString(), ...rest })),
  request: request ?? null,
})

/** The name of a delivery: the event's time and number, by which its row is found without an index of its own. */
export const encodeDelivery = ({ atMicros, eventId }: DeliveryName): string => `dlv_${atMicros.toString(36)}_${eventId.toString(36)}`

/** @throws AppError `not_found` for what is no such name */
export function decodeDelivery(name: string): DeliveryName {
  // Ten digits of base 36 are below 2^52, so a number holds them, and the year 2085 is not over yet.
  const [, at, id] = /^dlv_([0-9a-z]{1,10})_([0-9a-z]{1,10})$/.exec(name) ?? []
  if (at === undefined || id === undefined)
    throw new AppError('not_found', `"${name}" is no delivery: their ids look like dlv_gl0w2kxyz1_1a.`)
  return { atMicros: BigInt(Number.parseInt(at, 36)), eventId: BigInt(Number.parseInt(id, 36)) }
}
