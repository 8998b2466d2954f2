import type { Db, Transaction } from '../../platform/db.ts'

/** How long whoever works on an endpoint may be silent before another takes over. */
export const LEASE_SECONDS = 15

export type Lease = { endpointId: bigint; accountId: bigint; token: string; failures: number }

/**
 * Takes endpoints that have something to do and that nobody works on, those first that waited longest.
 * @param abandoned tokens of leases whose turn failed in this process, so that nobody need wait for their end
 */
export const claimEndpoints = (db: Db, { limit, abandoned = [] }: { limit: number; abandoned?: readonly string[] }) => db<Lease[]>`
  update webhook_work set lease = gen_random_uuid(), leased_until = now() + make_interval(secs => ${LEASE_SECONDS})
  where endpoint_id in (
    select endpoint_id from webhook_work
    where (asked > served or retry_at <= now()) and (held_until is null or held_until <= now()) and (leased_until is null or leased_until < now() or lease::text = any(${[...abandoned]}::text[]))
      and exists (select from webhook_endpoints where webhook_endpoints.id = endpoint_id and state = 'active')
    order by turn_at limit ${limit} for update skip locked
  )
  returning endpoint_id as "endpointId", account_id as "accountId", lease::text as token, failures`

/** What a turn has seen of the endpoint's results since the last time it said so. */
export type Health = { successes: number; failures: number; failuresInARow: number }

/**
 * Goes on holding a lease, and notes how the endpoint does.
 * @returns its state now; undefined when the lease was lost, and nothing may be recorded
 */
export async function renewLease(
  tx: Transaction,
  { lease: { endpointId, accountId, token }, health }: { lease: Lease; health: Health },
): Promise<{ failures: number; failingDays: number } | undefined> {
  const { successes, failures, failuresInARow } = health
  const [row] = await tx<{ failures: number; failingDays: number }[]>`
    update webhook_work
    set leased_until = now() + make_interval(secs => ${LEASE_SECONDS}),
      failures = case when ${successes}::int > 0 then ${failuresInARow}::int else failures + ${failures}::int end,
      failing_since = case when ${successes}::int = 0 and ${failures}::int > 0 then coalesce(failing_since, now())
        when ${successes}::int > 0 then case when ${failuresInARow}::int > 0 then now() end else failing_since end,
      last_success_at = case when ${successes}::int > 0 then now() else last_success_at end,
      last_attempt_at = case when ${successes + failures}::int > 0 then now() else last_attempt_at end
    where account_id = ${accountId} and endpoint_id = ${endpointId} and lease = ${token}
    returning failures, coalesce(extract(epoch from now() - failing_since) / 86400, 0)::float8 as "failingDays"`
  return row
}

/**
 * Gives an endpoint back. What was asked after `served` was read leaves it due at once; so does a delivery whose time comes.
 * @param holdMs leaves the endpoint alone for so long
 */
export async function releaseLease(
  db: Db,
  { lease: { endpointId, accountId, token }, served, holdMs }: { lease: Lease; served: bigint | undefined; holdMs: number | undefined },
): Promise<void> {
  await db`
    update webhook_work
    set lease = null, leased_until = null, turn_at = now(), served = coalesce(${served ?? null}::bigint, served),
      held_until = now() + make_interval(secs => ${holdMs === undefined ? null : holdMs / 1_000}),
      retry_at = (
        select min(next_attempt_at) from webhook_deliveries
        where account_id = ${accountId} and endpoint_id = ${endpointId} and state = 'waiting'
      )
    where account_id = ${accountId} and endpoint_id = ${endpointId} and lease = ${token}`
}
