import type { Db, Transaction } from '../../platform/db.ts'

export type EndpointState = 'active' | 'paused' | 'disabled'
export type StateReason = 'manual' | 'restored' | 'gone' | 'failing'

/** What somebody sets of an endpoint, secrets aside. */
export type EndpointSettings = {
  url: string
  description: string
  types: readonly string[]
  includeTest: boolean
  includeRecipient: boolean
  label: string | null
  campaignId: bigint | null
  firstClicksOnly: boolean
  concurrency: number
}

export type FormatName = 'standard' | 'seven'

/** How an endpoint is told; set once, when it is made. `method` and `eventFilter` mean something to seven only. */
export type EndpointForm = {
  format: FormatName
  method: 'POST' | 'JSON' | 'GET'
  /** Of inbound messages only those that came to this number. */
  eventFilter: string | null
}

export type EndpointRow = EndpointSettings &
  EndpointForm & {
    id: bigint
    accountId: bigint
    sealedSecrets: Buffer
    formerSecretUntil: Date | null
    isFormerValid: boolean
    state: EndpointState
    stateReason: StateReason | null
    stateAt: Date
    version: number
    createdAt: Date
  }

const columns = (db: Db) => db`
  account_id as "accountId", id, url, description, format, method, event_filter as "eventFilter", types, include_test as "includeTest", include_recipient as "includeRecipient", label,
  campaign_id as "campaignId", first_clicks_only as "firstClicksOnly", concurrency, sealed_secrets as "sealedSecrets",
  former_secret_until as "formerSecretUntil", coalesce(former_secret_until > now(), false) as "isFormerValid", state, state_reason as "stateReason",
  state_at as "stateAt", version, created_at as "createdAt"`

export const listEndpoints = (db: Db, { accountId, limit }: { accountId: bigint; limit: number }) => db<EndpointRow[]>`
  select ${columns(db)} from webhook_endpoints where account_id = ${accountId} order by id limit ${limit}`

export async function findEndpoint(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<EndpointRow | undefined> {
  const [row] = await db<EndpointRow[]>`select ${columns(db)} from webhook_endpoints where account_id = ${accountId} and id = ${id}`
  return row
}

/** Held until the transaction ends, so that two changes come one after the other. */
export async function lockEndpoint(
  tx: Transaction,
  { accountId, id }: { accountId: bigint; id: bigint },
): Promise<EndpointRow | undefined> {
  const [row] = await tx<EndpointRow[]>`
    select ${columns(tx)} from webhook_endpoints where account_id = ${accountId} and id = ${id} for update`
  return row
}

/** The id comes first, because the secrets are sealed for it. */
export async function nextEndpointId(db: Db): Promise<bigint> {
  const [row] = await db<{ id: bigint }[]>`select nextval(pg_get_serial_sequence('webhook_endpoints', 'id')) as id`
  if (row === undefined) throw new Error('the sequence of endpoints gave no id')
  return row.id
}

/** Locks the account, so that its bound holds when two requests come at once. */
export async function countEndpoints(tx: Transaction, { accountId }: { accountId: bigint }): Promise<number> {
  await tx`select from accounts where id = ${accountId} for no key update`
  const [row] = await tx<{ count: number }[]>`select count(*)::int from webhook_endpoints where account_id = ${accountId}`
  return row?.count ?? 0
}

type NewEndpoint = EndpointSettings & { id: bigint; accountId: bigint; sealedSecrets: Buffer }

export async function insertEndpoint(
  tx: Transaction,
  { id, accountId, sealedSecrets, ...settings }: NewEndpoint & EndpointForm,
): Promise<void> {
  await tx`
    insert into webhook_endpoints (account_id, id, url, description, types, include_test, include_recipient, label, campaign_id, first_clicks_only,
      concurrency, sealed_secrets, format, method, event_filter)
    values (${accountId}, ${id}, ${settings.url}, ${settings.description}, ${[...settings.types]}, ${settings.includeTest},
      ${settings.includeRecipient}, ${settings.label}, ${settings.campaignId}, ${settings.firstClicksOnly}, ${settings.concurrency}, ${sealedSecrets},
      ${settings.format}, ${settings.method}, ${settings.eventFilter})`
  await tx`insert into webhook_work (endpoint_id, account_id) values (${id}, ${accountId})`
}

/** The version tells whoever works on the endpoint to read it again. */
export async function updateEndpoint(tx: Transaction, { id, accountId, sealedSecrets, ...settings }: NewEndpoint): Promise<void> {
  await tx`
    update webhook_endpoints
    set url = ${settings.url}, description = ${settings.description}, types = ${[...settings.types]}, include_test = ${settings.includeTest},
      include_recipient = ${settings.includeRecipient}, label = ${settings.label}, campaign_id = ${settings.campaignId},
      first_clicks_only = ${settings.firstClicksOnly}, concurrency = ${settings.concurrency}, sealed_secrets = ${sealedSecrets}, version = version + 1
    where account_id = ${accountId} and id = ${id}`
}

/** How long a former secret goes on to sign. */
const FORMER_SECRET_HOURS = 24

export async function updateSecrets(
  tx: Transaction,
  { id, accountId, sealedSecrets }: { id: bigint; accountId: bigint; sealedSecrets: Buffer },
): Promise<void> {
  await tx`
    update webhook_endpoints
    set sealed_secrets = ${sealedSecrets}, former_secret_until = now() + make_interval(hours => ${FORMER_SECRET_HOURS}), version = version + 1
    where account_id = ${accountId} and id = ${id}`
}

type NewState = { id: bigint; accountId: bigint; state: EndpointState; reason: StateReason | null }

/** @returns false when it is in that state already, or gone */
export async function updateState(tx: Transaction, { id, accountId, state, reason }: NewState): Promise<boolean> {
  const rows = await tx`
    update webhook_endpoints set state = ${state}, state_reason = ${reason}, state_at = now(), version = version + 1
    where account_id = ${accountId} and id = ${id} and state <> ${state}
    returning 1`
  return rows.length === 1
}

/** With all that waits for it; what became of deliveries goes by its retention. */
export async function deleteEndpoint(tx: Transaction, { accountId, id }: { accountId: bigint; id: bigint }): Promise<boolean> {
  const rows = await tx`delete from webhook_endpoints where account_id = ${accountId} and id = ${id} returning 1`
  return rows.length === 1
}

/** Forgets what waited, in one bounded slice; deliveries that waited count as given up. @returns whether there is more */
export async function skipWaiting(
  tx: Transaction,
  { accountId, id, limit }: { accountId: bigint; id: bigint; limit: number },
): Promise<boolean> {
  const pages = await tx`
    delete from webhook_queue where id = any(array(select id from webhook_queue where account_id = ${accountId} and endpoint_id = ${id} limit ${limit}))
    returning 1`
  const deliveries = await tx`
    update webhook_deliveries set state = 'failed', next_attempt_at = null
    where (event_at, event_id) in (
      select event_at, event_id from webhook_deliveries where account_id = ${accountId} and endpoint_id = ${id} and state = 'waiting' limit ${limit}
    ) and account_id = ${accountId} and endpoint_id = ${id} and state = 'waiting'
    returning 1`
  return pages.length === limit || deliveries.length === limit
}

/** Lets whoever works look at the endpoint at once: it was resumed, or something was put into its queue. */
export async function askForWork(tx: Transaction, { accountId, id }: { accountId: bigint; id: bigint }): Promise<void> {
  await tx`
    update webhook_work set asked = asked + 1, held_until = null, failures = 0, failing_since = null
    where account_id = ${accountId} and endpoint_id = ${id}`
}

/** Pauses every endpoint that is active: after a restore nobody knows what has been sent. @returns how many, at most `limit` */
export async function pauseAll(db: Db, { reason, limit }: { reason: StateReason; limit: number }): Promise<number> {
  const rows = await db`
    update webhook_endpoints set state = 'paused', state_reason = ${reason}, state_at = now(), version = version + 1
    where id in (select id from webhook_endpoints where state = 'active' order by id limit ${limit})
    returning 1`
  return rows.length
}
