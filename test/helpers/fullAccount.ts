import { appendNotice } from '../../src/domain/notices.ts'
import type { Pool } from '../../src/platform/db.ts'
import type { api } from './api.ts'
import { makeHistory } from './fuzz/history.ts'
import { send } from './messaging.ts'

type Node = Awaited<ReturnType<typeof api>>

/** Stands in every name and text of such an account, and nowhere else. */
export const MARK = 'Zaunkoenig'
/** All its numbers begin so. */
export const MARKED_NUMBERS = '+4915777000'
const phone = `${MARKED_NUMBERS}01`

/** An account that has one of each thing that has an address, so that somebody who should not find it could. */
export async function fillAccount(db: Pool, node: Node): Promise<void> {
  await makeHistory(db, node)
  await send(node.parts, node.key, { to: { phone, reference: MARK }, from: MARK, text: `${MARK}: https://shop.example/${MARK}` })
  const made = await makeThings(node)
  await makeWebhook(node)
  await makeRows(db, node)
  await node.call('POST', `/v1/groups/${made.groupId}/members/add`, { phones: [phone] })
}

async function makeThings(node: Node): Promise<{ groupId: string }> {
  await make(node, '/v1/contacts', { phone, fields: { first_name: MARK } })
  const { id: groupId } = await make(node, '/v1/groups', { name: MARK })
  await make(node, '/v1/segments', { name: MARK, rule: { kind: 'all' } })
  await make(node, '/v1/suppressions', { phones: [`${MARKED_NUMBERS}02`], source: 'manual' })
  await make(node, '/v1/short-domains', { url: `https://${MARK.toLowerCase()}.example` })
  await make(node, '/v1/conversions', { name: MARK, phone, value: 1, currency: 'EUR' })
  await make(node, '/v1/campaigns', {
    ...{ name: MARK, from: MARK, audience: { include: [{ kind: 'group', group_id: groupId }] } },
    variants: [{ text: `${MARK} https://shop.example/a` }, { text: `${MARK} https://shop.example/b` }],
    experiment: { way: 'winner', goal: { kind: 'clickers' }, test_share: 0.5 },
  })
  await importFile(node)
  return { groupId: String(groupId) }
}

/** Nobody works on it here: it waits, and can be looked at and cancelled. */
async function importFile({ app, secretKey }: Node): Promise<void> {
  const headers = { authorization: `Bearer ${secretKey}`, 'content-type': 'text/csv' }
  const payload = `phone,name\n${MARKED_NUMBERS}03,${MARK}\n`
  const { statusCode, body } = await app.inject({ method: 'POST', url: '/v1/contacts/imports', headers, payload })
  if (statusCode !== 202) throw new Error(`the upload was answered ${statusCode}: ${body}`)
}

/** With a replay. */
async function makeWebhook(node: Node): Promise<void> {
  const { id } = await make(node, '/v1/webhooks/endpoints', { url: `https://${MARK}.invalid/`, description: MARK })
  await make(node, `/v1/webhooks/endpoints/${String(id)}/replays`, { from: '2020-01-01T00:00:00Z', to: new Date().toISOString() })
}

/** What comes from outside or from jobs. */
async function makeRows(db: Pool, { accountId }: Node): Promise<void> {
  await db`
    insert into webhook_deliveries (endpoint_id, account_id, event_xid, event_id, event_at, type, state, attempts, step, attempted_at, status, ms, answer)
    select webhook_endpoints.id, ${accountId}, outbox.xid, outbox.id, outbox.at, outbox.type, 'failed', 1, 1, now(), 500, 5, ${MARK}
    from webhook_endpoints, outbox where webhook_endpoints.account_id = ${accountId} and outbox.account_id = ${accountId} limit 3`
  await appendNotice(db, { accountId, kind: 'webhook_endpoint.disabled', subject: 'webhook_endpoint:1', text: MARK })
  await db`
    insert into simulator_messages (account_id, carrier_message_id, reference, phone, sender, text, flash)
    values (${accountId}, ${MARK}, ${MARK}, ${phone}, ${MARK}, ${MARK}, false)`
  const [row] = await db<{ id: bigint }[]>`
    insert into inbound_messages (account_id, carrier_id, carrier_message_id, phone, recipient, text, kind, is_sure, handled)
    select ${accountId}, id, ${MARK}, ${phone}, ${MARK}, ${MARK}, 'opt_out', false, 'opted_out' from carriers limit 1 returning id`
  await db`
    insert into opt_outs (account_id, phone, source, inbound_message_id, review)
    values (${accountId}, ${phone}, 'reply', ${row?.id ?? 0n}, 'pending')`
}

async function make({ call }: Node, url: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await call('POST', url, body)
  if (answer.status >= 300) throw new Error(`POST ${url} was answered ${answer.status}: ${JSON.stringify(answer.body)}`)
  return answer.body
}
