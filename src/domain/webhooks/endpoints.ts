import { MAX_ENDPOINTS, type ChangeEndpoint, type CreateEndpoint } from '../../contract/webhooks.ts'
import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import type { Secrets } from '../../platform/secrets.ts'
import { appendAudit } from '../audit.ts'
import { requireEndpointUrl, requireHeaders } from './endpointRules.ts'
import { newSecret, sealEndpointSecrets, unsealEndpointSecrets, type EndpointSecrets } from './signing.ts'
import {
  countEndpoints,
  deleteEndpoint,
  findEndpoint,
  insertEndpoint,
  lockEndpoint,
  nextEndpointId,
  updateEndpoint,
  updateSecrets,
  type EndpointForm,
  type EndpointRow,
} from './store.ts'

/** What work on endpoints needs besides the database. */
export type EndpointParts = { secrets: Secrets; privateOrigins: readonly string[] }

type NewEndpoint = { accountId: bigint; actor: string; body: CreateEndpoint; form?: EndpointForm }
const standardForm: EndpointForm = { format: 'standard', method: 'POST', eventFilter: null }

export type EndpointTarget = { accountId: bigint; id: bigint; actor: string }

/** An endpoint whose secrets are open. */
export type OpenEndpoint = EndpointRow & EndpointSecrets

/**
 * Makes an endpoint; it gets the events from now on.
 * @throws AppError `endpoint_url_invalid`, `endpoint_header_invalid`, `too_many_endpoints`
 */
export async function createEndpoint(
  db: Db,
  { accountId, actor, body, form = standardForm, secrets, privateOrigins }: EndpointParts & NewEndpoint,
): Promise<OpenEndpoint> {
  const url = requireEndpointUrl(body.url, { privateOrigins })
  const values = { secret: newSecret(), former: undefined, headers: requireHeaders(body.headers) }
  return inTransaction(db, async (tx) => {
    if ((await countEndpoints(tx, { accountId })) >= MAX_ENDPOINTS)
      throw new AppError('too_many_endpoints', `The account has ${MAX_ENDPOINTS} endpoints already: delete one that is not used.`)
    const id = await nextEndpointId(tx)
    await insertEndpoint(tx, {
      id,
      accountId,
      sealedSecrets: sealEndpointSecrets(secrets, { id, values }),
      ...settingsOf(body),
      ...form,
      url,
    })
    await appendAudit(tx, { accountId, actor, action: 'webhook_endpoint.created', subject: subjectOf(id), data: { url } })
    return openEndpoint(secrets, await required(findEndpoint(tx, { accountId, id }), id))
  })
}

/**
 * Changes what is given. Work that is under way may still go by the former settings, for 2 s at most.
 * @throws AppError `not_found`, `endpoint_url_invalid`, `endpoint_header_invalid`
 */
export async function changeEndpoint(
  db: Db,
  { accountId, id, actor, changes, secrets, privateOrigins }: EndpointParts & EndpointTarget & { changes: ChangeEndpoint },
): Promise<OpenEndpoint> {
  return inTransaction(db, async (tx) => {
    const before = openEndpoint(secrets, await required(lockEndpoint(tx, { accountId, id }), id))
    const url = changes.url === undefined ? before.url : requireEndpointUrl(changes.url, { privateOrigins })
    const headers = changes.headers === undefined ? before.headers : requireHeaders(changes.headers)
    const sealedSecrets = sealEndpointSecrets(secrets, { id, values: { secret: before.secret, former: before.former, headers } })
    await updateEndpoint(tx, { id, accountId, sealedSecrets, ...withChanges(before, changes), url })
    await appendAudit(tx, {
      ...{ accountId, actor, action: 'webhook_endpoint.changed', subject: subjectOf(id) },
      data: { fields: Object.keys(changes), url },
    })
    return openEndpoint(secrets, await required(findEndpoint(tx, { accountId, id }), id))
  })
}

/**
 * Gives an endpoint a new secret. Requests are signed with the former one too for a day, so that the receiver can change over at its leisure.
 * @throws AppError `not_found`
 */
export async function rotateSecret(
  db: Db,
  { accountId, id, actor, secrets }: EndpointTarget & { secrets: Secrets },
): Promise<OpenEndpoint> {
  return inTransaction(db, async (tx) => {
    const before = openEndpoint(secrets, await required(lockEndpoint(tx, { accountId, id }), id))
    requireOwnSecret(before)
    const values = { secret: newSecret(), former: before.secret, headers: before.headers }
    await updateSecrets(tx, { id, accountId, sealedSecrets: sealEndpointSecrets(secrets, { id, values }) })
    await appendAudit(tx, { accountId, actor, action: 'webhook_endpoint.secret_rotated', subject: subjectOf(id) })
    return openEndpoint(secrets, await required(findEndpoint(tx, { accountId, id }), id))
  })
}

/** The secret of an endpoint; that somebody looked is noted. @throws AppError `not_found` */
export async function showSecret(db: Db, { accountId, id, actor, secrets }: EndpointTarget & { secrets: Secrets }): Promise<OpenEndpoint> {
  return inTransaction(db, async (tx) => {
    const found = openEndpoint(secrets, await required(findEndpoint(tx, { accountId, id }), id))
    requireOwnSecret(found)
    await appendAudit(tx, { accountId, actor, action: 'webhook_endpoint.secret_shown', subject: subjectOf(id) })
    return found
  })
}

/** Hooks of seven.io are signed with one key of the account. @throws AppError `not_found` */
function requireOwnSecret({ id, format }: EndpointRow): void {
  if (format === 'seven')
    throw new AppError(
      'not_found',
      `Endpoint ${id} has no secret of its own: GET /v1/seven/signing-key shows the key that signs its hooks.`,
    )
}

/** @throws AppError `not_found` */
export async function removeEndpoint(db: Db, { accountId, id, actor }: EndpointTarget): Promise<void> {
  await inTransaction(db, async (tx: Transaction) => {
    if (!(await deleteEndpoint(tx, { accountId, id }))) throw unknownEndpoint(id)
    await appendAudit(tx, { accountId, actor, action: 'webhook_endpoint.deleted', subject: subjectOf(id) })
  })
}

/** @throws AppError `not_found` */
export const requireEndpoint = (db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<EndpointRow> =>
  required(findEndpoint(db, { accountId, id }), id)

export const openEndpoint = (secrets: Secrets, row: EndpointRow): OpenEndpoint => ({
  ...row,
  ...unsealEndpointSecrets(secrets, { id: row.id, sealed: row.sealedSecrets }),
})

export const subjectOf = (id: bigint) => `webhook_endpoint:${id}`

export const unknownEndpoint = (id: bigint) =>
  new AppError('not_found', `There is no endpoint ${id} in this account: GET /v1/webhooks/endpoints lists them.`)

async function required(finding: Promise<EndpointRow | undefined>, id: bigint): Promise<EndpointRow> {
  const found = await finding
  if (found === undefined) throw unknownEndpoint(id)
  return found
}

const settingsOf = (body: CreateEndpoint) => ({
  ...{
    description: body.description,
    types: [...new Set(body.types)],
    includeTest: body.include_test,
    includeRecipient: body.include_recipient,
  },
  ...{ label: body.label, campaignId: body.campaign_id === null ? null : BigInt(body.campaign_id) },
  ...{ firstClicksOnly: body.first_clicks_only, concurrency: body.concurrency },
})

const withChanges = (before: EndpointRow, changes: ChangeEndpoint) => ({
  description: changes.description ?? before.description,
  types: changes.types === undefined ? before.types : [...new Set(changes.types)],
  includeTest: changes.include_test ?? before.includeTest,
  includeRecipient: changes.include_recipient ?? before.includeRecipient,
  label: changes.label === undefined ? before.label : changes.label,
  campaignId: changes.campaign_id === undefined ? before.campaignId : changes.campaign_id === null ? null : BigInt(changes.campaign_id),
  firstClicksOnly: changes.first_clicks_only ?? before.firstClicksOnly,
  concurrency: changes.concurrency ?? before.concurrency,
})
